/** The accounts now on a source, page by page. */
import { StepFailure } from '../model/failure.js';
import { equalsFilter } from './filters.js';
import { PAGE_SIZE } from './http/addresses.js';
import type { Connection } from './http/connection.js';
import { countOf, objectOf, textOf } from '../runtime/json.js';

/** Pages under way at once: enough to use up the rate limit on any network, few enough to leave room for others. */
const PAGES_AT_ONCE = 6;

/** The accounts now on a source: how many, and their native identities when they are asked for. */
export interface AccountsNow {
  /** ISC's `X-Total-Count`. */
  readonly total: number;
  /** All native identities, in pages, each read once; a page is fetched only shortly before it is needed. */
  readonly pages: () => AsyncIterable<readonly string[]>;
}

/**
 * Reads the first page of a source's accounts, and with it their number; the rest on demand, some pages at
 * once. Sorted by id, so that accounts that change meanwhile do not shift the others between pages.
 *
 * @throws HttpRefusal or ConnectionFailure; while iterating also a StepFailure if fewer different accounts came than ISC
 * had counted, since a comparison with a part of them would hide deletions.
 */
export async function listAccounts(connection: Connection, sourceId: string): Promise<AccountsNow> {
  const read = (offset: number): Promise<Page> => readPage(connection, sourceId, offset);
  const first = await read(0);
  const { total } = first;
  return {
    total,
    pages: () => allPages(first, read),
  };
}

interface Page {
  readonly accounts: readonly { readonly id: string; readonly identity: string }[];
  /** 0 on all pages but the first. */
  readonly total: number;
}

async function* allPages(
  first: Page,
  read: (offset: number) => Promise<Page>,
): AsyncGenerator<readonly string[]> {
  const { total } = first;
  const seen = new Set<string>();
  const underWay: Promise<Page>[] = [];
  let offset = PAGE_SIZE;
  for (let page: Page | undefined = first; page !== undefined; page = await underWay.shift()) {
    const { accounts } = page;
    const seenBefore = seen.size;
    for (const { id } of accounts) seen.add(id);
    yield accounts.map(({ identity }) => identity);
    // Whatever the count says: a page with nothing new is the last one, and a full page may have another behind it.
    if (seen.size === seenBefore) break;
    const isLast = underWay.length === 0 && accounts.length >= PAGE_SIZE;
    const end = isLast ? Math.max(total, offset + 1) : total;
    for (; underWay.length < PAGES_AT_ONCE && offset < end; offset += PAGE_SIZE) {
      const next = read(offset);
      // Awaited later; until then a failure must not count as unhandled.
      next.catch(() => undefined);
      underWay.push(next);
    }
  }
  if (seen.size < total) {
    throw new StepFailure(
      `ISC counts ${total} accounts on the source and listed only ${seen.size} different ones.`,
      {
        next: 'The accounts changed while they were read. Run the step again when nothing else works on the source.',
      },
    );
  }
}

async function readPage(connection: Connection, sourceId: string, offset: number): Promise<Page> {
  const filters = equalsFilter('sourceId', sourceId);
  // Counting costs the server: only the first page asks for it.
  const count = offset === 0 ? '&count=true' : '';
  const query = `?filters=${filters}&detailLevel=SLIM&sorters=id&limit=${PAGE_SIZE}&offset=${offset}${count}`;
  return connection.read('accounts', connection.path('accounts', query), (json, reply) => {
    if (!Array.isArray(json)) return undefined;
    const accounts = json.flatMap((one) => {
      const account = objectOf(one);
      const identity = textOf(account?.['nativeIdentity']);
      return identity === undefined ? [] : { id: textOf(account?.['id']) ?? identity, identity };
    });
    const header = reply.headers['x-total-count'];
    const total = offset === 0 ? countOf(Array.isArray(header) ? header[0] : header) : 0;
    if (total === undefined || accounts.length < json.length) return undefined;
    return { accounts, total };
  });
}
