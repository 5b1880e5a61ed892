import type { Connection } from '../isc/connection.js';
import type { Settings } from '../model/settings.js';
import type { Clock } from '../runtime/clock.js';
import type { Deadline } from '../runtime/deadline.js';
import type { Pace } from '../runtime/pace.js';
import type { Semaphore } from '../runtime/semaphore.js';
import type { TaskFollower } from './follow.js';
import type { Review } from './reviewed/review.js';
import type { RecentAggregations } from './recent-aggregations.js';

/** What all sources of the step share: tenant, connection, clock and deadline. */
export interface Tenant {
  readonly settings: Settings;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly deadline: Deadline;
  /** Follows the tasks of all sources together. */
  readonly follower: TaskFollower;
  /** The source that each followed task was named for, both by id. */
  readonly claims: Map<string, string>;
  /** Checks for other aggregations, for all sources together. */
  readonly recent: Pick<RecentAggregations, 'aggregationsOf'>;
  /** Limits checking, comparing and starting to a few sources at a time. */
  readonly starts: Semaphore;
  /** Limits concurrent requests for the progress of running tasks. */
  readonly details: Semaphore;
  /** Warns once that tasks cannot be read, since it concerns all sources. */
  readonly warnOfUnseenTasks: (message: string) => void;
  /** Called as soon as ISC has accepted an aggregation, before any waiting. */
  readonly onTask: (taskId: string) => void;
  /** The review for plans over `max-deletions`; `undefined` without `reviewed-plan`. */
  readonly review: Review | undefined;
}
