/** The properties of a reply that a report may mention: only the API's own names, never a tenant's. */
import { objectOf } from '../../runtime/json.js';
import type { Operation } from '../operations.js';
import { jsonKind } from './kinds.js';

/** For each operation, what this action reads from its replies; for a list, from each entry. */
const PROPERTIES: Readonly<Record<Operation, readonly string[]>> = {
  token: ['access_token', 'expires_in'],
  source: ['id', 'type', 'connectionType', 'cluster', 'deleteThreshold', 'connectorAttributes'],
  'source-by-name': ['id', 'type', 'connectionType', 'cluster', 'deleteThreshold', 'connectorAttributes'],
  schema: ['name', 'identityAttribute', 'displayAttribute', 'attributes'],
  accounts: ['id', 'nativeIdentity', 'created', 'attributes', 'entitlementAttributes'],
  connections: ['identityProfiles', 'sourceAttributes'],
  'load-accounts': ['success', 'task', 'detailCode', 'messages'],
  task: ['completed', 'completionStatus', 'created', 'messages', 'attributes', 'target'],
  tasks: ['completed', 'completionStatus', 'created', 'messages', 'attributes', 'target'],
  progress: ['status', 'totalAccounts', 'processedAccounts', 'totalAccountsMarkedForDeletion'],
};

/** The properties of the source's `connectorAttributes` that decide how a file is read. */
const CONNECTOR_ATTRIBUTES = [
  'delimiter',
  'hasHeader',
  'commentCharacter',
  'filterEmptyRecords',
  'mergeRows',
  'indexColumn',
  'indexColumns',
  'isCaseInsensitiveMerge',
  'checkDeletedDisabled',
  'buildMapRule',
];

/** The kinds of all known properties of a reply, such as `created: number`. */
export function propertiesOf(operation: Operation, json: unknown): readonly string[] {
  const entries = (Array.isArray(json) ? json : [json]).map(objectOf).filter((one) => one !== undefined);
  return entries.flatMap((entry) => [
    ...PROPERTIES[operation].map((name) => `${name}: ${jsonKind(entry[name])}`),
    ...connectorAttributesOf(entry['connectorAttributes']),
  ]);
}

function connectorAttributesOf(value: unknown): readonly string[] {
  const attributes = objectOf(value) ?? {};
  return CONNECTOR_ATTRIBUTES.filter((name) => attributes[name] !== undefined).map((name) => {
    const kind = name === 'delimiter' ? delimiterKind(attributes[name]) : jsonKind(attributes[name]);
    return `connectorAttributes.${name}: ${kind}`;
  });
}

function delimiterKind(value: unknown): string {
  if (typeof value !== 'string') return jsonKind(value);
  return value.length === 1 ? 'one character' : `${value.length} characters`;
}
