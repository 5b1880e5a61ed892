/** Numbers texts in the order in which they are added, and finds them again, without an object for each. */
import { randomInt } from 'node:crypto';

/** A text that was added does not continue in another block, unless it is longer than one. */
const BLOCK_BITS = 18;
const BLOCK_BYTES = 1 << BLOCK_BITS;
const MAX_BLOCKS = 1 << (32 - BLOCK_BITS);

/** A text has its length in front: one byte, or this one and four more. */
const LONG = 0xff;
const LONG_HEADER = 5;

const FIRST_CAPACITY = 1_024;
/** Of the slots so many may be taken. */
const MAX_LOAD = 0.6;

/** Different in every run, so that nobody can craft texts that all have the same place in the table. */
const SEED = randomInt(0x1_0000_0000) | 0;
const FACTOR = 0x5bd1e995;

/** Texts as bytes in UTF-8. Beside its bytes a short text takes some 20 more. At most 4 GiB. */
export class TextTable {
  readonly #blocks: Buffer[] = [];
  /** Bytes of the last block that are taken. */
  #taken = BLOCK_BYTES;
  /** Where each text stands, by its number: the block above BLOCK_BITS of its place there. */
  #places = new Uint32Array(FIRST_CAPACITY);
  /** For each slot the hash of a text, and its number from 1; 0: the slot is free. */
  #slots = new Int32Array(FIRST_CAPACITY * 2);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of a text, from 0; `undefined` if it was not added. */
  numberOf(text: string): number | undefined {
    const hash = hashAscii(text);
    if (hash === undefined) {
      const bytes = Buffer.from(text);
      const number = this.numberOfBytes(bytes, 0, bytes.length);
      // A text with half a surrogate pair has the bytes of another one.
      return number === undefined || this.textOf(number) !== text ? undefined : number;
    }
    const slots = this.#slots;
    const mask = slots.length - 2;
    for (let slot = (hash << 1) & mask; slots[slot + 1] !== 0; slot = (slot + 2) & mask) {
      const number = (slots[slot + 1] ?? 0) - 1;
      if (slots[slot] === hash && this.#isText(number, text)) return number;
    }
    return undefined;
  }

  /** The number of a text by its bytes in UTF-8, from `start` up to but not including `end`. */
  numberOfBytes(bytes: Buffer, start: number, end: number): number | undefined {
    const number = this.#slots[this.#slotOf(hashBytes(bytes, start, end), bytes, start, end) + 1] ?? 0;
    return number === 0 ? undefined : number - 1;
  }

  /** The number of a text by its bytes in UTF-8, which is added if it is new: its number is then the size before. */
  add(bytes: Buffer, start: number, end: number): number {
    if (this.#size >= (this.#slots.length >>> 1) * MAX_LOAD) this.#grow();
    const hash = hashBytes(bytes, start, end);
    const slot = this.#slotOf(hash, bytes, start, end);
    const known = this.#slots[slot + 1] ?? 0;
    if (known !== 0) return known - 1;
    const number = this.#size;
    if (number === this.#places.length) this.#places = twiceAsLong(this.#places);
    this.#places[number] = this.#keep(bytes, start, end);
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = number + 1;
    this.#size += 1;
    return number;
  }

  /** The text with this number, which was added. */
  textOf(number: number): string {
    const block = this.#blockOf(number);
    const at = this.#startOf(number, block);
    return block.toString('utf8', at, at + this.#lengthOf(number, block));
  }

  /** The slot of the text, or the free one that it would take. */
  #slotOf(hash: number, bytes: Buffer, start: number, end: number): number {
    const slots = this.#slots;
    const mask = slots.length - 2;
    let slot = (hash << 1) & mask;
    for (; slots[slot + 1] !== 0; slot = (slot + 2) & mask) {
      if (slots[slot] === hash && this.#areBytes((slots[slot + 1] ?? 0) - 1, bytes, start, end)) break;
    }
    return slot;
  }

  #blockOf(number: number): Buffer {
    const block = this.#blocks[(this.#places[number] ?? 0) >>> BLOCK_BITS];
    if (block === undefined) throw new RangeError(`There is no text ${number}.`);
    return block;
  }

  #lengthOf(number: number, block: Buffer): number {
    const at = (this.#places[number] ?? 0) & (BLOCK_BYTES - 1);
    const length = block[at] ?? 0;
    return length === LONG ? block.readUInt32LE(at + 1) : length;
  }

  #startOf(number: number, block: Buffer): number {
    const at = (this.#places[number] ?? 0) & (BLOCK_BYTES - 1);
    return at + (block[at] === LONG ? LONG_HEADER : 1);
  }

  #isText(number: number, text: string): boolean {
    const block = this.#blockOf(number);
    const { length } = text;
    if (this.#lengthOf(number, block) !== length) return false;
    const begin = this.#startOf(number, block);
    for (let at = 0; at < length; at += 1) if (block[begin + at] !== text.charCodeAt(at)) return false;
    return true;
  }

  #areBytes(number: number, bytes: Buffer, start: number, end: number): boolean {
    const block = this.#blockOf(number);
    if (this.#lengthOf(number, block) !== end - start) return false;
    const begin = this.#startOf(number, block) - start;
    for (let at = start; at < end; at += 1) if (block[begin + at] !== bytes[at]) return false;
    return true;
  }

  /** Copies the text into a block. Returns its place. */
  #keep(bytes: Buffer, start: number, end: number): number {
    const length = end - start;
    const header = length < LONG ? 1 : LONG_HEADER;
    if (this.#taken + header + length > BLOCK_BYTES) {
      if (this.#blocks.length === MAX_BLOCKS) throw new RangeError('There are more than 4 GiB of texts.');
      this.#blocks.push(Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, header + length)));
      this.#taken = 0;
    }
    const number = this.#blocks.length - 1;
    const block = this.#blocks[number];
    const at = this.#taken;
    if (block === undefined) throw new RangeError('There is no block.');
    if (header === 1) block[at] = length;
    else {
      block[at] = LONG;
      block.writeUInt32LE(length, at + 1);
    }
    const begin = at + header - start;
    for (let from = start; from < end; from += 1) block[begin + from] = bytes[from] ?? 0;
    this.#taken = Math.min(BLOCK_BYTES, at + header + length);
    return ((number << BLOCK_BITS) | at) >>> 0;
  }

  #grow(): void {
    const slots = this.#slots;
    const longer = new Int32Array(slots.length * 2);
    const mask = longer.length - 2;
    for (let from = 0; from < slots.length; from += 2) {
      const number = slots[from + 1] ?? 0;
      if (number === 0) continue;
      const hash = slots[from] ?? 0;
      let slot = (hash << 1) & mask;
      while (longer[slot + 1] !== 0) slot = (slot + 2) & mask;
      longer[slot] = hash;
      longer[slot + 1] = number;
    }
    this.#slots = longer;
  }
}

/** The hash of the bytes of a text; `undefined` if it is not ASCII. */
function hashAscii(text: string): number | undefined {
  let hash = SEED;
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    bits |= unit;
    hash = Math.imul(hash ^ unit, FACTOR);
    hash ^= hash >>> 15;
  }
  return bits > 0x7f ? undefined : hash;
}

function hashBytes(bytes: Buffer, start: number, end: number): number {
  let hash = SEED;
  for (let at = start; at < end; at += 1) {
    hash = Math.imul(hash ^ (bytes[at] ?? 0), FACTOR);
    hash ^= hash >>> 15;
  }
  return hash;
}

function twiceAsLong(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(numbers.length * 2);
  longer.set(numbers);
  return longer;
}
