/** Compares the values of the accounts that are both in the file and on the source. */
import {
  isEqual,
  isNone,
  noFingerprint,
  plainFingerprint,
  plainKey,
  type Fingerprint,
} from '../../csv/fingerprint.js';
import type { ComparedColumn, FileValues } from '../../csv/row-values.js';
import type { Account } from '../../isc/decode-account.js';
import type { AttributeType } from '../../model/source.js';
import type { ShownValue } from '../../model/value-changes.js';
import {
  CHANGED,
  newTally,
  REWRITTEN,
  SAME,
  tallied,
  type CellChange,
  type ColumnTally,
} from './column-tally.js';
import { canBeGarbled, garbledForms } from './garbled.js';
import { OtherTypes } from './other-types.js';
import { ShiftedColumns } from './shifted-columns.js';
import { fingerprintAll, isJoined, textsOf } from './tenant-value.js';
import { ValueWays } from './value-ways.js';

/** What a comparison has counted, before it is decided which columns are formatted differently (`summed.ts`). */
export interface ComparedValues {
  readonly file: FileValues;
  readonly tallies: readonly ColumnTally[];
  readonly shifted: ShiftedColumns;
  readonly ways: readonly (ValueWays | undefined)[];
  /** The CellChange of each cell, by account of the file, then by column. */
  readonly cells: Uint8Array;
  readonly compared: number;
  readonly unseen: number;
}

/** The values of one account in ISC, in the order of the compared columns. One object serves all accounts. */
interface AccountValues {
  /** As ISC returns them. */
  readonly shown: unknown[];
  /** For a single text only the plain form, until it turns out to differ. */
  readonly prints: readonly Fingerprint[];
}

/** Compares the accounts of a source with the values of a file, one at a time as they arrive. */
export class ValueComparison implements ComparedValues {
  readonly file: FileValues;
  readonly tallies: readonly ColumnTally[];
  readonly shifted: ShiftedColumns;
  readonly ways: readonly (ValueWays | undefined)[];
  readonly cells: Uint8Array;
  readonly #columns: readonly ComparedColumn[];
  readonly #now: AccountValues;
  readonly #file = noFingerprint();
  readonly #otherTypes: OtherTypes;
  readonly #scratch = noFingerprint();
  #unnoticed: ColumnTally[];
  #compared = 0;
  #unseen = 0;

  constructor(file: FileValues) {
    const { columns } = file;
    this.file = file;
    this.#columns = columns;
    this.tallies = columns.map(({ name }) => newTally(name));
    this.#unnoticed = [...this.tallies];
    this.shifted = new ShiftedColumns(columns.length);
    this.ways = columns.map(({ isShown }) => (isShown ? new ValueWays() : undefined));
    this.cells = new Uint8Array(file.accounts * columns.length);
    this.#otherTypes = new OtherTypes(columns.length);
    this.#now = { shown: columns.map(() => undefined), prints: columns.map(() => noFingerprint()) };
  }

  /** Accounts in the file and on the source whose values were compared. */
  get compared(): number {
    return this.#compared;
  }

  /** Accounts in the file and on the source whose values ISC does not return. */
  get unseen(): number {
    return this.#unseen;
  }

