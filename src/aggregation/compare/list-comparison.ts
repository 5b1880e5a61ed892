/** Compares the values of an account in a column that can have several with those in ISC. */
import { hashValue, keyOf, noCell, writeCell } from '../../csv/values/cell.js';
import { epochInstant } from '../../csv/values/dates.js';
import { hashText, type ValueHash } from '../../csv/values/hash.js';
import { sumOfParts, type ValueLists } from '../../csv/values/value-lists.js';
import { nameBits, senseBits, VALUE_FLAG, wordBits, type ListValue } from '../../csv/values/list-value.js';
import {
  commaParts,
  equalForm,
  instantForm,
  shortName,
  type Separator,
} from '../../csv/values/text-forms.js';
import { wordsMeaning } from '../../csv/values/words.js';
import type { AttributeType } from '../../model/source.js';
import { increment, MARK, note, type ColumnCounts, type Mark } from './column-counts.js';
import { garbledForms } from './garbled.js';
import { storedTexts, TenantText } from './tenant-value.js';

/** One value of ISC. */
interface Now extends ValueHash {
  readonly text: string;
}

/** Compares lists. One object serves all accounts of a comparison. */
export class ListComparison {
  readonly #cell = noCell();
  readonly #hash: ValueHash = { low: 0, high: 0 };

  /** Compares what ISC shows for an account with its values in the file, and counts the result. */
  compare(counts: ColumnCounts, lists: ValueLists, account: number, shown: unknown): Mark {
    const { type } = counts.about;
    const texts = storedTexts(shown);
    const file = lists.of(account);
    const now = this.#different(texts, file, type);
    noteCounts(counts, now, file);
    if (isSame(now, file) || isJoinedSame(lists, account, shown, file, type)) return MARK.same;
    if (file.length === 0) {
      counts.emptied += 1;
      counts.losing += 1;
      return MARK.emptied;
    }
    if (now.length === 0) return this.#filled(counts, file);
    counts.changed += 1;
    const mark = this.#changed(counts, now, file);
    const [value] = file;
    if (mark === MARK.changed && value !== undefined && file.length === 1) {
      const join = joinOf(lists, account, now, value);
      if (join !== undefined) increment(counts.joined, join);
    }
    return mark;
  }

  /** The values of ISC, equal ones once. */
  #different(texts: readonly string[], file: readonly ListValue[], type: AttributeType): readonly Now[] {
    const all = texts.map((text): Now => this.#hashed(text, file, type));
    if (type === 'STRING' || all.length < 2) return all;
    return [...new Map(all.map((one) => [keyOf(one), one])).values()];
  }

