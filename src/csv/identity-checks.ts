/** How native identities, and the rows of one account, relate to each other. */
import { accountKey, type AccountSchema, type FileFormat, mergesRows } from '../model/source.js';
import { quotedNames, quotedName } from './column-names.js';
import type { FindingCollector } from './findings-collector.js';
import { FirstOccurrences, LetterCase } from './first-occurrences.js';
import type { Layout } from './heading.js';
import { Accounts } from './identities.js';
import { BEYOND_ASCII, BLANK, type CsvRecord, textIn } from './record.js';

/** Checks how native identities and the rows of one account relate to each other. */
export class IdentityChecks {
  readonly accounts: Accounts;
  readonly #layout: Layout;
  readonly #format: FileFormat;
  /** Several rows may form one account. */
  readonly #merges: boolean;
  readonly #findings: FindingCollector;
  readonly #letterCase = new LetterCase();
  /** By the values of the columns by which the source merges rows. */
  readonly #mergedRows = new FirstOccurrences();
  #areMergedApart = true;
  /** The number of the account of the last row. */
  #last: number | undefined;
  /** The single-valued cells of the last account, if several rows may form one. */
  readonly #kept: KeptCells;

  constructor(layout: Layout, format: FileFormat, schema: AccountSchema, findings: FindingCollector) {
    this.accounts = new Accounts(format);
    this.#layout = layout;
    this.#format = format;
    this.#merges = mergesRows(format, schema);
    this.#findings = findings;
    this.#kept = new KeptCells(this.#merges ? layout.singleValued.map(({ index }) => index) : []);
  }

  /**
   * False once rows of several accounts are known to be merged into one, so that it is uncertain which accounts stay.
   */
  get areMergedApart(): boolean {
    return this.#areMergedApart;
  }

  /** Takes the next row, whose native identity in column `identity` is not blank. Returns the number of its account. */
  check(record: CsvRecord, identity: number): number {
    const { size } = this.accounts;
    const account = this.accounts.take(record, identity);
    if (account < size) this.#takeAgain(account, record);
    else {
      this.#takeNew(account, record, identity);
      if (this.#layout.mergedBy.length > 0) this.#checkMerging(record);
    }
    if (account !== this.#last) this.#kept.begin(record);
    this.#last = account;
    return account;
  }

  /** Copies what is kept of earlier rows, whose bytes may change now. */
  release(): void {
    this.#kept.release();
  }

  /** Records a row that would become an account by mistake. */
  note(record: CsvRecord, identity: number): void {
    this.accounts.take(record, identity);
    this.#last = undefined;
  }

  #takeNew(account: number, record: CsvRecord, identity: number): void {
    const { line } = record;
    if (!this.#format.ignoresLetterCase) {
      const alike = this.#letterCase.note(record, identity, () => this.accounts.entriesBefore(account));
      if (alike !== undefined) {
        const message = `This native identity and the one on line ${alike} differ only in letter case.`;
        this.#findings.add('identity-letter-case', message, { line });
      }
    }
    const mayHaveBlanks = (record.kindsOf(identity) & (BLANK | BEYOND_ASCII)) !== 0;
    if (mayHaveBlanks && hasBlanksAround(record.text(identity))) {
      const message = 'The native identity of this row begins or ends with white space, which is part of it.';
      this.#findings.add('identity-blanks', message, { line });
    }
  }

  #takeAgain(account: number, record: CsvRecord): void {
    const { line } = record;
    if (this.#merges && this.#last === account) {
      this.#compare(record);
      return;
    }
    const first = this.accounts.lineOf(account);
    if (!this.#merges) {
      const letterCase = this.#format.ignoresLetterCase ? ' (in any letter case)' : '';
      const message = `The native identity of this row is already on line ${first}${letterCase}, and the source does not merge rows.`;
      this.#findings.add('duplicate-identity', message, { line });
    } else {
      const message = `The account of this row begins on line ${first}, and rows of other accounts come in between: its rows must be consecutive.`;
      this.#findings.add('scattered-identity', message, { line });
    }
  }

