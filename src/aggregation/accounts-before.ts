/**
 * Requests the first accounts of a source before its large file is read: values of a file for an empty source need not
 * be kept. The comparison uses the same list, so this is no additional request unless the file is rejected.
 */
import type { AccountsNow } from '../isc/accounts.js';
import { ConnectionFailure } from '../isc/connection-failure.js';
import { HttpRefusal } from '../isc/refusal.js';
import { isUploadOnly } from '../model/settings.js';
import { isOver, type Task } from '../model/task.js';
import { fileSize } from './file-size.js';
import type { Job } from './job.js';
import { listedAccounts } from './listed-accounts.js';
import { oldestTaskFromNow } from './start-once.js';

/** Values of a smaller file need less memory than the step itself. */
const LARGE_FILE_BYTES = 8 * 1024 * 1024;

/** The accounts of a source before its file was read. */
export interface AccountsBefore {
  readonly list: AccountsNow;
  /** The server's time before the request, in milliseconds since the epoch, less the tolerance for clocks. */
  readonly since: number;
}

/**
 * The accounts now on the source; `undefined` for a small file, where no values are compared, and if they cannot be
 * listed: the comparison then tries again, and reports the failure. Throws nothing but the deadline's reason.
 */
export async function accountsBefore({
  log,
  source,
  target,
  tenant,
}: Pick<Job, 'log' | 'source' | 'target' | 'tenant'>): Promise<AccountsBefore | undefined> {
  if (isUploadOnly(tenant.settings, target) || source.buildMapRule !== undefined) return;
  if ((await fileSize(target.csv)) < LARGE_FILE_BYTES) return;
  const since = oldestTaskFromNow(tenant);
  try {
    return { list: await listedAccounts({ log, source, tenant }, true), since };
  } catch (failure) {
    if (failure instanceof HttpRefusal || failure instanceof ConnectionFailure) return;
    throw failure;
  }
}

/**
 * The accounts, if no aggregation has changed them since.
 *
 * @param tasks the aggregations of the source that ISC lists now; `undefined` if they cannot be read.
 */
export function unlessChanged(
  before: AccountsBefore | undefined,
  tasks: readonly Task[] | undefined,
): AccountsNow | undefined {
  if (before === undefined || tasks === undefined) return undefined;
  const wasOver = (task: Task): boolean =>
    isOver(task) && task.completed !== undefined && task.completed < before.since;
  return tasks.every(wasOver) ? before.list : undefined;
}
