/** The accounts of a source in order of creation, for tenants that list only so many by offset. */
import { failureFor, type StepFailure } from '../model/failure.js';
import { count } from '../model/words.js';
import type { AccountPage, ReadPage } from './account-page.js';
import { PAGE_SIZE } from './addresses.js';
import type { Connection } from './connection.js';
import { isBadRequest } from './failures.js';
import { REPORT_IT } from './unexpected.js';

/** Pages that overlap repeat a window of fewer accounts than this as a whole, again and again, before it ends. */
const LONGEST_OVERLAP = 10;

/**
 * All accounts of the source in order of creation, window by window. Each window begins at the last moment of the
 * previous one, so accounts of that moment appear twice (docs/isc-api.md#accounts-now-in-the-tenant). That is the proof
 * of the end, too: the last window contains its moment, and nothing later.
 *
 * @param isWhole whether the count proves that all accounts have come; asked after each page.
 * @throws StepFailure if more accounts were created in one moment than a window holds, so that they cannot be listed,
 * or if the tenant does not keep to the order or to the filter; HttpRefusal or ConnectionFailure.
 */
export async function* accountsByTime(
  connection: Connection,
  read: ReadPage,
  isWhole: () => boolean = () => false,
): AsyncGenerator<AccountPage> {
  let window = connection.learned.accountWindow ?? Infinity;
  let from: string | undefined;
  let before: ReadonlySet<string> = new Set();
  for (;;) {
    const seen = new Set<string>();
    let isEnded = false;
    let last = from;
    let lastId = '';
    let offset = 0;
    let repeated = 0;
    while (offset < window) {
      const limit = Math.min(PAGE_SIZE, window - offset);
      const page = await orRefused(read({ offset, limit, order: { by: 'created', from } }), offset);
      if (page === 'refused') {
        // The limit is between this offset and the end of this page: only what was answered is certain.
        window = offset;
        connection.remember({ accountWindow: window });
        break;
      }
      if (offset === 0 && from !== undefined && !page.accounts.some(({ id }) => before.has(id))) {
        throw notFiltered(connection);
      }
      if (page.accounts.length === 0) {
        isEnded = true;
        break;
      }
      const news = page.accounts.filter(({ id }) => seen.size < seen.add(id).size);
      yield page;
      if (isWhole()) return;
      // A page may overlap the previous one; a second one with nothing new is a repetition, unless the overlap is
      // longer than the window.
      if (news.length === 0 && repeated >= (seen.size < LONGEST_OVERLAP ? LONGEST_OVERLAP : 1)) {
        throw outOfOrder(connection);
      }
      repeated = news.length === 0 ? repeated + 1 : 0;
      for (const { created, id } of news) {
        const next = laterOf(connection, last, created);
        // Within one moment the order is by id: without it, an account can move from one page to another unseen.
        if (next === last && id < lastId) throw outOfOrder(connection);
        [last, lastId] = [next, id];
      }
      offset += page.accounts.length;
    }
    if (isEnded && last === from) return;
    if (last === from) throw tooManyAtOnce(seen.size);
    from = last;
    before = seen;
  }
}

/** The page, or that the tenant does not list at this offset. */
async function orRefused(page: Promise<AccountPage>, offset: number): Promise<AccountPage | 'refused'> {
  try {
    return await page;
  } catch (failure) {
    if (offset > 0 && isBadRequest(failure)) return 'refused';
    throw failure;
  }
}

/** The moment of the next account in order of creation. @throws StepFailure if it has none, or an earlier one. */
function laterOf(connection: Connection, last: string | undefined, created: string | undefined): string {
  if (created === undefined) throw withoutTime();
  if (last !== undefined && Date.parse(created) < Date.parse(last)) throw outOfOrder(connection);
  return created;
}

function tooManyAtOnce(listed: number): StepFailure {
  return failureFor('list-incomplete', {
    why: `This tenant lists only ${count(listed)} accounts in a row, but more accounts of the source than that were created at the same moment. They cannot all be listed.`,
    cure: 'Ask SailPoint support to raise the limit for listing accounts, or split the source.',
  });
}

function withoutTime(): StepFailure {
  return failureFor('list-incomplete', {
    why: `${BY_OFFSET}, and it does not say when accounts were created. They cannot all be listed.`,
    cure: '',
  });
}

function outOfOrder(connection: Connection): StepFailure {
  connection.record.sawUnexpected();
  return failureFor('list-incomplete', {
    why: `${BY_OFFSET}, and it does not list them in the order in which they were created. They cannot all be listed.`,
    cure: `Please ${REPORT_IT}`,
  });
}

function notFiltered(connection: Connection): StepFailure {
  connection.record.sawUnexpected();
  return failureFor('list-incomplete', {
    why: `${BY_OFFSET}, and it does not list those that were created from a given moment on. It is not known whether the list is complete.`,
    cure: `Please ${REPORT_IT}`,
  });
}

const BY_OFFSET =
  'By offset, this tenant lists only part of the accounts of the source, or nothing proves that the list is complete';
