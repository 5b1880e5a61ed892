/** The work on one source, as its stages pass it on. */
import type { Target } from '../model/settings.js';
import type { Source } from '../model/source.js';
import type { Expected } from '../model/task.js';
import type { Log } from '../runtime/log.js';
import type { AskProfileUse } from './compare/profile-use.js';
import type { OutcomeBuilder } from './outcome-builder.js';
import type { Started } from './start-once.js';
import type { Tenant } from './tenant.js';
import type { UploadCount } from './upload-count.js';

/** The work on one source. */
export interface Job {
  readonly tenant: Tenant;
  readonly source: Source;
  readonly target: Target;
  readonly log: Log;
  /** What has become known about the source. */
  readonly outcome: OutcomeBuilder;
  readonly uploads: UploadCount;
  /** Asks once which columns identity profiles read. */
  readonly askProfileUse: AskProfileUse;
}

/** A task to follow, and what proves that it is ours. */
export type Accepted = Extract<Started, { kind: 'accepted' }> & {
  readonly expected: Expected;
  /** False if ISC's messages may quote a person's row. */
  readonly hasHeading: boolean;
};

/** A start that is settled: the step has waited for a busy source. */
export type Settled = Accepted | Extract<Started, { kind: 'failed-at-once' }>;
