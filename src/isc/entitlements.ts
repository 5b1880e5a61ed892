/** The entitlements of one type now on a source, in the form of accounts, so that the same comparison serves both. */
import type { Source, AccountSchema } from '../model/source.js';
import { objectOf, textOf } from '../model/json.js';
import { decodePage, smallEnoughPage, type AccountPage, type ReadPage } from './account-page.js';
import { type Account, dateTimeOf, UNKNOWN_OWNERSHIP } from './decode-account.js';
import { accountsWith, listFrom, type AccountsNow, type PagesInOrder, type ListOptions } from './accounts.js';
import { accountsByOffset } from './accounts-by-offset.js';
import { PAGE_SIZE, equalsFilter } from './addresses.js';
import type { Connection } from './connection.js';
import { isBadRequest } from './failures.js';
import { schemaFor } from './schemas.js';
import { lacking, Unexpected } from './unexpected.js';

/** Which entitlements: those of the type `objectType`. */
type Entitlements = Pick<Source, 'id' | 'name' | 'objectType'>;

/**
 * Reads the first page of the entitlements, and their number; the rest on demand. Behind it, versions with
 * `searchAfter` list page after page by id, however many there are; the others by offset, like accounts
 * (docs/isc-api.md#entitlements).
 *
 * @throws what `listAccounts` throws; StepFailure if the source has no such type.
 */
export async function listEntitlements(
  connection: Connection,
  of: Entitlements,
  { onProgress }: ListOptions = {},
): Promise<AccountsNow> {
  const schema = await schemaFor(connection, of);
  const read: ReadPage = (request) => readPage(connection, of, schema, request);
  const first = await read({ offset: 0, limit: PAGE_SIZE, order: { by: 'id' } });
  const hasKeys = connection.apiVersion === 'v1' || connection.apiVersion === 'v2026';
  return listFrom(connection, first, read, {
    onProgress,
    inOrder: hasKeys ? entitlementsByKey : accountsByOffset,
  });
}

/**
 * The entitlements with these values, for a later look. `undefined` if the tenant refuses the filter.
 *
 * @throws HttpRefusal or ConnectionFailure.
 */
export async function listOfValues(
  connection: Connection,
  of: Entitlements,
  identities: readonly string[],
): Promise<readonly Account[] | undefined> {
  const schema = await schemaFor(connection, of);
  return accountsWith('value', identities, (only, offset) =>
    readPage(connection, of, schema, { offset, limit: PAGE_SIZE, order: { by: 'id' }, only }),
  );
}

/** True if ISC lists any entitlement of the source, of whatever type. @throws HttpRefusal or ConnectionFailure. */
export async function hasEntitlements(connection: Connection, { id }: Entitlements): Promise<boolean> {
  const query = `?filters=${equalsFilter('source.id', id)}&limit=1`;
  const isOwn = (json: unknown): boolean => sourceOf(json) === id.toLowerCase();
  return connection.read('entitlements', connection.path('entitlements', query), (json) =>
    Array.isArray(json) ? json.some(isOwn) : new Unexpected('it is not a list'),
  );
}

type EntitlementRequest = Parameters<ReadPage>[0] & { readonly only?: string };

function readPage(
  connection: Connection,
  of: Entitlements,
  schema: AccountSchema,
  request: EntitlementRequest,
): Promise<AccountPage> {
  return smallEnoughPage(connection, request, (_, { limit, offset, only, order }) => {
    const filters = [equalsFilter('source.id', of.id), equalsFilter('type', of.objectType)];
    if (only !== undefined) filters.push(only);
    if (order.by === 'created' && order.from !== undefined) {
      filters.push(encodeURIComponent(`created ge "${order.from}"`));
    }
    const isByKey = order.by === 'id' && order.after !== undefined;
    const place = isByKey ? `&searchAfter=${encodeURIComponent(order.after)}` : `&offset=${offset}`;
    // Counting is expensive for the server, so only the first page requests it.
    const count = offset === 0 && !isByKey ? '&count=true' : '';
    const sorters = order.by === 'created' ? 'created,id' : order.backwards === true ? '-id' : 'id';
    const query = `?filters=${filters.join(encodeURIComponent(' and '))}&sorters=${sorters}&limit=${limit}${place}${count}`;
    return connection.read('entitlements', connection.path('entitlements', query), (json, reply) =>
      decodePage(json, reply, (one) => decodeEntitlement(one, of, schema)),
    );
  });
}

