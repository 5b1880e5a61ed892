import { accountKey, type FileFormat } from '../model/source.js';

/** Native identities, untrimmed, in the order of the file. */
export interface Identities {
  readonly size: number;
  /** Whether the file has this account; in any letter case if the source ignores it. */
  has(identity: string): boolean;
  /** As they are spelled in the file. */
  keys(): IterableIterator<string>;
}

/** The accounts of a file, each with the line of its first row. */
export class Accounts implements Identities {
  readonly #format: Pick<FileFormat, 'ignoresLetterCase'>;
  readonly #firstLines = new Map<string, number>();
  /** The spelling in the file, if it differs from the key. */
  readonly #spellings = new Map<string, string>();

  constructor(format: Pick<FileFormat, 'ignoresLetterCase'>) {
    this.#format = format;
  }

  get size(): number {
    return this.#firstLines.size;
  }

  has(identity: string): boolean {
    return this.#firstLines.has(accountKey(identity, this.#format));
  }

  *keys(): IterableIterator<string> {
    for (const key of this.#firstLines.keys()) yield this.#spellings.get(key) ?? key;
  }

  /** The keys of all accounts, each with the line of its first row. */
  entries(): Iterable<readonly [string, number]> {
    return this.#firstLines;
  }

  /** The line of the first row of an account; `undefined` if there is none yet. */
  firstLine(key: string): number | undefined {
    return this.#firstLines.get(key);
  }

  /** Adds a new account. */
  add(key: string, identity: string, line: number): void {
    this.#firstLines.set(key, line);
    if (key !== identity) this.#spellings.set(key, identity);
  }
}
