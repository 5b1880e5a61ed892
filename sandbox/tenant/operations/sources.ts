/** Sources: `GET sources` and what belongs to one. */
import { shownConnectorAttributes } from '../connector-attributes.js';
import { type FilterRules, meets, parseFilters } from '../filters.js';
import type { SourceHabits } from '../habits.js';
import { hexDigest } from '../ids.js';
import type {
  ConnectorAttributes,
  SandboxSchema,
  SandboxSource,
  SchemaAttribute,
  SourceKind,
} from '../model.js';
import { page } from '../lists.js';
import { Refused, badRequest, json, notFound, text } from '../replies.js';
import type { Call, Perform } from './operation.js';

const FILTERS: FilterRules = { id: ['eq', 'in', 'sw'], name: ['eq', 'in', 'sw', 'co'] };

/** `GET sources`. */
export const listSources: Perform = ({ world, query }) => {
  const conditions = parseFilters(query.get('filters'), FILTERS);
  const found = world.tenant
    .sources()
    .filter((source) => meets(conditions, (field) => (field === 'id' ? source.id : source.name)));
  return page(found, query, (source) => sourceReply(source, world.settings.sources));
};

/** `GET sources/{id}`. */
export const getSource: Perform = (call) =>
  json(200, sourceReply(sourceOf(call), call.world.settings.sources));

/** `GET sources/{id}/schemas`. */
export const getSchemas: Perform = (call) => {
  const source = sourceOf(call);
  const names = call.query.get('include-names')?.split(',');
  const types = call.query.get('include-types')?.split(',');
  const found = [
    { name: 'account', type: 'user', schema: source.schema },
    ...Object.entries(source.entitlements).map(([name, { schema }]) => ({ name, type: 'group', schema })),
  ].filter(({ name, type }) => (names?.includes(name) ?? true) && (types?.includes(type) ?? true));
  return json(
    200,
    found.map(({ name, type, schema }) => schemaReply(source, { name, type, schema })),
  );
};

/** `GET sources/{id}/schemas/accounts`: the heading of the file, for delimited file sources only. */
export const getSchemaHeader: Perform = (call) => {
  const source = sourceOf(call);
  if (source.kind === 'direct') {
    throw new Refused(badRequest('The account schema can be downloaded for delimited file sources only.'));
  }
  return text(200, 'text/csv', source.schema.attributes.map((attribute) => attribute.name).join(','));
};

/** `GET sources/{id}/connections`. */
export const getConnections: Perform = (call) => json(200, connectionsReply(sourceOf(call)));

/** The source named by the path; throws `Refused` (404) if there is none. */
export function sourceOf(call: Call): SandboxSource {
  const source = call.world.tenant.source(call.id);
  if (source === undefined) throw new Refused(notFound(`Source with id "${call.id}" was not found.`));
  return source;
}

const OWNER = { type: 'IDENTITY', id: '2c9180867624cbd7017642d8c8c81f67', name: 'Sandbox Administrator' };
const CLUSTER = { type: 'CLUSTER', id: '2c9180866166b5b0016167c32ef31a66', name: 'Sandbox Cluster' };

const CONNECTORS: Readonly<Record<SourceKind, { type: string; connector: string; connectionType: string }>> =
  {
    file: { type: 'DelimitedFile', connector: 'delimited-file-angularsc', connectionType: 'file' },
    'va-file': { type: 'DelimitedFile', connector: 'delimited-file-angularsc', connectionType: 'file' },
    direct: { type: 'OpenLDAP - Direct', connector: 'openldap-angularsc', connectionType: 'direct' },
  };

/** A source as returned by `GET sources/{id}`. */
export function sourceReply(source: SandboxSource, habits: SourceHabits): Record<string, unknown> {
  const { type, connector, connectionType } = CONNECTORS[source.kind];
  return {
    id: source.id,
    name: source.name,
    description: `${source.name} in the sandbox`,
    owner: OWNER,
    cluster: source.kind === 'file' ? null : CLUSTER,
    schemas: [
      { type: 'CONNECTOR_SCHEMA', id: source.schema.id, name: 'account' },
      ...Object.entries(source.entitlements).map(([name, { schema }]) => {
        return { type: 'CONNECTOR_SCHEMA', id: schema.id, name };
      }),
    ],
    features: ['ACCOUNT_ONLY_REQUEST'],
    type,
    connector,
    connectorAttributes: shownConnectorAttributes(source, habits),
    ...(source.deleteThreshold === undefined ? {} : { deleteThreshold: source.deleteThreshold }),
    authoritative: source.authoritative,
    healthy: true,
    status: 'SOURCE_STATE_HEALTHY',
    connectorId: connector,
    connectorName: type,
    connectionType,
    connectorImplementationId: connector,
    created: new Date(source.created).toISOString(),
    modified: new Date(source.created).toISOString(),
    credentialProviderEnabled: false,
    category: null,
    ...ofType(habits, connectionType, shownConnectorAttributes(source, habits)),
    ...source.overrides,
  };
}

/** What a source says about its type where it does not say it as specified. */
function ofType(
  { type }: SourceHabits,
  connectionType: string,
  connectorAttributes: ConnectorAttributes,
): Record<string, unknown> {
  if (type === 'as-is') return {};
  if (type === 'null') return { type: null };
  return {
    type: 'Generic',
    connectorName: 'Generic',
    connectionType: null,
    connectorAttributes: { ...connectorAttributes, connectionType },
  };
}

/** A schema as returned by `GET sources/{id}/schemas`; a type "group" is one of entitlements. */
function schemaReply(
  source: SandboxSource,
  { name, type, schema }: { readonly name: string; readonly type: string; readonly schema: SandboxSchema },
): Record<string, unknown> {
  return {
    id: schema.id,
    name,
    nativeObjectType: type === 'user' ? 'User' : name,
    identityAttribute: schema.identityAttribute,
    displayAttribute: schema.displayAttribute,
    hierarchyAttribute: null,
    includePermissions: false,
    features: [],
    configuration: {},
    attributes: schema.attributes.map((attribute) => ({
      name: attribute.name,
      nativeName: null,
      type: attribute.type,
      schema: schemaNamedBy(attribute, source),
      description: attribute.name,
      isMulti: attribute.isMulti,
      isEntitlement: attribute.isEntitlement,
      isGroup: false,
    })),
    created: new Date(source.created).toISOString(),
    modified: null,
  };
}

/** The schema that an attribute names, as in the specification. */
function schemaNamedBy({ schema }: SchemaAttribute, { entitlements }: SandboxSource): unknown {
  const named = schema === undefined ? undefined : entitlements[schema];
  return named === undefined ? null : { type: 'CONNECTOR_SCHEMA', id: named.schema.id, name: schema };
}

/**
 * What uses a source, as returned by `GET sources/{id}/connections`: identity profiles, and the attributes that they
 * read. The property names are those of the vendor's SDK (`SourceConnectionsDto`).
 */
export function connectionsReply({ identityProfiles }: SandboxSource): Record<string, unknown> {
  return {
    identityProfiles: identityProfiles.map(({ name }) => ({
      id: hexDigest(`identity profile ${name}`).slice(0, 32),
      name,
      identityCount: 0,
    })),
    credentialProfiles: [],
    sourceAttributes: [...new Set(identityProfiles.flatMap((one) => one.sourceAttributes))],
    mappingProfiles: identityProfiles.map(({ name }) => name),
    dependentCustomTransforms: [],
    dependentApps: [],
    missingDependents: [],
  };
}
