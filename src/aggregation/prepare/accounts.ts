/**
 * The accounts now on a source. Those of a large file's source are requested before the file is read: values of a file
 * for an empty source need not be kept. The comparison uses the same list, so this is no additional request unless the
 * file is rejected.
 */
import type { AccountsNow } from '../../isc/accounts.js';
import { ConnectionFailure, HttpRefusal } from '../../isc/failures.js';
import { isUploadOnly } from '../../model/settings.js';
import { isOver, type Task, type TaskList } from '../../model/task.js';
import { nowAndThen } from '../../runtime/clock.js';
import { count } from '../../model/words.js';
import type { Job } from '../common/context.js';
import { fileSize } from '../../runtime/files.js';
import { kindFor } from '../kind.js';
import { oldestTaskFromNow } from '../../isc/tasks.js';

/** Values of a smaller file need less memory than the step itself. */
const LARGE_FILE_BYTES = 8 * 1024 * 1024;

/** Whether the accounts of a source are known. */
export type KnownAccounts =
  | { readonly kind: 'not-listed' }
  | {
      readonly kind: 'listed';
      readonly list: AccountsNow;
      /** The server's time before the request, in milliseconds since the epoch, less the tolerance for clocks. */
      readonly since: number;
    };

/** Accounts that nobody has asked for yet, or that could not be listed ahead. */
export const NOT_LISTED: KnownAccounts = { kind: 'not-listed' };

type AccountsJob = Pick<Job, 'context' | 'log' | 'source'>;

/**
 * The accounts of the source before its file is read. They are not listed for a small file, where no values are
 * compared, and if that fails: the comparison then tries again, and reports the failure.
 *
 * @throws nothing but the deadline's reason.
 */
export async function accountsBefore(job: AccountsJob & Pick<Job, 'target'>): Promise<KnownAccounts> {
  const { context, source, target } = job;
  if (isUploadOnly(context.settings, target) || source.buildMapRule !== undefined) return NOT_LISTED;
  if ((await fileSize(target.csv)) < LARGE_FILE_BYTES) return NOT_LISTED;
  const since = oldestTaskFromNow(context);
  try {
    return { kind: 'listed', list: await listedAccounts(job, true), since };
  } catch (failure) {
    if (failure instanceof HttpRefusal || failure instanceof ConnectionFailure) return NOT_LISTED;
    throw failure;
  }
}

/** The accounts, if it is certain that no aggregation has changed them since. In a dry run nothing of ours is sent. */
export function unlessChanged(known: KnownAccounts, tasks: TaskList): AccountsNow | undefined {
  if (known.kind === 'not-listed' || tasks.kind === 'forbidden') return undefined;
  if (tasks.kind === 'not-asked') return known.list;
  const wasOver = (task: Task): boolean =>
    isOver(task) && task.completed !== undefined && task.completed < known.since;
  return tasks.newestFirst.every(wasOver) ? known.list : undefined;
}

/**
 * Lists the accounts of a source, and says in the log how far that is. `values`: whether to request the attributes of
 * each account.
 *
 * @throws HttpRefusal or ConnectionFailure, and what `listAccounts` throws while its pages are read.
 */
export function listedAccounts({ context, log, source }: AccountsJob, values: boolean): Promise<AccountsNow> {
  const onProgress = nowAndThen(context.clock, (listed: number, total: number | undefined) => {
    log.info(`${ofAll(listed, total)} accounts of the source listed.`);
  });
  return kindFor(source).list(context.connection, source, { values, onProgress });
}

/** "12,500 of 50,000", or only the first number if the other is unknown. */
function ofAll(part: number, all: number | undefined): string {
  return all === undefined ? count(part) : `${count(part)} of ${count(all)}`;
}
