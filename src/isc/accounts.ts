/** The accounts now on a source, page by page. */
import { failureFor, type StepFailure } from '../model/failure.js';
import { proofOf, type SeenOf } from '../model/proof.js';
import { count, counted } from '../model/words.js';
import { accountPage, firstAccountPage, type AccountPage, type ReadPage } from './account-page.js';
import type { Account } from './decode-account.js';
import { accountsByOffset, type ListEnd } from './accounts-by-offset.js';
import { accountsByTime } from './accounts-by-time.js';
import { inFilters, PAGE_SIZE } from './addresses.js';
import type { Connection } from './connection.js';
import { isBadRequest } from './failures.js';
import { REPORT_IT } from './unexpected.js';

/** The accounts now on a source: their number, and all of them on request. */
export interface AccountsNow {
  /** ISC's `X-Total-Count`; `undefined` if it gives none. */
  readonly total: number | undefined;
  /** True if ISC lists none, and counts none. */
  readonly isEmpty: boolean;
  /** All accounts, each once, in pages; a page is fetched only shortly before it is needed. Read it once. */
  readonly pages: () => AsyncIterable<readonly Account[]>;
}

/** What a list asks ISC for, and whom it tells how far it is. */
export interface ListOptions {
  /** Whether to request the attributes of each account. */
  readonly values?: boolean;
  /** Called after each page with how many accounts were received so far, and the total if known. */
  readonly onProgress?: ((listed: number, total: number | undefined) => void) | undefined;
}

/**
 * Reads the first page of a source's accounts and their number; the rest on demand, several pages at a time. Sorted by
 * id, so that accounts that change meanwhile do not move others between pages; beyond the window that some tenants have
 * for `offset + limit`, in order of creation.
 *
 * @throws HttpRefusal or ConnectionFailure; while iterating also a StepFailure if ISC returned fewer different accounts
 * than it counted, since a comparison with part of them would hide deletions.
 */
export async function listAccounts(
  connection: Connection,
  sourceId: string,
  { onProgress, values = false }: ListOptions = {},
): Promise<AccountsNow> {
  const about = { sourceId, values };
  const { page: first, field } = await firstAccountPage(connection, {
    ...about,
    ...{ offset: 0, limit: PAGE_SIZE, order: { by: 'id' } },
  });
  const read: ReadPage = (request) => accountPage(connection, { ...about, ...request, field });
  return listFrom(connection, first, read, { onProgress, inOrder: accountsByOffset });
}

/** How to go on behind the first page of a list, in the order of ids. */
export type PagesInOrder = typeof accountsByOffset;

/** A list whose first page has been read. */
export function listFrom(
  connection: Connection,
  first: AccountPage,
  read: ReadPage,
  { inOrder, onProgress }: Pick<ListOptions, 'onProgress'> & { readonly inOrder: PagesInOrder },
): AccountsNow {
  connection.remember({ accountCount: first.total === undefined ? 'absent' : 'given' });
  const { accounts, total } = first;
  return {
    total,
    isEmpty: accounts.length === 0 && (total ?? 0) === 0,
    pages: () => wholeList(connection, first, read, inOrder, onProgress),
  };
}

/**
 * The accounts of a source with these native identities, for a later look at a source that has been listed. `undefined`
 * if the tenant refuses the filter.
 *
 * @throws HttpRefusal or ConnectionFailure.
 */
export async function listOfIdentities(
  connection: Connection,
  sourceId: string,
  identities: readonly string[],
  values: boolean,
): Promise<readonly Account[] | undefined> {
  const field = connection.sourceFieldOf(sourceId) ?? connection.learned.sourceField;
  const about = { sourceId, values, field, limit: PAGE_SIZE, order: { by: 'id' } } as const;
  return accountsWith('nativeIdentity', identities, (only, offset) =>
    accountPage(connection, { ...about, only, offset }),
  );
}

/**
 * All with these values of a field, of which `read` reads a page for a filter. `undefined` if the tenant refuses the
 * filter. Throws what `read` throws.
 */
