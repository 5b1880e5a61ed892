/** The accounts now on a source, page by page. */
import { StepFailure } from '../model/failure.js';
import { count, counted } from '../runtime/wording.js';
import { readAccountPage, type Account, type AccountPage, type ReadPage } from './account-page.js';
import { accountsByTime } from './accounts-by-time.js';
import { PAGE_SIZE } from './http/addresses.js';
import type { Connection } from './http/connection.js';
import { HttpRefusal } from './http/refusal.js';

/** Pages under way at once: enough to use up the rate limit on any network, few enough to leave room for others. */
const PAGES_AT_ONCE = 6;

/** The accounts now on a source: how many, and all of them when they are asked for. */
export interface AccountsNow {
  /** ISC's `X-Total-Count`; `undefined` where it gives none. */
  readonly total: number | undefined;
  /** All accounts, each once, in pages; a page is fetched only shortly before it is needed. To be read once. */
  readonly pages: () => AsyncIterable<readonly Account[]>;
}

export interface ListOptions {
  /** Whether the attributes of each account are wanted. */
  readonly values?: boolean;
  /** Told after each page how many accounts have come so far, and of how many where that is known. */
  readonly onProgress?: (listed: number, total: number | undefined) => void;
}

/**
 * Reads the first page of a source's accounts, and with it their number; the rest on demand, some pages at once. Sorted
 * by id, so that accounts that change meanwhile do not shift the others between pages; behind the window that some
 * tenants have for `offset + limit`, in the order of time.
 *
 * @throws HttpRefusal or ConnectionFailure; while iterating also a StepFailure if fewer different accounts came than ISC
 * had counted, since a comparison with a part of them would hide deletions.
 */
export async function listAccounts(
  connection: Connection,
  sourceId: string,
  { onProgress, values = false }: ListOptions = {},
): Promise<AccountsNow> {
  const read: ReadPage = (request) => readAccountPage(connection, { ...request, sourceId, values });
  const first = await read({ offset: 0, limit: PAGE_SIZE, order: { by: 'id' } });
  connection.learn({ accountCount: first.total === undefined ? 'absent' : 'given' });
  return { total: first.total, pages: () => wholeList(connection, first, read, onProgress) };
}

/** All pages, each account once, by whatever way this tenant lists them; complete or a failure. */
async function* wholeList(
  connection: Connection,
  first: AccountPage,
  read: ReadPage,
  onProgress: ListOptions['onProgress'],
): AsyncGenerator<readonly Account[]> {
  const { total } = first;
  const seen = new Set<string>();
  const fresh = (page: AccountPage): readonly Account[] => {
    const news = page.accounts.filter(({ id }) => seen.size < seen.add(id).size);
    onProgress?.(seen.size, total);
    return news;
  };
  let isCutOff = false;
  for await (const page of byOffset(connection, first, read, seen)) {
    if (page === 'window') isCutOff = true;
    else yield fresh(page);
  }
  if (isCutOff) {
    for await (const page of accountsByTime(connection, read)) yield fresh(page);
  }
  if (total !== undefined && total !== seen.size) {
    connection.learn({ accountCount: 'not the number of accounts listed' });
  }
  if (total === undefined || seen.size >= total) return;
  throw new StepFailure(
    `ISC counts ${counted(total, 'account')} on the source, but lists only ${count(seen.size)} different ones.`,
    {
      next: 'The accounts changed while they were being read. Run the step again when nothing else is changing the source.',
    },
  );
}

interface UnderWay {
  readonly offset: number;
  readonly page: Promise<AccountPage>;
}

/**
 * Page after page by offset, as far as this tenant goes; then `window` where it goes no further. Advances by what came:
 * a tenant may give fewer accounts a page than were asked for. `seen` grows as the pages are taken.
 */
async function* byOffset(
  connection: Connection,
  first: AccountPage,
  read: ReadPage,
  seen: ReadonlySet<string>,
): AsyncGenerator<AccountPage | 'window'> {
  const { total } = first;
  let step = PAGE_SIZE;
  let underWay: UnderWay[] = [];
  let current: UnderWay | undefined = { offset: 0, page: Promise.resolve(first) };
  /** What has been asked for, and what has come without a gap. */
  let asked = step;
  let covered = 0;
  while (current !== undefined) {
    const page = await orWindow(connection, current, step);
    if (page === 'window') {
      yield page;
      return;
    }
    const seenBefore = seen.size;
    yield page;
    const { length } = page.accounts;
    covered = Math.max(covered, current.offset + length);
    // Whatever the count says: a page with nothing new is the last one.
    if (length === 0 || seen.size === seenBefore) return;
    if (length < step && (total === undefined || covered < total)) {
      // What was asked for beyond would leave a gap.
      underWay = [];
      step = length;
      if (covered < (total ?? 0)) connection.learn({ shorterPage: length });
      asked = covered;
    }
    const isLast = underWay.length === 0;
    // A full page may have another behind it, and so may any page where the count does not agree.
    const mayGoOn = isLast && (length >= step || seen.size !== total);
    const end = mayGoOn ? Math.max(total ?? 0, asked + 1) : (total ?? 0);
    const atOnce = total === undefined ? 1 : PAGES_AT_ONCE;
    for (; underWay.length < atOnce && asked < end; asked += step) {
      const next = read({ offset: asked, limit: step, order: { by: 'id' } });
      // Awaited later; until then a failure must not count as unhandled.
      next.catch(() => undefined);
      underWay.push({ offset: asked, page: next });
    }
    current = underWay.shift();
  }
}

/** The page, or that this tenant does not list beyond a window (docs/isc-api.md), which is remembered. */
async function orWindow(
  connection: Connection,
  { offset, page }: UnderWay,
  limit: number,
): Promise<AccountPage | 'window'> {
  try {
    return await page;
  } catch (failure) {
    const isWindow = failure instanceof HttpRefusal && failure.httpStatus === 400 && offset > 0;
    if (!isWindow) throw failure;
    connection.learn({ accountWindow: offset + limit - 1 });
    return 'window';
  }
}
