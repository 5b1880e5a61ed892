/** Schemas of accounts and of types of entitlements: the requests, and what is kept of the replies. */
import { failureFor } from '../model/failure.js';
import { booleanOr, type JsonObject, listOf, objectOf, textOf } from '../model/json.js';
import { ACCOUNT } from '../model/object-kind.js';
import {
  ATTRIBUTE_TYPES,
  type AccountSchema,
  type AttributeType,
  type SchemaAttribute,
  type Source,
} from '../model/source.js';
import { enumerated } from '../model/words.js';
import type { Connection } from './connection.js';
import { lacking, Unexpected } from './unexpected.js';

/**
 * The schema of a source's accounts, or of one type of its entitlements: asked for once in a step.
 *
 * @throws StepFailure FAILED if the source has no such type; HttpRefusal or ConnectionFailure.
 */
export function schemaFor(
  connection: Connection,
  of: Pick<Source, 'id' | 'name' | 'objectType'>,
): Promise<AccountSchema> {
  return connection.once(['schema', of.id, of.objectType], () =>
    of.objectType === ACCOUNT ? getAccountSchema(connection, of.id) : getEntitlementSchema(connection, of),
  );
}

/** Reads the account schema of a source. @throws HttpRefusal or ConnectionFailure, also if the source has none. */
export async function getAccountSchema(connection: Connection, sourceId: string): Promise<AccountSchema> {
  const path = connection.path('sources', `/${encodeURIComponent(sourceId)}/schemas?include-names=account`);
  return connection.read('schema', path, decodeAccountSchema);
}

/** Unknown types are compared as text. */
function typeOf(value: unknown): AttributeType {
  const written = typeof value === 'string' ? value.toUpperCase() : value;
  return ATTRIBUTE_TYPES.find((type) => type === written) ?? 'STRING';
}

function decodeAccountSchema(json: unknown): AccountSchema | Unexpected {
  const schema = listOf(json)
    .map(objectOf)
    .find((one) => one?.['name'] === 'account');
  return schema === undefined
    ? new Unexpected('no entry has the `name` "account"')
    : decodeSchema(schema, ACCOUNT);
}

/** The type of entitlements where nothing names one (docs/isc-api.md#entitlements). */
const USUAL_TYPE = 'group';

function decodeSchema(schema: JsonObject, objectType: string): AccountSchema | Unexpected {
  const identityAttribute = textOf(schema['identityAttribute']);
  if (identityAttribute === undefined) return lacking('identityAttribute', schema['identityAttribute']);
  const attributes = listOf(schema['attributes']).flatMap((one): SchemaAttribute[] => {
    const name = textOf(objectOf(one)?.['name']);
    if (name === undefined) return [];
    const { isEntitlement, isMulti, schema: named, type } = objectOf(one) ?? {};
    const about = { name, type: typeOf(type), isMulti: booleanOr(isMulti, false) };
    return [
      booleanOr(isEntitlement, false)
        ? { ...about, entitlementType: textOf(objectOf(named)?.['name']) ?? USUAL_TYPE }
        : about,
    ];
  });
  if (attributes.length === 0) return lacking('attributes', schema['attributes']);
  const displayAttribute = textOf(schema['displayAttribute']);
  const about = { identityAttribute, displayAttribute, attributes };
  return objectType === ACCOUNT ? about : { ...about, objectType };
}

/**
 * The schema of one type of a source's entitlements.
 *
 * @throws StepFailure FAILED if the source has no such type; HttpRefusal or ConnectionFailure.
 */
export async function getEntitlementSchema(
  connection: Connection,
  { id, name, objectType }: Pick<Source, 'id' | 'name' | 'objectType'>,
): Promise<AccountSchema> {
  const path = connection.path('sources', `/${encodeURIComponent(id)}/schemas?include-types=group`);
  const found = await connection.read('entitlement-schema', path, (json) => {
    // A server that does not know the parameter lists all schemas.
    const schemas = listOf(json)
      .map(objectOf)
      .filter((one) => one !== undefined);
    const types = schemas.flatMap((one) => textOf(one['name']) ?? []).filter((type) => type !== ACCOUNT);
    const schema = schemas.find((one) => one['name'] === objectType);
    if (schema === undefined) return { types };
    const decoded = decodeSchema(schema, objectType);
    return decoded instanceof Unexpected ? decoded : { schema: decoded };
  });
  if (found.schema !== undefined) return found.schema;
  const names = found.types.map((type) => `"${type}"`);
  throw failureFor('object-type-unknown', {
    ...{ name, type: objectType },
    types: names.length === 0 ? 'no types of entitlements' : `the types ${enumerated(names)}`,
  });
}