  /** Takes an account of the source; each only once. `key`: its key in the file. */
  take(key: string, { attributes }: Pick<Account, 'attributes'>): void {
    if (attributes !== undefined) this.#noticeColumns(attributes);
    const account = this.file.accountOf(key);
    if (account === undefined) return;
    if (attributes === undefined) {
      this.#unseen += 1;
      return;
    }
    this.#compared += 1;
    this.#otherTypes.begin();
    this.#read(attributes);
    for (let column = 0; column < this.#columns.length; column += 1) this.#compare(account, column);
  }

  /** Accounts that are to be deleted also show which columns the source has. */
  #noticeColumns(attributes: Readonly<Record<string, unknown>>): void {
    if (this.#unnoticed.length === 0) return;
    for (const tally of this.#unnoticed) tally.isOnSource = Object.hasOwn(attributes, tally.name);
    this.#unnoticed = this.#unnoticed.filter(({ isOnSource }) => !isOnSource);
  }

  /** Runs for millions of values, so it allocates nothing for a single text. */
  #read(attributes: Readonly<Record<string, unknown>>): void {
    const { prints, shown } = this.#now;
    for (let column = 0; column < this.#columns.length; column += 1) {
      const about = this.#columns[column];
      const print = prints[column];
      if (about === undefined || print === undefined) continue;
      let value = attributes[about.name];
      // Inherited properties of an object, such as `constructor`, are not text.
      if (typeof value === 'string') plainFingerprint(print, value, about.type);
      else {
        if (!Object.hasOwn(attributes, about.name)) value = undefined;
        this.#readOther(column, value, print, about.type);
      }
      shown[column] = value;
    }
  }

  #readOther(column: number, value: unknown, print: Fingerprint, type: AttributeType): void {
    const tally = this.tallies[column];
    const texts = textsOf(value);
    if (tally !== undefined && texts === undefined) tally.isUnreadable = true;
    if (tally !== undefined && texts !== undefined && texts.length > 1) tally.apart += 1;
    fingerprintAll(print, texts ?? [], type);
  }

  /** What ISC returns for a column of this account. */
  #texts(column: number): readonly string[] {
    return textsOf(this.#now.shown[column]) ?? [];
  }

  #compare(account: number, column: number): void {
    const now = this.#now.prints[column];
    const tally = this.tallies[column];
    const about = this.#columns[column];
    if (now === undefined || tally === undefined || about === undefined) return;
    this.file.read(account, column, this.#file);
    if (!isEqual(now, this.#file)) fingerprintAll(now, this.#texts(column), about.type);
    const change = tallied(tally, now, this.#file);
    if (change !== SAME) this.#differs(account, column, tally, change);
  }

  #differs(account: number, column: number, tally: ColumnTally, change: CellChange): void {
    const { isMulti = false, type = 'STRING' } = this.#columns[column] ?? {};
    const texts = this.#texts(column);
    const isOnlyJoined = change === CHANGED && isMulti && isJoined(this.#now.shown[column], this.#file, type);
    if (isOnlyJoined) {
      tally.changed -= 1;
      tally.rewritten += 1;
      tally.joined += 1;
    }
    const counted = isOnlyJoined ? REWRITTEN : change;
    this.cells[account * this.#columns.length + column] = counted;
    this.ways[column]?.add(texts, this.#shownValue(column), counted === REWRITTEN);
    if (counted !== CHANGED) return;
    if (this.#isGarbled(texts, type)) tally.garbled += 1;
    this.#countShifts(column, type);
  }

  #isGarbled(texts: readonly string[], type: AttributeType): boolean {
    if (!canBeGarbled(texts)) return false;
    const forms = texts.map(garbledForms);
    return (forms[0] ?? []).some((_, way) => {
      fingerprintAll(
        this.#scratch,
        forms.map((all) => all[way] ?? ''),
        type,
      );
      return isEqual(this.#scratch, this.#file);
    });
  }

  #countShifts(column: number, type: AttributeType): void {
    const { first, end } = this.shifted.around(column);
    const { prints, shown } = this.#now;
    for (let other = first; other < end; other += 1) {
      if (other === column) continue;
      // The same text is a different value in a column of another type.
      const print =
        this.#columns[other]?.type === type
          ? prints[other]
          : this.#otherTypes.print(type, other, shown[other]);
      if (print !== undefined && isEqual(print, this.#file)) this.shifted.add(column, other);
    }
  }

  /** The value in the file, which is kept for columns that reports may show. */
  #shownValue(column: number): ShownValue {
    if (isNone(this.#file)) return 'none';
    const text = this.file.shownValues(column)?.textOf(plainKey(this.#file));
    return text === undefined ? 'several' : { text };
  }
}