export async function accountsWith(
  field: string,
  identities: readonly string[],
  read: (only: string, offset: number) => Promise<AccountPage>,
): Promise<readonly Account[] | undefined> {
  const accounts = new Map<string, Account>();
  try {
    for (const only of inFilters(field, identities)) {
      for (let offset = 0; ;) {
        const page = await read(only, offset);
        const before = accounts.size;
        for (const account of page.accounts) accounts.set(account.id, account);
        // A tenant may return fewer per page than it has.
        if (accounts.size === before || accounts.size >= identities.length) break;
        offset += page.accounts.length;
      }
    }
    return [...accounts.values()];
  } catch (failure) {
    if (isBadRequest(failure)) return undefined;
    throw failure;
  }
}

/** What the end of the pages by offset says about the list. */
const SEEN: Readonly<Record<ListEnd, SeenOf<'list'>>> = {
  single: 'single page below any limit',
  whole: 'last ids from the other end',
  counted: 'count above the longest page, equal to what came',
  window: 'empty page',
  repeats: 'same page again',
};

/** All pages, each account once, however this tenant lists them; fails if the list is incomplete. */
async function* wholeList(
  connection: Connection,
  first: AccountPage,
  read: ReadPage,
  inOrder: PagesInOrder,
  onProgress: ListOptions['onProgress'],
): AsyncGenerator<readonly Account[]> {
  const { total } = first;
  const seen = new Set<string>();
  const fresh = ({ accounts }: AccountPage): readonly Account[] => {
    const news = accounts.filter(({ id }) => seen.size < seen.add(id).size);
    onProgress?.(seen.size, total);
    return news;
  };
  let ending: ListEnd | undefined;
  const order: Order = { last: '', isById: true, hasRepeats: false };
  for await (const page of inOrder(connection, first, read, seen)) {
    if (typeof page === 'string') ending = page;
    else {
      noteOrder(order, page, seen);
      yield fresh(page);
    }
  }
  const proof = ending === undefined ? 'proven' : proofOf('list', SEEN[ending]);
  if (proof === 'unknown') {
    // A count that ends with the window proves nothing.
    const isProof = total !== undefined && seen.size < total;
    const isWhole = (): boolean => isProof && seen.size === total;
    for await (const page of accountsByTime(connection, read, isWhole)) yield fresh(page);
  }
  if (total !== undefined && total !== seen.size) {
    connection.remember({ accountCount: 'not the number of accounts listed' });
  }
  if (total !== undefined && seen.size < total) {
    connection.record.sawUnexpected();
    throw tooFew(total, seen.size);
  }
  // If the order is not by id, only a matching count proves that the list is complete: nothing was repeated, and list
  // and count did not end together with a full page.
  const isCounted = total === seen.size && !order.hasRepeats && seen.size % PAGE_SIZE !== 0;
  const isOutOfOrder = (ending === 'single' || ending === 'counted') && !order.isById && !isCounted;
  if (proof !== 'contradicted' && !isOutOfOrder) return;
  connection.record.sawUnexpected();
  throw isOutOfOrder ? inNoOrder() : sameAgain();
}

/** The order of the accounts so far: each id is larger than `last`, or was received before. */
interface Order {
  last: string;
  isById: boolean;
  hasRepeats: boolean;
}

function noteOrder(order: Order, { accounts }: AccountPage, seen: ReadonlySet<string>): void {
  for (const { id } of accounts) {
    if (seen.has(id)) order.hasRepeats = true;
    else if (id > order.last) order.last = id;
    else order.isById = false;
  }
}

function tooFew(total: number, listed: number): StepFailure {
  return failureFor('list-incomplete', {
    why: `ISC counts ${counted(total, 'account')} on the source, but lists only ${count(listed)} different ones.`,
    cure: `Perhaps accounts changed meanwhile: run the step again. If it keeps failing, ${REPORT_IT}`,
  });
}

function sameAgain(): StepFailure {
  return failureFor('list-incomplete', {
    why: 'ISC lists the same accounts again and again, whatever offset it is asked for.',
    cure: AGAIN,
  });
}

function inNoOrder(): StepFailure {
  return failureFor('list-incomplete', {
    why: 'ISC lists the accounts of the source in no fixed order, and gives no count that would prove that the list is complete.',
    cure: AGAIN,
  });
}

const AGAIN = `Run the step again. If it keeps failing, ${REPORT_IT}`;
