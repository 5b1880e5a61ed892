/** Which properties of a reply a report speaks of: the API's own names, never one that a tenant has given. */
import { objectOf } from '../../runtime/json.js';
import type { Operation } from '../http/operations.js';
import { jsonKind } from './kinds.js';

/** By operation, what this action reads of its replies; of a list, of each entry. */
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

/** Of the source's `connectorAttributes`, what decides how a file is read. */
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

/** The kinds of each known property of a reply, such as `created: number`, one by one. */
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
