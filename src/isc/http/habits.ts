/** Where tenants differ: what this one has shown of itself, learned once and used for the rest of the step. */
import type { ApiVersion } from '../../model/settings.js';
import { PAGE_SIZE } from './addresses.js';

/** What a tenant has shown of itself (docs/isc-api.md). */
export interface LearnedHabits {
  /** The field that names the source in a filter of accounts. */
  readonly sourceField: 'sourceId' | 'source.id';
  /** True once a filter with that field has been answered. */
  readonly sourceFieldIsCertain: boolean;
  /** The detail level that brings the attributes of accounts. */
  readonly accountDetail: 'SLIM' | 'FULL';
  /** The most accounts to ask for in a page: fewer where a page would be too large. */
  readonly accountPage: number;
  /** True if the other field was refused. */
  readonly fieldsRefused: boolean;
  /** The most that `offset + limit` may be for accounts; `undefined` while no limit was met. */
  readonly accountWindow: number | undefined;
  /** How many accounts a page holds where it is fewer than were asked for. */
  readonly shorterPage: number | undefined;
  /** What has been seen of `X-Total-Count`. */
  readonly accountCount: 'given' | 'absent' | 'not the number of accounts listed' | undefined;
}

/** Keeps the habits of one tenant; each change is a line in the debug log. */
export class Habits {
  #learned: LearnedHabits;
  readonly #onDebug: (message: string) => void;

  constructor(apiVersion: ApiVersion, onDebug: (message: string) => void) {
    this.#onDebug = onDebug;
    this.#learned = {
      sourceField: apiVersion === 'v2026' ? 'source.id' : 'sourceId',
      sourceFieldIsCertain: false,
      fieldsRefused: false,
      accountDetail: 'SLIM',
      accountPage: PAGE_SIZE,
      accountWindow: undefined,
      shorterPage: undefined,
      accountCount: undefined,
    };
  }

  /** What is known so far. */
  get learned(): LearnedHabits {
    return this.#learned;
  }

  /** Remembers what has been seen. */
  learn(habits: Partial<LearnedHabits>): void {
    const changed = Object.entries(habits).filter(
      ([name, value]) => this.#learned[name as keyof LearnedHabits] !== value,
    );
    for (const [name, value] of changed) this.#onDebug(`tenant: ${name} is ${String(value)}`);
    this.#learned = { ...this.#learned, ...habits };
  }
}