  /** The first row of an account decides: it must also be the first with its merge value. */
  #checkMerging(record: CsvRecord): void {
    const { line } = record;
    const { heading, mergedBy } = this.#layout;
    // A blank is a value like any other: accounts that are blank there become one, too.
    const values = mergedBy.map((index) => (record.isBlank(index) ? '' : record.text(index)));
    const other = this.#mergedRows.note(accountKey(JSON.stringify(values), this.#format), line);
    if (other === undefined) return;
    this.#areMergedApart = false;
    const columns = quotedNames(mergedBy.map((index) => heading[index] ?? ''));
    const message =
      `The source merges rows by ${columns}, not by ${quotedName(heading[this.#layout.identity ?? -1] ?? '')}, and this row has ` +
      `the same value there as line ${other}, of another native identity: ISC would make one account of both.`;
    this.#findings.add('merged-accounts', message, { line });
  }

  /** Blank cells are ignored: later rows of an account may leave out what the first one says. */
  #compare(record: CsvRecord): void {
    const differing = this.#kept.next(record);
    if (differing.length === 0) return;
    const names = differing.map((index) => this.#layout.singleValued[index]?.name ?? '');
    const message = `This row contradicts the rows before it, of the same account, in ${quotedNames(names)}: an account has one value there.`;
    this.#findings.add('conflicting-values', message, { line: record.line });
  }
}

/** True for an empty text, and for one that contains only white space of any kind. */
export function isBlank(text: string): boolean {
  return !isPlain(text.charCodeAt(0)) && text.trim() === '';
}

/** True if the text begins or ends with white space of any kind. */
export function hasBlanksAround(text: string): boolean {
  if (isPlain(text.charCodeAt(0)) && isPlain(text.charCodeAt(text.length - 1))) return false;
  return text.trim().length !== text.length;
}

/** A visible ASCII character; `false` for the missing character of an empty text. */
function isPlain(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

/** The last cell of each of some columns that was not blank, as ranges of bytes. */
export class KeptCells {
  readonly #columns: readonly number[];
  readonly #bytes: Buffer[] = [];
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #kinds: Int32Array;
  readonly #blank: Uint8Array;

  /** `columns`: their positions in the records, from 0. */
  constructor(columns: readonly number[]) {
    this.#columns = columns;
    this.#starts = new Int32Array(columns.length);
    this.#ends = new Int32Array(columns.length);
    this.#kinds = new Int32Array(columns.length);
    this.#blank = new Uint8Array(columns.length).fill(1);
  }

  /** Keeps the cells of this record, and none of earlier ones. */
  begin(record: CsvRecord): void {
    for (let index = 0; index < this.#columns.length; index += 1) this.#keep(index, record);
  }

  /**
   * Keeps the cells of this record that are not blank. Returns the positions in `columns` of those that differ from the
   * cells that were kept.
   */
  next(record: CsvRecord): readonly number[] {
    const differing: number[] = [];
    for (const [index, cell] of this.#columns.entries()) {
      if (record.isBlank(cell)) continue;
      if (this.#blank[index] === 0 && this.#differs(index, record, cell)) differing.push(index);
      this.#keep(index, record);
    }
    return differing;
  }

  /** Copies the cells, so that the bytes of their records may change. */
  release(): void {
    for (const [index, bytes] of this.#bytes.entries()) {
      const copy = Buffer.from(bytes.subarray(this.#starts[index], this.#ends[index]));
      this.#bytes[index] = copy;
      this.#starts[index] = 0;
      this.#ends[index] = copy.length;
    }
  }

  #keep(index: number, record: CsvRecord): void {
    const cell = this.#columns[index] ?? 0;
    this.#bytes[index] = record.bytes;
    this.#starts[index] = record.startOf(cell);
    this.#ends[index] = record.endOf(cell);
    this.#kinds[index] = record.kindsOf(cell);
    this.#blank[index] = record.isBlank(cell) ? 1 : 0;
  }

  #differs(index: number, record: CsvRecord, cell: number): boolean {
    const bytes = this.#bytes[index];
    if (bytes === undefined) return false;
    const [start, end] = [this.#starts[index] ?? 0, this.#ends[index] ?? 0];
    const [otherStart, otherEnd] = [record.startOf(cell), record.endOf(cell)];
    if (record.bytes.compare(bytes, start, end, otherStart, otherEnd) === 0) return false;
    return textIn(bytes, start, end, this.#kinds[index] ?? 0) !== record.text(cell);
  }
}
