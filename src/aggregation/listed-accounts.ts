/** Lists the accounts of a source, and says in the log how far that is. */
import { listAccounts, type AccountsNow } from '../isc/accounts.js';
import { nowAndThen } from '../runtime/now-and-then.js';
import { count } from '../runtime/wording.js';
import type { Job } from './job.js';

/**
 * `listAccounts` for the source of a job. `values`: whether to request the attributes of each account.
 *
 * @throws HttpRefusal or ConnectionFailure, and what `listAccounts` throws while its pages are read.
 */
export function listedAccounts(
  { log, source, tenant }: Pick<Job, 'log' | 'source' | 'tenant'>,
  values: boolean,
): Promise<AccountsNow> {
  const onProgress = nowAndThen(tenant.clock, (listed: number, total: number | undefined) => {
    log.info(`${ofAll(listed, total)} accounts of the source listed.`);
  });
  return listAccounts(tenant.connection, source.id, { values, onProgress });
}

/** "12,500 of 50,000", or only the first number if the other is unknown. */
function ofAll(part: number, all: number | undefined): string {
  return all === undefined ? count(part) : `${count(part)} of ${count(all)}`;
}
