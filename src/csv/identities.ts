/** The accounts of a file: their native identities with the lines of their first rows, and a number for each. */
import { accountKey, type FileFormat } from '../model/source.js';

/** Native identities, untrimmed, in the order of the file. */
export interface Identities {
  readonly size: number;
  /** Whether the file has this account; in any letter case if the source ignores it. */
  has(identity: string): boolean;
  /** As they are spelled in the file. */
  keys(): IterableIterator<string>;
}

/** The accounts by the numbers that they have in the values of a file. */
export interface NumberedAccounts {
  /** The number of the account with this key, from 0; `undefined` if the file does not have it. */
  numberOf(key: string): number | undefined;
  /** The keys of all accounts in the order of their numbers. */
  numbered(): Iterable<string>;
}

const FIRST_CAPACITY = 1_024;

/** The accounts of a file, numbered from 0 in the order of their first rows. */
export class Accounts implements Identities, NumberedAccounts {
  readonly #format: Pick<FileFormat, 'ignoresLetterCase'>;
  readonly #numbers = new Map<string, number>();
  /** By number, the line of the first row. */
  #lines = new Uint32Array(FIRST_CAPACITY);
  /** The spelling in the file, if it differs from the key. */
  readonly #spellings = new Map<string, string>();

  constructor(format: Pick<FileFormat, 'ignoresLetterCase'>) {
    this.#format = format;
  }

  get size(): number {
    return this.#numbers.size;
  }

  has(identity: string): boolean {
    return this.#numbers.has(accountKey(identity, this.#format));
  }

  *keys(): IterableIterator<string> {
    for (const key of this.#numbers.keys()) yield this.#spellings.get(key) ?? key;
  }

  numbered(): Iterable<string> {
    return this.#numbers.keys();
  }

  numberOf(key: string): number | undefined {
    return this.#numbers.get(key);
  }

  /** The keys of all accounts, each with the line of its first row. */
  *entries(): Iterable<readonly [string, number]> {
    for (const [key, number] of this.#numbers) yield [key, this.lineOf(number)];
  }

  /** The line of the first row of an account, by its number. */
  lineOf(account: number): number {
    return this.#lines[account] ?? 0;
  }

  /** Adds a new account and returns its number. */
  add(key: string, identity: string, line: number): number {
    const number = this.#numbers.size;
    if (number === this.#lines.length) {
      const longer = new Uint32Array(number * 2);
      longer.set(this.#lines);
      this.#lines = longer;
    }
    this.#lines[number] = line;
    this.#numbers.set(key, number);
    if (key !== identity) this.#spellings.set(key, identity);
    return number;
  }
}
