/** The accounts of a source page by page, by offset, as far as the tenant lists them this way. */
import type { AccountPage, ReadPage } from './account-page.js';
import { PAGE_SIZE } from './addresses.js';
import type { Connection } from './connection.js';
import { isBadRequest } from './failures.js';

/** Concurrent pages: enough to use the whole rate limit on any network, few enough to leave room for others. */
const PAGES_AT_ONCE = 6;

/** Servers limit pages and windows to round numbers. */
const ROUND_PAGE = 50;
const ROUND_WINDOW = 1_000;

/** No server is known whose pages are limited to fewer: a single page below it is the whole list. */
const SMALLEST_PAGE = 50;

/** How the pages by offset ended. Only the first three prove that the list is complete. */
export type ListEnd =
  /** There was a single page, with fewer accounts than any server limits its pages to. */
  | 'single'
  /** The last accounts were requested from the other end. */
  | 'whole'
  /** The count is larger than the longest page, and equal to what came. */
  | 'counted'
  /** `offset + limit` has reached the tenant's limit, or that cannot be told from the end: there may be more. */
  | 'window'
  /** Two consecutive pages contained nothing new: the tenant ignores the offset. */
  | 'repeats';

/** Whether the last accounts in the order of ids have been received; `unknown`: the tenant does not list in reverse. */
type LastIds = 'seen' | 'unseen' | 'unknown';

interface UnderWay {
  readonly offset: number;
  readonly page: Promise<AccountPage>;
}

/**
 * Yields page after page by offset; returns how it ended. Whatever the count says, every requested offset lies within
 * the accounts received, or follows them without a gap. `seen` grows as the pages are taken.
 *
 * @throws HttpRefusal or ConnectionFailure.
 */
export async function* accountsByOffset(
  connection: Connection,
  first: AccountPage,
  read: ReadPage,
  seen: ReadonlySet<string>,
): AsyncGenerator<AccountPage | ListEnd> {
  const { total } = first;
  const atOnce = total === undefined ? 1 : PAGES_AT_ONCE;
  let underWay: UnderWay[] = [];
  let current: UnderWay | undefined = { offset: 0, page: Promise.resolve(first) };
  /** The next offset to request, and its distance from the previous one. */
  let asked = PAGE_SIZE;
  let stride = PAGE_SIZE;
  let repeated = 0;
  let lastIds: LastIds | undefined;
  let longest = 0;
  while (current !== undefined) {
    const page = await orWindow(connection, current);
    if (page === 'window') {
      yield page;
      return;
    }
    const seenBefore = seen.size;
    yield page;
    const { offset } = current;
    const { length } = page.accounts;
    longest = Math.max(longest, length);
    const isCounted = seen.size === total && total > longest;
    if (length === 0) {
      if (offset === 0) return;
      if (isSingle(longest, seen) && !isFar(offset, total)) {
        yield 'single';
        return;
      }
      lastIds ??= await lookAtLastIds(read, seen);
      if (lastIds === 'seen' && !isFar(offset, total)) yield 'whole';
      // The count may also end at the window.
      else if (lastIds === 'unknown' && isCounted && offset % ROUND_WINDOW !== 0) yield 'counted';
      else {
        const isFull = offset % PAGE_SIZE === 0;
        if (lastIds === 'unseen' || isFull) connection.remember({ accountWindow: offset });
        yield 'window';
      }
      return;
    }
    repeated = seen.size === seenBefore ? repeated + 1 : 0;
    if (repeated === 0 && stride < PAGE_SIZE) connection.remember({ shorterPage: stride });
    if (repeated === 2) {
      yield (await lookAtLastIds(read, seen)) === 'seen' ? 'whole' : 'repeats';
      return;
    }
    const isLast = underWay.length === 0;
    const isShort = length < PAGE_SIZE;
    // The count alone does not prove the end: a server that returns fewer per page than requested may count only that
    // page.
    const isRoundFirst = offset === 0 && length % ROUND_PAGE === 0;
    const mayBeLimited = !isShort || isRoundFirst || length === connection.learned.shorterPage;
    if (isLast && seen.size === total && repeated === 0) {
      const proof = isSingle(length, seen) ? 'single' : isCounted && !mayBeLimited ? 'counted' : undefined;
      if (proof !== undefined) {
        yield proof;
        return;
      }
      const look = await lookAtLastIds(read, seen);
      if (look === 'seen') {
        yield 'whole';
        return;
      }
      // What is not seen now may still arrive.
      if (look === 'unknown') lastIds = look;
    }
    const reached = offset + length;
    if (reached < (underWay[0]?.offset ?? asked)) {
      // A tenant may return fewer accounts per page than requested: the pages in progress would leave a gap.
      underWay = [];
      asked = reached;
      stride = length;
    }
    const end = underWay.length === 0 ? Math.max(total ?? 0, asked + 1) : (total ?? 0);
    for (; underWay.length < atOnce && asked < end; asked += stride) {
      const next = read({ offset: asked, limit: PAGE_SIZE, order: { by: 'id' } });
      // Awaited later; until then a failure must not count as unhandled.
      next.catch(() => undefined);
      underWay.push({ offset: asked, page: next });
    }
    current = underWay.shift();
  }
}

/**
 * The page, or that this tenant does not list beyond a window (docs/isc-api.md#accounts-now-in-the-tenant), which is
 * remembered.
 */
async function orWindow(connection: Connection, { offset, page }: UnderWay): Promise<AccountPage | 'window'> {
  try {
    return await page;
  } catch (failure) {
    if (offset === 0 || !isBadRequest(failure)) throw failure;
    connection.remember({ accountWindow: offset + PAGE_SIZE - 1 });
    return 'window';
  }
}

/** True if all accounts came on one page that is shorter than any limit. */
function isSingle(longest: number, seen: ReadonlySet<string>): boolean {
  return longest < SMALLEST_PAGE && seen.size <= longest;
}

/** True if the count is so much larger that the list cannot end at this offset. */
function isFar(offset: number, total: number | undefined): boolean {
  return total !== undefined && offset + PAGE_SIZE <= total;
}

/**
 * Requests the end of the list from the other side. If its last ids have been received, all accounts have, whatever
 * hidden limits the tenant sets for pages, offsets and counts.
 */
async function lookAtLastIds(read: ReadPage, seen: ReadonlySet<string>): Promise<LastIds> {
  try {
    const { accounts } = await read({ offset: 0, limit: PAGE_SIZE, order: { by: 'id', backwards: true } });
    const isSorted = accounts.every(({ id }, index) => index === 0 || id < (accounts[index - 1]?.id ?? ''));
    // A single account is in any order.
    if (!isSorted || accounts.length < Math.min(2, seen.size)) return 'unknown';
    return accounts.every(({ id }) => seen.has(id)) ? 'seen' : 'unseen';
  } catch (failure) {
    if (isBadRequest(failure)) return 'unknown';
    throw failure;
  }
}
