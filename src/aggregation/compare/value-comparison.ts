/** Compares the values of the accounts that are both in the file and on the source. */
import {
  hashValue,
  isEqual,
  isNone,
  keyOf,
  kindOfCell,
  KIND,
  noCell,
  type Cell,
} from '../../csv/values/cell.js';
import { epochInstant } from '../../csv/values/dates.js';
import { hashText, type ValueHash } from '../../csv/values/hash.js';
import type { ComparedColumn } from '../../csv/values/cell-facts.js';
import type { FileValues, OpenEnd } from '../../csv/values/row-values.js';
import { instantForm, stored } from '../../csv/values/text-forms.js';
import { isNullWord } from '../../csv/values/words.js';
import type { Account } from '../../isc/decode-account.js';
import type { ShownValue } from '../../model/value-changes.js';
import { MARK, newCounts, note, type ColumnCounts, type Mark } from './column-counts.js';
import { CellFaults, isCut } from './cell-faults.js';
import { DisplayNames } from './display-names.js';
import { PeopleTable } from './people.js';
import { ListComparison } from './list-comparison.js';
import { ColumnShifts, type ShiftedColumns } from './column-shifts.js';
import { isUnreadable, storedTexts, textsOf } from './tenant-value.js';
import { TransitionCounts } from './transitions.js';

/** What a comparison has counted. */
export interface ComparedValues {
  readonly file: FileValues;
  readonly counts: readonly ColumnCounts[];
  readonly shifted: ShiftedColumns;
  readonly transitions: readonly (TransitionCounts | undefined)[];
  readonly compared: number;
  readonly unseen: number;
  /** For each account of the file: 1 if it is on the source, 2 if one of its values also differs. */
  readonly isKept: Uint8Array;
  /** By account of the file, the number of its person in `people`. */
  readonly owners: Uint16Array;
  readonly people: PeopleTable;
  /** The file ends within a value. */
  readonly isCut: boolean;
}

/** Compares the accounts of a source with the values of a file, one at a time as they arrive. */
export class ValueComparison implements ComparedValues {
  readonly file: FileValues;
  readonly counts: readonly ColumnCounts[];
  readonly transitions: readonly (TransitionCounts | undefined)[];
  readonly isKept: Uint8Array;
  readonly owners: Uint16Array;
  readonly people = new PeopleTable();
  readonly #shifts: ColumnShifts;
  readonly #columns: readonly ComparedColumn[];
  readonly #faults: CellFaults;
  readonly #lists = new ListComparison();
  readonly #file = noCell();
  readonly #now: ValueHash = { low: 0, high: 0 };
  readonly #scratch: ValueHash = { low: 0, high: 0 };
  /** What ISC returns for the account, by column. One list serves all accounts. */
  readonly #shown: unknown[];
  /** The columns of the account whose values differ. */
  readonly #differing: number[] = [];
  readonly #displays: DisplayNames;
  #unnoticed: ColumnCounts[];
  #compared = 0;
  #unseen = 0;
  #isCut = false;

  /** `nowMs`: the time of the run, in milliseconds since 1970. */
  constructor(file: FileValues, nowMs?: number) {
    const { columns } = file;
    this.file = file;
    this.#columns = columns;
    this.#displays = new DisplayNames(file);
    this.counts = columns.map(newCounts);
    this.#unnoticed = [...this.counts];
    this.#shifts = new ColumnShifts(file);
    this.transitions = columns.map(({ isShown }) => (isShown ? new TransitionCounts() : undefined));
    this.isKept = new Uint8Array(file.accounts);
    this.owners = new Uint16Array(file.accounts);
    this.#faults = new CellFaults(nowMs);
    this.#shown = columns.map(() => undefined);
  }

  /** How often a column of the file has the value of another one in ISC. */
  get shifted(): ShiftedColumns {
    return this.#shifts.shifted;
  }

  /** Accounts in the file and on the source whose values were compared. */
  get compared(): number {
    return this.#compared;
  }

