import { StepFailure } from '../failure.js';
import type { ApiVersion } from '../settings.js';
import { pathOf } from './addresses.js';
import type { Connection } from './connection.js';
import { countOf, objectOf, textOf } from './fields.js';

/** The most that ISC gives in a page. */
export const PAGE_SIZE = 250;

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
 * @throws Refusal or ConnectionFailure; while iterating also a StepFailure if fewer accounts came than ISC had
 * counted, since a comparison with a part of them would hide deletions.
 */
export async function listAccounts(
  connection: Connection,
  version: ApiVersion,
  sourceId: string,
): Promise<AccountsNow> {
  const read = (offset: number): Promise<Page> => readPage(connection, version, sourceId, offset);
  const first = await read(0);
  const { total } = first;
  return {
    total,
    pages: () => allPages(first.identities, total, async (offset) => (await read(offset)).identities),
  };
}

interface Page {
  readonly identities: readonly string[];
  readonly total: number;
}

async function* allPages(
  first: readonly string[],
  total: number,
  read: (offset: number) => Promise<readonly string[]>,
): AsyncGenerator<readonly string[]> {
  yield first;
  let received = first.length;
  const underWay: Promise<readonly string[]>[] = [];
  let offset = PAGE_SIZE;
  for (;;) {
    for (; underWay.length < PAGES_AT_ONCE && offset < total; offset += PAGE_SIZE) {
      const page = read(offset);
      // Awaited in its turn below; until then a failure must not count as unhandled.
      page.catch(() => undefined);
      underWay.push(page);
    }
    const next = underWay.shift();
    if (next === undefined) break;
    const identities = await next;
    received += identities.length;
    yield identities;
  }
  if (received < total) {
    throw new StepFailure(`ISC counts ${total} accounts on the source and listed only ${received} of them.`, {
      next: 'The accounts changed while they were read. Run the step again when nothing else works on the source.',
    });
  }
}

async function readPage(
  connection: Connection,
  version: ApiVersion,
  sourceId: string,
  offset: number,
): Promise<Page> {
  const filters = encodeURIComponent(`sourceId eq "${sourceId}"`);
  // Counting costs the server: only the first page asks for it.
  const count = offset === 0 ? '&count=true' : '';
  const query = `?filters=${filters}&detailLevel=SLIM&sorters=id&limit=${PAGE_SIZE}&offset=${offset}${count}`;
  return connection.read('accounts', pathOf(version, 'accounts', query), (json, reply) => {
    if (!Array.isArray(json)) return undefined;
    const identities = json.map((account) => textOf(objectOf(account)?.['nativeIdentity']));
    const header = reply.headers['x-total-count'];
    const total = offset === 0 ? countOf(Array.isArray(header) ? header[0] : header) : 0;
    if (total === undefined || !identities.every((one) => one !== undefined)) return undefined;
    return { identities, total };
  });
}
