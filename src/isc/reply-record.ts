/** Records how a tenant has answered: statuses, times, sizes and kinds, but nothing that anybody has entered. */
import { listOf, objectOf } from '../model/json.js';
import type { Operation } from './operations.js';
import { propertiesOf, valueKind } from './reply-shape.js';

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