  /** Accounts in the file and on the source whose values ISC does not return. */
  get unseen(): number {
    return this.#unseen;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  /** Takes an account of the source; each only once. `account`: its number in the file, if it is there. */
  take(
    account: number | undefined,
    key: string,
    { attributes, chosen = [], edited = [], ownership }: Omit<Account, 'id' | 'identity' | 'created'>,
  ): void {
    if (attributes !== undefined) this.#noticeColumns(attributes);
    if (account === undefined || !this.file.hasRow(account)) {
      this.#displays.take(key, attributes);
      return;
    }
    this.isKept[account] = 1;
    this.owners[account] = this.people.numberOf(ownership.person);
    if (attributes === undefined) {
      this.#unseen += 1;
      return;
    }
    this.#compared += 1;
    this.#differing.length = 0;
    for (let column = 0; column < this.#columns.length; column += 1) {
      const { name = '' } = this.#columns[column] ?? {};
      const value = attributes[name];
      // Inherited properties of an object, such as `constructor`, are not text.
      this.#shown[column] = typeof value === 'string' || Object.hasOwn(attributes, name) ? value : undefined;
      const isKept = edited.includes(name) || (chosen.includes(name) && this.#isBlankInFile(account, column));
      if (isKept) this.file.mark(account, column, MARK.same);
      else this.#compare(account, column);
    }
    if (this.#differing.length > 0) this.isKept[account] = 2;
    if (account === this.file.openEnd?.account) this.#noteCut(this.file.openEnd);
    if (this.#differing.length > 1) {
      this.#shifts.count(account, this.#differing, (column) => this.#textsOf(column));
    }
  }

  #isBlankInFile(account: number, column: number): boolean {
    this.file.read(account, column, this.#file);
    return isNone(this.#file);
  }

  #noteCut(openEnd: OpenEnd): void {
    const { type = 'STRING' } = this.#columns[openEnd.column] ?? {};
    this.#isCut = isCut(openEnd, this.#textsOf(openEnd.column), type);
  }

  /** Accounts that are to be deleted also show which columns the source has. */
  #noticeColumns(attributes: Readonly<Record<string, unknown>>): void {
    if (this.#unnoticed.length === 0) return;
    for (const counts of this.#unnoticed) counts.isOnSource = Object.hasOwn(attributes, counts.about.name);
    this.#unnoticed = this.#unnoticed.filter(({ isOnSource }) => !isOnSource);
  }

  /** True if an account of the source and one that the file adds, by their keys, have the same display name. */
  hasSameDisplay(before: string, added: string): boolean {
    return this.#displays.isOfBoth(before, added);
  }

  #compare(account: number, column: number): void {
    const counts = this.counts[column];
    if (counts === undefined) return;
    const { isMulti } = counts.about;
    const before = isMulti ? this.file.markOf(account, column) : this.file.read(account, column, this.#file);
    const mark = isUnreadable(this.#shown[column])
      ? this.#noteUnreadable(account, column, counts)
      : isMulti
        ? this.#compareList(account, column, counts)
        : this.#compareOne(column, counts);
    if (mark !== before) this.file.mark(account, column, mark);
    if (mark === MARK.same) return;
    this.#differing.push(column);
    this.transitions[column]?.add(this.#textsOf(column), this.#shownValue(account, column));
  }

  /** What cannot be read is certainly not what the file says. */
  #noteUnreadable(account: number, column: number, counts: ColumnCounts): Mark {
    counts.unreadable += 1;
    counts.valued += 1;
    const lists = this.file.lists(column);
    const isBlank = lists === undefined ? isNone(this.#file) : lists.of(account).length === 0;
    if (isBlank) counts.emptied += 1;
    else {
      counts.both += 1;
      counts.changed += 1;
    }
    return isBlank ? MARK.emptied : MARK.changed;
  }

  /**
   * Compares with the cell of the file that was read. Runs for millions of values, so it allocates nothing for a single
   * text that is equal.
   */
  #compareOne(column: number, counts: ColumnCounts): Mark {
    const { type } = counts.about;
    const cell = this.#file;
    const shown = this.#shown[column];
    let text = typeof shown === 'string' ? shown : this.#otherText(column);
    let bits = type === 'DATE' ? 0 : hashText(this.#now, text);
    // What has the hash of the file's value is that text: it needs no other form.
    if (type === 'DATE' || !isEqual(this.#now, cell)) {
      text = stored(text);
      bits = hashValue(this.#now, text, type);
    }
    if (type === 'DATE' && text !== '' && !isEqual(this.#now, cell)) this.#asInstant(text, cell);
    this.#noteValues(counts, text, bits);
    const mark = this.#markOf(counts, cell);
    return mark === MARK.same ? mark : this.#faults.count(counts, cell, text, mark);
  }

  /** What ISC returns, if it is not a text: several values in a column of single ones are one text of lines. */
  #otherText(column: number): string {
    const texts = textsOf(this.#shown[column]);
    return texts === undefined ? '' : texts.join('\n');
  }

  /** The same instant in milliseconds since 1970 is equal to a date of the file in ISO 8601. */
  #asInstant(text: string, cell: Cell): void {
    const instant = kindOfCell(cell) === KIND.date ? epochInstant(text) : undefined;
    if (instant === undefined) return;
    hashText(this.#scratch, instantForm(instant));
    if (isEqual(this.#scratch, cell)) Object.assign(this.#now, this.#scratch);
  }

  #noteValues(counts: ColumnCounts, text: string, bits: number): void {
    note(counts.inTenant, this.#now);
    note(counts.inFile, this.#file);
    if (text === '') {
      counts.blank += 1;
      return;
    }
    counts.valued += 1;
    if (bits > 0x7f) this.#faults.noteLetters(counts, text);
    if (isNullWord(text)) counts.nullWordsNow.add(keyOf(this.#now));
    if (isNone(this.#file)) return;
    counts.both += 1;
    this.#faults.noteBoth(counts, this.#file, text, isEqual(this.#now, this.#file));
  }

  #markOf(counts: ColumnCounts, cell: Cell): Mark {
    if (isEqual(this.#now, cell)) return MARK.same;
    if (isNone(cell)) {
      counts.emptied += 1;
      return MARK.emptied;
    }
    if (isNone(this.#now)) {
      counts.filled += 1;
      return MARK.filled;
    }
    counts.changed += 1;
    return MARK.changed;
  }

  #compareList(account: number, column: number, counts: ColumnCounts): Mark {
    const shown = this.#shown[column];
    const lists = this.file.lists(column);
    return lists === undefined ? MARK.same : this.#lists.compare(counts, lists, account, shown);
  }

  #textsOf(column: number): readonly string[] {
    return storedTexts(this.#shown[column]);
  }

  /** The value in the file, which is kept for columns that reports may show. */
  #shownValue(account: number, column: number): ShownValue {
    const values = this.file.lists(column)?.of(account);
    if (values === undefined) this.file.read(account, column, this.#file);
    else if (values.length === 0) return 'none';
    else if (values.length > 1) return 'several';
    const shown = this.file.shownValues(column);
    const [value] = values ?? [];
    if (value === undefined && isNone(this.#file)) return 'none';
    const text = value === undefined ? shown?.textOf(keyOf(this.#file)) : shown?.textOfValue(value);
    return text === undefined ? 'several' : { text };
  }
}
