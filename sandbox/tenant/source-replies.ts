import { shownConnectorAttributes } from './connector-attributes.js';
import type { SourceHabits } from './habits.js';
import { hexDigest } from './ids.js';
import type { SandboxSource, SourceKind } from './model.js';

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
    schemas: [{ type: 'CONNECTOR_SCHEMA', id: source.schema.id, name: 'account' }],
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
    ...source.overrides,
  };
}

/** The account schema as returned by `GET sources/{id}/schemas`. */
export function schemaReply(source: SandboxSource): Record<string, unknown> {
  return {
    id: source.schema.id,
    name: 'account',
    nativeObjectType: 'User',
    identityAttribute: source.schema.identityAttribute,
    displayAttribute: source.schema.displayAttribute,
    hierarchyAttribute: null,
    includePermissions: false,
    features: [],
    configuration: {},
    attributes: source.schema.attributes.map((attribute) => ({
      name: attribute.name,
      nativeName: null,
      type: attribute.type,
      schema: null,
      description: attribute.name,
      isMulti: attribute.isMulti,
      isEntitlement: attribute.isEntitlement,
      isGroup: false,
    })),
    created: new Date(source.created).toISOString(),
    modified: null,
  };
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
