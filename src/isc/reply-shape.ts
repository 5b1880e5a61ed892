/** What a report may say of a reply: the API's own properties and the kinds of their values, never a tenant's names. */
import { objectOf } from '../model/json.js';
import type { Operation } from './operations.js';

/** For each operation, what this action reads from its replies; for a list, from each entry. */
const PROPERTIES: Readonly<Record<Operation, readonly string[]>> = {
  token: ['access_token', 'expires_in'],
  source: ['id', 'type', 'connectionType', 'cluster', 'deleteThreshold', 'connectorAttributes'],
  'source-by-name': ['id', 'type', 'connectionType', 'cluster', 'deleteThreshold', 'connectorAttributes'],
  schema: ['name', 'identityAttribute', 'displayAttribute', 'attributes'],
  accounts: ['id', 'nativeIdentity', 'created', 'attributes', 'entitlementAttributes'],
  'entitlement-schema': ['name', 'type', 'identityAttribute', 'displayAttribute', 'attributes'],
  entitlements: [
    'id',
    'value',
    'name',
    'description',
    'created',
    'attributes',
    'manuallyUpdatedFields',
    'source',
  ],
  connections: ['identityProfiles', 'sourceAttributes'],
  'load-accounts': ['success', 'task', 'detailCode', 'messages'],
  'load-entitlements': ['id', 'created', 'returns', 'messages', 'detailCode'],
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

/** The kind of a property of a reply: its JSON type. */
export function jsonKind(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'empty list' : 'list';
  if (objectOf(value) !== undefined) return 'object';
  return value === '' ? 'empty text' : typeof value === 'string' ? 'text' : typeof value;
}

/**
 * The kind of an attribute's value; for strings also what they look like, since ISC writes most values as strings
 * (docs/isc-api.md).
 */
export function valueKind(value: unknown): string {
  if (Array.isArray(value)) {
    const parts = [...new Set(value.map(valueKind))].sort();
    return value.length === 0 ? 'empty list' : `list of ${parts.join(' and ')}`;
  }
  return typeof value === 'string' ? textKind(value) : jsonKind(value);
}

function textKind(text: string): string {
  if (text === '') return 'empty text';
  if (text.trim() === '') return 'blank text';
  if (/^(?:true|false)$/i.test(text)) return 'Boolean as text';
  if (/^[+-]?\d+$/.test(text)) return 'digits as text';
  if (/^\d{4}-\d{2}-\d{2}(?:T|$)/.test(text)) return 'date as text';
  return 'text';
}
