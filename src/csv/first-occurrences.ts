/** On which line a text first occurred, exactly or in any letter case. */
import { type CsvRecord, LOWER, UPPER } from './record.js';

const FIRST_CAPACITY = 1024;
const MAX_LOAD = 0.7;

/**
 * Remembers on which line a text first occurred, by a hash of the text: 12 bytes per slot instead of a copy of each
 * text. Two texts share a 53-bit hash once in thousands of files with a million texts.
 */
export class FirstOccurrences {
  /** Hashes start at 1; 0 marks a free slot. */
  #hashes = new Float64Array(FIRST_CAPACITY);
  #lines = new Uint32Array(FIRST_CAPACITY);
  #size = 0;

  /** Returns the line on which `text` first occurred, or records `line` as its first one. */
  note(text: string, line: number): number | undefined {
    if (this.#size >= this.#hashes.length * MAX_LOAD) this.#grow();
    const hash = hashOf(text);
    const slot = this.#slotOf(hash);
    if (this.#hashes[slot] === hash) return this.#lines[slot];
    this.#hashes[slot] = hash;
    this.#lines[slot] = line;
    this.#size += 1;
    return undefined;
  }

  #slotOf(hash: number): number {
    const hashes = this.#hashes;
    const mask = hashes.length - 1;
    let slot = hash & mask;
    while (hashes[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const hashes = this.#hashes;
    const lines = this.#lines;
    this.#hashes = new Float64Array(hashes.length * 2);
    this.#lines = new Uint32Array(hashes.length * 2);
    for (const [index, hash] of hashes.entries()) {
      if (hash === 0) continue;
      const slot = this.#slotOf(hash);
      this.#hashes[slot] = hash;
      this.#lines[slot] = lines[index] ?? 0;
    }
  }
}

/** A whole number from 1 to 2^53 - 1, from two 32-bit hashes with different multipliers. */
function hashOf(text: string): number {
  let low = 0x2545f491;
  let high = 0x7f4a7c15;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    low ^= low >>> 15;
    high = Math.imul(high ^ unit, 0x5bd1e995);
    high ^= high >>> 13;
  }
  return (high & 0x1f_ffff) * 0x1_0000_0000 + (low >>> 0) || 1;
}

/**
 * Finds native identities that differ only in letter case. As long as all are in lower case, or all in upper case, none
 * can, and nothing is stored.
 */
export class LetterCase {
  #anyLower = false;
  #anyUpper = false;
  #inLowerCase: FirstOccurrences | undefined;

  /**
   * Takes a native identity that is new; `earlier` has the others with the lines of their first rows. Returns the line
   * of the first one that differs only in letter case.
   */
  note(
    record: CsvRecord,
    identity: number,
    earlier: () => Iterable<readonly [string, number]>,
  ): number | undefined {
    const { line } = record;
    if (this.#inLowerCase !== undefined) return this.#inLowerCase.note(lower(record, identity), line);
    this.#look(record, identity);
    if (!this.#anyLower || !this.#anyUpper) return undefined;
    this.#inLowerCase = new FirstOccurrences();
    for (const [text, firstLine] of earlier()) this.#inLowerCase.note(text.toLowerCase(), firstLine);
    return this.#inLowerCase.note(lower(record, identity), line);
  }

  #look(record: CsvRecord, identity: number): void {
    if (record.isPlain(identity)) {
      const kinds = record.kindsOf(identity);
      this.#anyLower ||= (kinds & LOWER) !== 0;
      this.#anyUpper ||= (kinds & UPPER) !== 0;
      return;
    }
    const text = record.text(identity);
    this.#anyLower ||= text.toUpperCase() !== text;
    this.#anyUpper ||= text.toLowerCase() !== text;
  }
}

function lower(record: CsvRecord, cell: number): string {
  return record.text(cell).toLowerCase();
}
