/**
 * Records how a tenant has answered: statuses, times, sizes, the API's own properties and the kinds of values, but
 * nothing that anybody has entered.
 */
import { listOf, objectOf } from '../model/json.js';
import type { Operation } from './operations.js';

/** Number of replies per operation whose JSON is read: a long list resembles its beginning. */
const LOOKED_AT = 4;

/** The type of an attribute that is in no schema. */
export const NO_SCHEMA = 'none';

/** How one operation was answered. */
export interface AnswersOf {
  requests: number;
  /** How often each HTTP status occurred; 0 stands for no reply. */
  readonly statuses: Map<number, number>;
  slowestMs: number;
  totalMs: number;
  /** The number of entries in the longest list. */
  mostEntries: number | undefined;
  /** `created: number`, in order of appearance. */
  readonly properties: Set<string>;
  looked: number;
}

/** What a step has observed of a tenant, for the report. */
export class ReplyRecord {
  readonly #operations = new Map<Operation, AnswersOf>();
  /** By name of the attribute; the names are not reported. */
  readonly #types = new Map<string, string>();
  /** Kinds of values by type of the schema's attribute. */
  readonly #kinds = new Map<string, Set<string>>();
  #multiValued = 0;
  #isUnexpected = false;

  get operations(): ReadonlyMap<Operation, AnswersOf> {
    return this.#operations;
  }

  /** How many attributes of each type the schemas have. */
  get types(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const type of this.#types.values()) counts.set(type, (counts.get(type) ?? 0) + 1);
    return counts;
  }

  get multiValued(): number {
    return this.#multiValued;
  }

  get kinds(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#kinds;
  }

  /** True if a reply was not in its documented form: the report is then worth showing in any step. */
  get isUnexpected(): boolean {
    return this.#isUnexpected;
  }

  /** A request was answered with this HTTP status (0: not at all) after this many milliseconds. */
  answered(operation: Operation, status: number, ms: number): void {
    const answers = this.#of(operation);
    answers.requests += 1;
    answers.statuses.set(status, (answers.statuses.get(status) ?? 0) + 1);
    answers.totalMs += ms;
    answers.slowestMs = Math.max(answers.slowestMs, ms);
  }

  /** The JSON of a successful reply. */
  saw(operation: Operation, json: unknown): void {
    const answers = this.#of(operation);
    if (Array.isArray(json)) answers.mostEntries = Math.max(answers.mostEntries ?? 0, json.length);
    if (answers.looked >= LOOKED_AT) return;
    answers.looked += 1;
    for (const property of propertiesOf(operation, json)) answers.properties.add(property);
    if (operation === 'schema') this.#sawSchemas(json);
    if (operation === 'accounts') this.#sawAccounts(json);
  }

  /** A reply was not in its documented form. */
  sawUnexpected(): void {
    this.#isUnexpected = true;
  }

  #of(operation: Operation): AnswersOf {
    const known = this.#operations.get(operation);
    if (known !== undefined) return known;
    const answers: AnswersOf = {
      ...{ requests: 0, slowestMs: 0, totalMs: 0, mostEntries: undefined, looked: 0 },
      statuses: new Map(),
      properties: new Set(),
    };
    this.#operations.set(operation, answers);
    return answers;
  }

  #sawSchemas(json: unknown): void {
    for (const schema of listOf(json)) {
      for (const attribute of listOf(objectOf(schema)?.['attributes']).map(objectOf)) {
        const name = attribute?.['name'];
        if (typeof name !== 'string') continue;
        this.#types.set(name, typeInWords(attribute?.['type']));
        if (attribute?.['isMulti'] === true) this.#multiValued += 1;
      }
    }
  }

  #sawAccounts(json: unknown): void {
    for (const account of listOf(json).map(objectOf)) {
      for (const part of ['attributes', 'entitlementAttributes']) {
        for (const [name, value] of Object.entries(objectOf(account?.[part]) ?? {})) {
          const type = this.#types.get(name) ?? NO_SCHEMA;
          const kinds = this.#kinds.get(type) ?? new Set();
          this.#kinds.set(type, kinds.add(valueKind(value)));
        }
      }
    }
  }
}

/** The types in the specification; any other text could be anything. */
function typeInWords(type: unknown): string {
  const isKnown = typeof type === 'string' && /^(?:STRING|LONG|INT|BOOLEAN|DATE)$/i.test(type);
  return isKnown ? type.toUpperCase() : 'another type';
}

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
