/** The accounts of a file: their native identities with the lines of their first rows, and a number for each. */
import { accountKey, type FileFormat } from '../model/source.js';
import { type CsvRecord, UPPER } from './record.js';
import { TextTable } from './text-table.js';

/** Native identities, untrimmed, in the order of the file. */
export interface Identities {
  readonly size: number;
  /**
   * The number of the account, from 0 in the order of the file; `undefined` if the file does not have it. In any letter
   * case if the source ignores it.
   */
  numberOf(identity: string): number | undefined;
  /** Whether the file has this account. */
  has(identity: string): boolean;
  /** As they are spelled in the file, in the order of their numbers. */
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
  /** The keys of the accounts. */
  readonly #table = new TextTable();
  /** By number, the line of the first row. */
  #lines = new Uint32Array(FIRST_CAPACITY);
  /** By number, the spelling in the file, if it differs from the key. */
  readonly #spellings = new Map<number, string>();

  constructor(format: Pick<FileFormat, 'ignoresLetterCase'>) {
    this.#format = format;
  }

  get size(): number {
    return this.#table.size;
  }

  has(identity: string): boolean {
    return this.numberOf(identity) !== undefined;
  }

  *keys(): IterableIterator<string> {
    for (let number = 0; number < this.size; number += 1) {
      yield this.#spellings.get(number) ?? this.#table.textOf(number);
    }
  }

  *numbered(): IterableIterator<string> {
    for (let number = 0; number < this.size; number += 1) yield this.#table.textOf(number);
  }

  numberOf(identity: string): number | undefined {
    return this.#table.numberOf(accountKey(identity, this.#format));
  }

  /** The keys of the accounts with a number below `end`, each with the line of its first row. */
  *entriesBefore(end: number): IterableIterator<readonly [string, number]> {
    for (let number = 0; number < end; number += 1) yield [this.#table.textOf(number), this.lineOf(number)];
  }

  /** The line of the first row of an account, by its number. */
  lineOf(account: number): number {
    return this.#lines[account] ?? 0;
  }

  /** The number of the account that a row names in this cell. A new one is added: it has the size before. */
  take(record: CsvRecord, cell: number): number {
    const isKey = !(this.#format.ignoresLetterCase && record.kindsOf(cell) & UPPER);
    if (!isKey || !record.isPlain(cell)) return this.add(record.text(cell), record.line);
    const number = this.#table.add(record.bytes, record.startOf(cell), record.endOf(cell));
    this.#noteLine(number, record.line);
    return number;
  }

  /** The number of the account of a row on `line`, which is added if it is new. */
  add(identity: string, line: number): number {
    const key = accountKey(identity, this.#format);
    const bytes = Buffer.from(key);
    const number = this.#table.add(bytes, 0, bytes.length);
    if (this.#noteLine(number, line) && key !== identity) this.#spellings.set(number, identity);
    return number;
  }

  /** Keeps the line of an account that has just been added. Returns false for any other. */
  #noteLine(number: number, line: number): boolean {
    if (this.lineOf(number) !== 0) return false;
    if (number >= this.#lines.length) {
      const longer = new Uint32Array(this.#lines.length * 2);
      longer.set(this.#lines);
      this.#lines = longer;
    }
    this.#lines[number] = line;
    return true;
  }
}

/** Receives the rows of a file while it is checked, in the order of the file. */
export interface RowSink {
  /** Called once, before all rows, with the cells of the heading, and with the accounts, which grow with the rows. */
  heading(fields: readonly string[], accounts: NumberedAccounts): void;
  /**
   * Called for each valid row: as long as the heading, with a native identity. `account` is the number of its account.
   * Numbers come in ascending order but for accounts that were there before; some never come, since their rows are not
   * valid. The record is valid only during the call.
   */
  row(account: number, record: CsvRecord): void;
}
