import { countOf } from '../runtime/json.js';
import { decodeAccount, type Account } from './decode-account.js';
import { equalsFilter } from './filters.js';
import { ConnectionFailure } from './http/connection-failure.js';
import type { Connection } from './http/connection.js';
import { isBadRequest } from './http/refusal.js';
import type { Reply } from './http/transport.js';
import { allDecoded, Unexpected } from './http/unexpected.js';

export type { Account };

export interface AccountPage {
  readonly accounts: readonly Account[];
  /** ISC's `X-Total-Count`: given only where it was asked for, and not by every tenant. */
  readonly total: number | undefined;
}

/** By id, or in the order of time from a date-time on (`undefined`: from the beginning). */
export type PageOrder =
  | { readonly by: 'id'; readonly backwards?: boolean }
  | { readonly by: 'created'; readonly from: string | undefined };

/** Which part of a list is asked for. */
export interface PageRequest {
  readonly sourceId: string;
  readonly offset: number;
  readonly limit: number;
  readonly order: PageOrder;
  /** Whether the attributes of each account are wanted. */
  readonly values: boolean;
}

/** Reads a page of one source. */
export type ReadPage = (request: Pick<PageRequest, 'offset' | 'limit' | 'order'>) => Promise<AccountPage>;

/**
 * Reads one page. Which field names the source in a filter differs between tenants (docs/isc-api.md): after a 400 to a
 * first page, or accounts of other sources, the other one is tried, and remembered for the rest of the step. The attributes come by SLIM from some
 * tenants and by FULL from others, which is remembered as well.
 *
 * @throws HttpRefusal or ConnectionFailure.
 */
export async function readAccountPage(connection: Connection, request: PageRequest): Promise<AccountPage> {
  const tried = connection.learned.sourceField;
  try {
    return await askForValues(connection, request);
  } catch (refused) {
    const isAboutField = isBadRequest(refused) || isUnexpected(refused);
    if (!isAboutField || request.offset > 0) throw refused;
    // Another source of the step may have found the field out meanwhile.
    const isKnown = connection.learned.sourceField !== tried;
    if (!isKnown && connection.learned.sourceFieldIsCertain) throw refused;
    if (!isKnown) connection.learn({ sourceField: tried === 'sourceId' ? 'source.id' : 'sourceId' });
    try {
      const page = await askForValues(connection, request);
      connection.learn({ fieldsRefused: true });
      return page;
    } catch (failure) {
      if (!connection.learned.sourceFieldIsCertain) connection.learn({ sourceField: tried });
      throw isBadRequest(failure) || isUnexpected(failure) ? refused : failure;
    }
  }
}

function isUnexpected(failure: unknown): boolean {
  return failure instanceof ConnectionFailure && failure.fault === 'shape';
}

/** Accounts with hundreds of values make pages of many MiB: then smaller ones are asked for, for the rest of the step. */
async function ask(connection: Connection, request: PageRequest): Promise<AccountPage> {
  for (;;) {
    const limit = Math.min(request.limit, connection.learned.accountPage);
    try {
      return await askOnce(connection, { ...request, limit });
    } catch (failure) {
      const isTooLarge = failure instanceof ConnectionFailure && failure.fault === 'too-large';
      if (!isTooLarge || limit === 1) throw failure;
      connection.learn({ accountPage: Math.max(1, Math.floor(limit / 4)) });
    }
  }
}

async function askForValues(connection: Connection, request: PageRequest): Promise<AccountPage> {
  // Not what is learned when the page has come: other sources of the step learn, too.
  const detail = connection.learned.accountDetail;
  const page = await ask(connection, request);
  const lacksValues = request.values && page.accounts.some(({ attributes }) => attributes === undefined);
  if (!lacksValues || detail === 'FULL') return page;
  connection.learn({ accountDetail: 'FULL' });
  return ask(connection, request);
}

async function askOnce(connection: Connection, request: PageRequest): Promise<AccountPage> {
  const { learned } = connection;
  const { limit, offset, order, sourceId, values } = request;
  const source = equalsFilter(learned.sourceField, sourceId);
  const from =
    order.by === 'created' && order.from !== undefined
      ? encodeURIComponent(` and created ge "${order.from}"`)
      : '';
  // Counting costs the server: only the first page asks for it.
  const count = offset === 0 ? '&count=true' : '';
  const sorters = order.by === 'created' ? 'created,id' : order.backwards === true ? '-id' : 'id';
  const detail = values ? learned.accountDetail : 'SLIM';
  const query = `?filters=${source}${from}&detailLevel=${detail}&sorters=${sorters}&limit=${limit}&offset=${offset}${count}`;
  const page = await connection.read('accounts', connection.path('accounts', query), (json, reply) =>
    decodePage(json, reply, sourceId),
  );
  connection.learn({ sourceFieldIsCertain: true });
  return page;
}

function decodePage(json: unknown, reply: Reply, sourceId: string): AccountPage | Unexpected {
  if (!Array.isArray(json)) return new Unexpected('it is not a list');
  const accounts = allDecoded(json.map((account) => decodeAccount(account, sourceId)));
  if (accounts instanceof Unexpected) return accounts;
  const header = reply.headers['x-total-count'];
  const written = Array.isArray(header) ? header[0] : header;
  const total = written === undefined ? undefined : countOf(written);
  if (written !== undefined && total === undefined) return new Unexpected('`X-Total-Count` is not a number');
  return { accounts, total };
}
