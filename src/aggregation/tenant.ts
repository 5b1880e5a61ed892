import type { Connection } from '../isc/http/connection.js';
import type { Settings } from '../model/settings.js';
import type { Clock } from '../runtime/clock.js';
import type { Deadline } from '../runtime/deadline.js';
import type { Pace } from '../runtime/pace.js';
import type { Semaphore } from '../runtime/semaphore.js';
import type { TaskFollower } from './follow.js';
import type { Review } from './reviewed/review.js';
import type { RecentAggregations } from './recent-aggregations.js';

/** What all sources of the step share: one tenant, one connection to it, one clock, one end. */
export interface Tenant {
  readonly settings: Settings;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly deadline: Deadline;
  /** Follows the tasks of all sources together. */
  readonly follower: TaskFollower;
  /** Which source each followed task was named for, by the ids of both. */
  readonly claims: Map<string, string>;
  /** Looks for other aggregations: at all sources together. */
  readonly recent: Pick<RecentAggregations, 'aggregationsOf'>;
  /** Checking, comparing and starting: a few sources at a time. */
  readonly starts: Semaphore;
  /** Requests for the progress of running tasks: a few at a time. */
  readonly details: Semaphore;
  /** That tasks cannot be seen concerns all sources: said once, whichever source meets it first. */
  readonly warnOfUnseenTasks: (message: string) => void;
  /** Told as soon as ISC has accepted an aggregation, before any waiting. */
  readonly onTask: (taskId: string) => void;
  /** Asked about plans over `max-deletions`; `undefined` without `reviewed-deletions`. */
  readonly review: Review | undefined;
}