/** A single page below it is the whole list: no server is known whose pages are limited to fewer. */
const SMALLEST_PAGE = 50;

/**
 * Yields page after page, each behind the last id of the one before; returns how it ended. The proof of the end is an
 * empty page behind the last id, or a short page with which the count is reached. A tenant that refuses or ignores
 * `searchAfter`, or does not keep to the order, is asked by offset instead.
 *
 * @throws HttpRefusal or ConnectionFailure.
 */
const entitlementsByKey: PagesInOrder = async function* (connection, first, read, seen) {
  const { total } = first;
  let longest = 0;
  let last = '';
  let page = first;
  for (;;) {
    if (page.accounts.length === 0) {
      if (seen.size > 0) yield 'whole';
      return;
    }
    const ids = page.accounts.map(({ id }) => id);
    if (ids.some((id, index) => id <= (ids[index - 1] ?? last))) break;
    yield page;
    last = ids.at(-1) ?? last;
    longest = Math.max(longest, ids.length);
    // Servers limit their pages to round numbers: after one of them there may be more, whatever the count says.
    if (total === seen.size && ids.length % SMALLEST_PAGE !== 0) {
      const proof = total > longest ? 'counted' : total < SMALLEST_PAGE ? 'single' : undefined;
      if (proof !== undefined) {
        yield proof;
        return;
      }
    }
    try {
      page = await read({ offset: 0, limit: PAGE_SIZE, order: { by: 'id', after: last } });
    } catch (failure) {
      if (!isBadRequest(failure)) throw failure;
      break;
    }
  }
  yield* accountsByOffset(connection, first, read, seen);
};

/**
 * Decodes an entitlement of the list as if it were an account: its value is the native identity. `name` is the display
 * attribute, and `description` the attribute of this name; other columns stand in `attributes`, where they are shown.
 */
function decodeEntitlement(json: unknown, of: Entitlements, schema: AccountSchema): Account | Unexpected {
  const entitlement = objectOf(json) ?? {};
  const identity = textOf(entitlement['value']);
  if (identity === undefined) return lacking('value', entitlement['value']);
  // A tenant that ignores the filter lists the entitlements of all sources and types.
  if ((sourceOf(json) ?? of.id.toLowerCase()) !== of.id.toLowerCase()) {
    return new Unexpected('`source.id` is not the one asked for');
  }
  if ((textOf(entitlement['sourceSchemaObjectType']) ?? of.objectType) !== of.objectType) {
    return new Unexpected('`sourceSchemaObjectType` is not the one asked for');
  }
  const { DESCRIPTION, DISPLAY_NAME } = objectOf(entitlement['manuallyUpdatedFields']) ?? {};
  const { displayAttribute: display, identityAttribute } = schema;
  const hasDisplay = display !== undefined && display !== identityAttribute;
  const hasDescription =
    schema.attributes.some(({ name }) => name === 'description') && display !== 'description';
  const { description = null, name = null } = entitlement;
  return {
    id: textOf(entitlement['id']) ?? identity,
    identity,
    created: dateTimeOf(entitlement['created']),
    attributes: {
      ...objectOf(entitlement['attributes']),
      ...(hasDisplay ? { [display]: name } : {}),
      ...(hasDescription ? { description } : {}),
    },
    ownership: UNKNOWN_OWNERSHIP,
    edited: [
      ...(hasDisplay && DISPLAY_NAME === true ? [display] : []),
      ...(hasDescription && DESCRIPTION === true ? ['description'] : []),
    ],
    // ISC names an entitlement without a display name by its value.
    chosen: hasDisplay && name === identity ? [display] : [],
  };
}

function sourceOf(json: unknown): string | undefined {
  const entitlement = objectOf(json) ?? {};
  const id = textOf(objectOf(entitlement['source'])?.['id']) ?? textOf(entitlement['sourceId']);
  return id?.toLowerCase();
}
