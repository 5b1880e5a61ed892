/** The accounts of a source in the order of time, for tenants that list only so many by offset. */
import { StepFailure } from '../model/failure.js';
import { count } from '../runtime/wording.js';
import type { AccountPage, ReadPage } from './account-page.js';
import { PAGE_SIZE } from './http/addresses.js';
import type { Connection } from './http/connection.js';

/**
 * All accounts of the source in the order in which they were created: window after window, each from the last moment of
 * the one before, so accounts of that moment come twice (docs/isc-api.md).
 *
 * @throws StepFailure where more accounts were created in one moment than a window holds, which nothing can list;
 * HttpRefusal or ConnectionFailure.
 */
export async function* accountsByTime(connection: Connection, read: ReadPage): AsyncGenerator<AccountPage> {
  const window = connection.learned.accountWindow ?? Infinity;
  const limit = Math.max(1, Math.min(PAGE_SIZE, window));
  let from = '';
  for (;;) {
    const seen = new Set<string>();
    let last = from;
    let offset = 0;
    while (offset + limit <= window) {
      const page = await read({ offset, limit, order: { by: 'created', from } });
      const seenBefore = seen.size;
      for (const { id } of page.accounts) seen.add(id);
      yield page;
      // Nothing new stands behind a page with nothing new.
      if (seen.size === seenBefore) return;
      last = page.accounts.at(-1)?.created ?? '';
      if (last === '') throw withoutTime();
      offset += page.accounts.length;
    }
    if (last === from) throw tooManyAtOnce(window);
    from = last;
  }
}

function tooManyAtOnce(window: number): StepFailure {
  return new StepFailure(
    `This tenant lists at most ${count(window)} accounts in a row, but more accounts of the source than that were created at the same moment. They cannot all be listed.`,
    {
      next: 'Nothing has been sent. Ask SailPoint support to raise the limit for listing accounts, or split the source. With csv-checks: off and max-deletions: 100% together the file is uploaded without being compared.',
    },
  );
}

function withoutTime(): StepFailure {
  return new StepFailure(
    'This tenant lists only part of the accounts of the source by offset, and does not say when accounts were created. They cannot all be listed.',
    {
      next: 'Nothing has been sent. With csv-checks: off and max-deletions: 100% together the file is uploaded without being compared.',
    },
  );
}