  #hashed(text: string, file: readonly ListValue[], type: AttributeType): Now {
    hashValue(this.#hash, text, type);
    const one = { text, low: this.#hash.low, high: this.#hash.high };
    const instant = type === 'DATE' ? epochInstant(text) : undefined;
    if (instant === undefined || file.some((value) => isOne(one, value))) return one;
    // Milliseconds since 1970 are equal to a date of the file in ISO 8601.
    hashText(this.#hash, instantForm(instant));
    return { text, low: this.#hash.low, high: this.#hash.high };
  }

  #filled(counts: ColumnCounts, file: readonly ListValue[]): Mark {
    counts.filled += 1;
    const [value] = file;
    if (value === undefined || file.length > 1) return MARK.filled;
    const { flags, high, low } = value;
    const key = `${high}:${low}`;
    const filling = counts.filledWith.get(key) ?? {
      accounts: 0,
      isSenseless: (flags & VALUE_FLAG.unheld) !== 0,
    };
    filling.accounts += 1;
    if (counts.filledWith.size < MAX_FILLINGS) counts.filledWith.set(key, filling);
    if (flags & VALUE_FLAG.objectWord) increment(counts.garbled, 'written as the name of their type');
    if (flags & VALUE_FLAG.nullWord) {
      counts.nullWords += 1;
      increment(counts.nullWordsInBlank, low);
    }
    return MARK.filled;
  }

  #changed(counts: ColumnCounts, now: readonly Now[], file: readonly ListValue[]): Mark {
    const { type } = counts.about;
    const isNotation = now.length === file.length && this.#agree(now, file, type);
    if (isNotation) {
      counts.notation += 1;
      increment(counts.aspects, this.#aspectOf(now, file, type));
      return MARK.notation;
    }
    if (!now.every((one) => file.some((value) => this.#isNotation(one, value, type)))) counts.losing += 1;
    if (file.some(({ flags }) => flags & VALUE_FLAG.objectWord)) {
      increment(counts.garbled, 'written as the name of their type');
    }
    if (file.some(({ flags }) => flags & VALUE_FLAG.suspicious)) this.#countGarbled(counts, now, file);
    return MARK.changed;
  }

  /** True if each value of ISC is one of the file's, but for its notation, and the other way round. */
  #agree(now: readonly Now[], file: readonly ListValue[], type: AttributeType): boolean {
    return (
      now.every((one) => file.some((value) => this.#isNotation(one, value, type))) &&
      file.every((value) => now.some((one) => this.#isNotation(one, value, type)))
    );
  }

  #isNotation(now: Now, value: ListValue, type: AttributeType): boolean {
    if (isOne(now, value)) return true;
    if (this.#senseOf(now.text, type) === value.sense) return true;
    if (value.flags & VALUE_FLAG.hasName && nameBits(now.text) === value.name) return true;
    const name = shortName(now.text);
    if (name !== undefined && this.#senseOf(name, type) === value.sense) return true;
    const { meaning } = new TenantText(now.text, type);
    return (
      meaning !== undefined && wordsMeaning(meaning).some((word) => this.#senseOf(word, type) === value.sense)
    );
  }

  #senseOf(text: string, type: AttributeType): number {
    writeCell(this.#cell, text, type);
    return senseBits(this.#cell);
  }

  #aspectOf(
    now: readonly Now[],
    file: readonly ListValue[],
    type: AttributeType,
  ): 'letter case' | typeof NAMES {
    const isCase = now.every((one) => {
      const sense = this.#senseOf(one.text, type);
      return file.some((value) => value.sense === sense);
    });
    return isCase ? 'letter case' : NAMES;
  }

  #countGarbled(counts: ColumnCounts, now: readonly Now[], file: readonly ListValue[]): void {
    const { type } = counts.about;
    for (const { text } of now) {
      const form = garbledForms(text).find((one) => {
        hashValue(this.#hash, one.text, type);
        return file.some((value) => isOne(this.#hash, value));
      });
      if (form === undefined) continue;
      increment(counts.garbled, form.how);
      return;
    }
  }
}

const NAMES = 'names in a longer form (a distinguished name, a domain)';
const MAX_FILLINGS = 1_000;

function noteCounts(counts: ColumnCounts, now: readonly Now[], file: readonly ListValue[]): void {
  if (now.length > 1) counts.manyNow += 1;
  if (file.length > 1) counts.manyInFile += 1;
  for (const one of now) note(counts.inTenant, one);
  for (const value of file) note(counts.inFile, value);
  if (now.length === 0) counts.blank += 1;
  else counts.valued += 1;
  if (now.length > 0 && file.length > 0) counts.both += 1;
}

/** 48 bits of a value are kept. */
function isOne(now: ValueHash, { high, low }: ListValue): boolean {
  return now.low === low && (now.high & 0xffff) === high;
}

function isSame(now: readonly Now[], file: readonly ListValue[]): boolean {
  if (now.length !== file.length) return false;
  if (now.length <= FEW) return now.every((one) => file.some((value) => isOne(one, value)));
  const keys = new Set(file.map(({ high, low }) => high * 0x1_0000_0000 + low));
  return now.every(({ high, low }) => keys.has((high & 0xffff) * 0x1_0000_0000 + low));
}

/** Up to this many values, each is compared with each. */
const FEW = 16;

/** True if ISC shows a list as one text, and the parts of both are the same once they are split at commas. */
function isJoinedSame(
  lists: ValueLists,
  account: number,
  shown: unknown,
  file: readonly ListValue[],
  type: AttributeType,
): boolean {
  if (typeof shown !== 'string' || !shown.includes(',') || file.length === 0) return false;
  const forms = new Set(commaParts(shown).map((part) => equalForm(part, type)));
  const parts = sumOfParts(forms);
  const kept = lists.partsOf(account);
  if (kept !== undefined) return kept.low === parts.low && kept.high === parts.high;
  // Without signs at which they could be split, the values are their own parts.
  return forms.size === file.length && isSum(file, parts);
}

function isSum(
  file: readonly ListValue[],
  { high, low }: { readonly low: number; readonly high: number },
): boolean {
  let [sumLow, sumHigh] = [0, 0];
  for (const value of file) {
    sumLow = (sumLow + value.low) >>> 0;
    sumHigh = (sumHigh + value.high) & 0xffff;
  }
  return sumLow === low && sumHigh === high;
}

/**
 * How the only text of the file is ISC's list, joined to one: at one of the signs, or at blanks, where none of them fits;
 * `undefined` if it is not.
 */
function joinOf(
  lists: ValueLists,
  account: number,
  now: readonly Now[],
  value: ListValue,
): Separator | 'brackets' | undefined {
  const isBracketed = (value.flags & VALUE_FLAG.bracketed) !== 0;
  if (now.length === 1 && !isBracketed) return undefined;
  const texts = now.map(({ text }) => text.trim());
  const [sign] = lists.joinedAt(account, texts);
  if (sign !== undefined) return now.length === 1 ? 'brackets' : sign;
  const words = wordBits(texts);
  const isAtBlanks =
    now.length > 1 &&
    words !== 0 &&
    texts.every((text) => !/\s/u.test(text)) &&
    (isBracketed || lists.partsOf(account) === undefined);
  return isAtBlanks && words === value.words ? 'blanks' : undefined;
}
