/** How this tenant differs from others: learned once and used for the rest of the step. */
import type { ApiVersion } from '../model/settings.js';
import { PAGE_SIZE } from './addresses.js';

/** What is known about a tenant's habits (docs/isc-api.md). */
export interface LearnedHabits {
  /** The filter field that names the source of accounts, to begin with: it differs even between sources. */
  readonly sourceField: 'sourceId' | 'source.id';
  /** The detail level that includes the attributes of accounts. */
  readonly accountDetail: 'SLIM' | 'FULL';
  /** Maximum number of accounts to request per page: fewer if a page would be too large. */
  readonly accountPage: number;
  /** True if the other field was refused. */
  readonly fieldsRefused: boolean;
  /** Maximum `offset + limit` for accounts; `undefined` until a limit is found. */
  readonly accountWindow: number | undefined;
  /** How many accounts a page has if the tenant returns fewer than requested. */
  readonly shorterPage: number | undefined;
  /** What was observed about `X-Total-Count`. */
  readonly accountCount: 'given' | 'absent' | 'not the number of accounts listed' | undefined;
}

/** Stores the habits of one tenant; each change is a line in the debug log. */
export class Habits {
  #learned: LearnedHabits;
  readonly #fields = new Map<string, LearnedHabits['sourceField']>();
  readonly #onDebug: (message: string) => void;

  constructor(apiVersion: ApiVersion, onDebug: (message: string) => void) {
    this.#onDebug = onDebug;
    this.#learned = {
      sourceField: apiVersion === 'v2026' ? 'source.id' : 'sourceId',
      fieldsRefused: false,
      accountDetail: 'SLIM',
      accountPage: PAGE_SIZE,
      accountWindow: undefined,
      shorterPage: undefined,
      accountCount: undefined,
    };
  }

  /** The filter field by which this source was found; `undefined` as long as none was. */
  fieldOf(sourceId: string): LearnedHabits['sourceField'] | undefined {
    return this.#fields.get(sourceId);
  }

  /** Stores by which field a source was found, as the one to begin with for others, too. */
  foundBy(sourceId: string, sourceField: LearnedHabits['sourceField']): void {
    this.#fields.set(sourceId, sourceField);
    this.remember({ sourceField });
  }

  /** What is known so far. */
  get learned(): LearnedHabits {
    return this.#learned;
  }

  /** Stores an observation. */
  remember(habits: Partial<LearnedHabits>): void {
    const changed = Object.entries(habits).filter(
      ([name, value]) => this.#learned[name as keyof LearnedHabits] !== value,
    );
    for (const [name, value] of changed) this.#onDebug(`tenant: ${name} is ${String(value)}`);
    this.#learned = { ...this.#learned, ...habits };
  }
}
