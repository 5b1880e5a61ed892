/** One page of the accounts of a source. */
import { countOf } from '../model/json.js';
import { decodeAccount, type Account } from './decode-account.js';
import { equalsFilter } from './addresses.js';
import { ConnectionFailure, isBadRequest } from './failures.js';
import type { Connection } from './connection.js';
import type { LearnedHabits } from './habits.js';
import type { Reply } from '../http/transport.js';
import { allDecoded, Unexpected } from './unexpected.js';

/** One page of a list: empty behind the last account. */
export interface AccountPage {
  readonly accounts: readonly Account[];
  /** ISC's `X-Total-Count`: present only if requested, and not from every tenant. */
  readonly total: number | undefined;
}

/** By id, or by creation time from a given date-time (`undefined`: from the beginning). */
export type PageOrder =
  | { readonly by: 'id'; readonly backwards?: boolean; readonly after?: undefined }
  /** Those behind this id: only lists with `searchAfter` have it. */
  | { readonly by: 'id'; readonly backwards?: undefined; readonly after: string }
  | { readonly by: 'created'; readonly from: string | undefined };

/** Which part of a list to request. */
export interface PageRequest {
  readonly sourceId: string;
  readonly field: SourceField;
  readonly offset: number;
  readonly limit: number;
  readonly order: PageOrder;
  /** Whether to request the attributes of each account. */
  readonly values: boolean;
  /** A further condition, percent-encoded; absent: all accounts of the source. */
  readonly only?: string;
}

/** The filter field that names the source. */
export type SourceField = LearnedHabits['sourceField'];

/** Reads a page of one source. */
export type ReadPage = (request: Pick<PageRequest, 'offset' | 'limit' | 'order'>) => Promise<AccountPage>;

/** The first page of a source, and the filter field that this tenant accepts. */
export interface FirstPage {
  readonly page: AccountPage;
  readonly field: SourceField;
}

/**
 * Reads the first page of a source. The filter field that names the source differs between tenants, and perhaps between
 * kinds of source (docs/isc-api.md#accounts-now-in-the-tenant). If the usual one gets a 400, accounts of other sources,
 * or none, the other one is tried. The right one is remembered for the source, and tried first for others.
 *
 * @throws HttpRefusal or ConnectionFailure.
 */
export async function firstAccountPage(
  connection: Connection,
  request: Omit<PageRequest, 'field'>,
): Promise<FirstPage> {
  const { sourceId } = request;
  const known = connection.sourceFieldOf(sourceId);
  const usual = known ?? connection.learned.sourceField;
  const first = await orFailure(accountPage(connection, { ...request, field: usual }));
  if (first instanceof Error && !isAboutField(first)) throw first;
  if (!(first instanceof Error) && (known !== undefined || first.accounts.length > 0)) {
    connection.foundBy(sourceId, usual);
    return { page: first, field: usual };
  }
  const field = usual === 'sourceId' ? 'source.id' : 'sourceId';
  const other = await orFailure(accountPage(connection, { ...request, field }));
  if (!(other instanceof Error) && (first instanceof Error || other.accounts.length > 0)) {
    connection.foundBy(sourceId, field);
    connection.remember({ fieldsRefused: true });
    return { page: other, field };
  }
  if (other instanceof Error && !isAboutField(other)) throw other;
  if (first instanceof Error) throw first;
  // The source is empty, so the field that is not refused is the right one.
  if (other instanceof Error) connection.foundBy(sourceId, usual);
  return { page: first, field: usual };
}

async function orFailure(page: Promise<AccountPage>): Promise<AccountPage | Error> {
  return page.catch((failure: unknown) => {
    if (failure instanceof Error) return failure;
    throw failure;
  });
}

function isAboutField(failure: Error): boolean {
  return isBadRequest(failure) || isUnexpected(failure);
}

function isUnexpected(failure: unknown): boolean {
  return failure instanceof ConnectionFailure && failure.fault === 'shape';
}

/**
 * Accounts with hundreds of values make pages of many MiB. Smaller pages are then requested for the rest of the step.
 */
export async function smallEnoughPage<Request extends { readonly limit: number }>(
  connection: Connection,
  request: Request,
  askOnce: (connection: Connection, request: Request) => Promise<AccountPage>,
): Promise<AccountPage> {
  for (;;) {
    const limit = Math.min(request.limit, connection.learned.accountPage);
    try {
      return await askOnce(connection, { ...request, limit });
    } catch (failure) {
      const isTooLarge = failure instanceof ConnectionFailure && failure.fault === 'too-large';
      if (!isTooLarge || limit === 1) throw failure;
      connection.remember({ accountPage: Math.max(1, Math.floor(limit / 4)) });
    }
  }
}

/**
 * Reads one page. Some tenants return attributes with SLIM, others with FULL, which is remembered for the rest of the
 * step.
 *
 * @throws HttpRefusal or ConnectionFailure.
 */
export async function accountPage(connection: Connection, request: PageRequest): Promise<AccountPage> {
  // Read before the page arrives, since other sources of the step may change it meanwhile.
  const detail = connection.learned.accountDetail;
  const page = await smallEnoughPage(connection, request, askOnce);
  const lacksValues = request.values && page.accounts.some(({ attributes }) => isNothing(attributes));
  if (!lacksValues || detail === 'FULL') return page;
  connection.remember({ accountDetail: 'FULL' });
  return smallEnoughPage(connection, request, askOnce);
}

function isNothing(attributes: Account['attributes']): boolean {
  return attributes === undefined || Object.keys(attributes).length === 0;
}

async function askOnce(connection: Connection, request: PageRequest): Promise<AccountPage> {
  const { learned } = connection;
  const { field, limit, offset, only, order, sourceId, values } = request;
  const own = equalsFilter(field, sourceId);
  const source = only === undefined ? own : `${own}${encodeURIComponent(' and ')}${only}`;
  const from =
    order.by === 'created' && order.from !== undefined
      ? encodeURIComponent(` and created ge "${order.from}"`)
      : '';
  // Counting is expensive for the server, so only the first page requests it.
  const count = offset === 0 ? '&count=true' : '';
  const sorters = order.by === 'created' ? 'created,id' : order.backwards === true ? '-id' : 'id';
  const detail = values ? learned.accountDetail : 'SLIM';
  const query = `?filters=${source}${from}&detailLevel=${detail}&sorters=${sorters}&limit=${limit}&offset=${offset}${count}`;
  return connection.read('accounts', connection.path('accounts', query), (json, reply) =>
    decodePage(json, reply, (account) => decodeAccount(account, sourceId)),
  );
}

/** A page of a list, with its count. */
export function decodePage(
  json: unknown,
  reply: Reply,
  decode: (one: unknown) => Account | Unexpected,
): AccountPage | Unexpected {
  if (!Array.isArray(json)) return new Unexpected('it is not a list');
  const accounts = allDecoded(json.map(decode));
  if (accounts instanceof Unexpected) return accounts;
  const header = reply.headers['x-total-count'];
  const written = Array.isArray(header) ? header[0] : header;
  const total = written === undefined ? undefined : countOf(written);
  if (written !== undefined && total === undefined) return new Unexpected('`X-Total-Count` is not a number');
  return { accounts, total };
}
