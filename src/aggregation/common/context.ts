/** What the stages of the story share: for all sources of the step, and for the work on one of them. */
import type { Connection } from '../../isc/connection.js';
import type { PlanRow } from '../../model/outcome.js';
import type { Settings, Target } from '../../model/settings.js';
import type { Source } from '../../model/source.js';
import type { Clock } from '../../runtime/clock.js';
import type { Deadline } from '../../runtime/deadline.js';
import type { Log } from '../../runtime/log.js';
import type { Pace } from '../../runtime/pace.js';
import type { Semaphore } from '../../runtime/semaphore.js';
import type { AskProfileUse } from '../../isc/profile-use.js';
import type { TaskFollower } from './follower.js';
import type { Review } from '../reviewed/review.js';
import type { RecentAggregations } from './recent-aggregations.js';
import type { UploadCount } from './upload-count.js';

/** Writes what the file of a source would do. */
export type WritePlan = (
  source: Pick<Source, 'id'>,
  target: Pick<Target, 'objectType'>,
  rows: readonly PlanRow[],
) => Promise<void>;

/** What all sources of the step share. */
export interface StepContext {
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
  /**
   * Writes the rows of a source to the plan file, again if it is compared again; `undefined` if none is asked for.
   *
   * @throws StepFailure FAILED if they cannot be written.
   */
  readonly onPlan: WritePlan | undefined;
  /** The review for plans over a limit; `undefined` without `reviewed-plan`. */
  readonly review: Review | undefined;
}

/** The work on one source. */
export interface Job {
  readonly context: StepContext;
  readonly source: Source;
  readonly target: Target;
  readonly log: Log;
  readonly uploads: UploadCount;
  /** The step's entries about entitlements of the same source; none for such an entry itself. */
  readonly entitlements: readonly Target[];
  /** Asks once which columns identity profiles read. */
  readonly askProfileUse: AskProfileUse;
}
