/** The accounts of a source in the order of time, for tenants that list only so many by offset. */
import { StepFailure } from '../model/failure.js';
import { count } from '../runtime/wording.js';
import type { AccountPage, ReadPage } from './account-page.js';
import { PAGE_SIZE } from './http/addresses.js';
import type { Connection } from './http/connection.js';
import { HttpRefusal } from './http/refusal.js';

/**
 * All accounts of the source in the order in which they were created: window after window, each from the last moment of
 * the one before, so accounts of that moment come twice (docs/isc-api.md).
 *
 * @throws StepFailure where more accounts were created in one moment than a window holds, which nothing can list;
 * HttpRefusal or ConnectionFailure.
 */
export async function* accountsByTime(connection: Connection, read: ReadPage): AsyncGenerator<AccountPage> {
  let window = connection.learned.accountWindow ?? Infinity;
  const limit = Math.max(1, Math.min(PAGE_SIZE, window));
  let from = '';
  for (;;) {
    const seen = new Set<string>();
    let last = from;
    let offset = 0;
    while (offset + limit <= window) {
      const page = await orRefused(read({ offset, limit, order: { by: 'created', from } }), offset);
      if (page === 'refused') {
        // What was learned by shorter pages was too much by nearly one of them.
        window = offset + limit - 1;
        connection.learn({ accountWindow: window });
        break;
      }
      const seenBefore = seen.size;
      for (const { id } of page.accounts) seen.add(id);
      yield page;
      // Nothing new stands behind a page with nothing new.
      if (seen.size === seenBefore) return;
      last = page.accounts.at(-1)?.created ?? '';
      if (last === '') throw withoutTime();
      offset += page.accounts.length;
    }
    if (last === from) throw tooManyAtOnce(seen.size);
    from = last;
  }
}

/** The page, or that the tenant does not list so far behind the first one. */
async function orRefused(page: Promise<AccountPage>, offset: number): Promise<AccountPage | 'refused'> {
  try {
    return await page;
  } catch (failure) {
    if (offset > 0 && failure instanceof HttpRefusal && failure.httpStatus === 400) return 'refused';
    throw failure;
  }
}

function tooManyAtOnce(listed: number): StepFailure {
  return new StepFailure(
    `This tenant lists only ${count(listed)} accounts in a row, but more accounts of the source than that were created at the same moment. They cannot all be listed.`,
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
