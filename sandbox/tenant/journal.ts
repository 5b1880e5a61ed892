/** The requests that a tenant has received. */
import type { RequestRecord } from './request-record.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** All requests since the start or the last reset. */
export class Journal {
  #records: Mutable<RequestRecord>[] = [];
  readonly #watchers = new Set<() => void>();

  get records(): readonly RequestRecord[] {
    return this.#records;
  }

  /** Records a request that has arrived; add later facts with `note`. */
  open(record: Omit<RequestRecord, 'number'>): RequestRecord {
    const numbered = { ...record, number: this.#records.length + 1 };
    this.#records.push(numbered);
    this.#changed();
    return numbered;
  }

  /** Adds facts about a request. */
  note(record: RequestRecord, facts: Partial<Pick<RequestRecord, 'body' | 'processed' | 'status'>>): void {
    Object.assign(record, facts);
    this.#changed();
  }

  /** Forgets all requests. */
  clear(): void {
    this.#records = [];
  }

  /**
   * Resolves once `holds` is true of the requests; checks at once, and at every arrival, body and reply. Rejects after
   * `timeoutMs` milliseconds with the list of what did arrive.
   */
  waitFor(holds: (records: readonly RequestRecord[]) => boolean, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!holds(this.#records)) return;
        stop();
        resolve();
      };
      const stop = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
      };
      const timer = setTimeout(() => {
        stop();
        const came = this.#records.map((one) => `  ${one.method} ${one.url} → ${one.status ?? 'no reply'}`);
        reject(new Error([`Not seen within ${timeoutMs} ms. Requests so far:`, ...came].join('\n')));
      }, timeoutMs);
      this.#watchers.add(look);
      look();
    });
  }

  #changed(): void {
    for (const look of [...this.#watchers]) look();
  }
}
