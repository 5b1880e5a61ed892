/** Checks of the bytes, before there are records: encoding, and what Git may leave in a file. */
import { isAscii, isUtf8 } from 'node:buffer';
import { countLineFeeds, LF, lineStart } from './bytes.js';
import { type FindingCollector, Occurrences } from './findings-collector.js';
import { foreignBytes, notCsv } from './foreign-content.js';
import type { Rule } from '../model/finding.js';
import { thousands } from '../model/words.js';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** UTF-32 first, since its little-endian mark begins with that of UTF-16. */
const FOREIGN_MARKS = [
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0])],
  ['UTF-32', Buffer.from([0, 0, 0xfe, 0xff])],
  ['UTF-16', Buffer.from([0xff, 0xfe])],
  ['UTF-16', Buffer.from([0xfe, 0xff])],
] as const;

/** The first line of a pointer file (the Git LFS specification; the second is its old name). */
const LFS_POINTER = /^version https:\/\/(?:git-lfs|hawser)\.github\.com\/spec\//;

/** Git writes seven characters, a space and a label. In a cell that only looks like this, something else follows. */
const CONFLICT_BEGIN = /^<{7}(?:[ \r\n]|$)/;

const CONFLICT_END = /^>{7}(?:[ \r\n]|$)/;

/** Checks for what is visible in the bytes before records are read: encoding, Git's pointers and conflicts. */
export class ByteChecks {
  readonly #findings: FindingCollector;
  #lineFeeds = 0;
  #endsWithLineFeed = true;
  #first = true;
  #over = false;
  #readable = true;
  readonly #invalid = new Occurrences();
  readonly #guess = new EncodingGuess();
  #lastInvalidLine = 0;
  /** At least one line is UTF-8 beyond ASCII. */
  #hasUtf8 = false;
  #inConflict = false;

  constructor(findings: FindingCollector) {
    this.#findings = findings;
  }

  /** False once the text cannot be trusted to show which accounts the file contains. */
  get readable(): boolean {
    return this.#readable;
  }

  /** Lines so far; the last one counts with or without a line feed. */
  get lines(): number {
    return this.#lineFeeds + (this.#endsWithLineFeed ? 0 : 1);
  }

  /**
   * Checks the next block of whole lines. Returns the part of it that can be read as records, and whether more may
   * follow it: nothing follows a NUL byte or a merge conflict.
   */
  check(block: Buffer): { readonly records: Buffer; readonly goesOn: boolean } {
    const text = this.#first ? this.#begin(block) : block;
    this.#first = false;
    const end = this.#over ? 0 : this.#text(text);
    this.#lineFeeds += countLineFeeds(block, 0, block.length);
    this.#endsWithLineFeed = block[block.length - 1] === LF;
    return { records: text.subarray(0, end), goesOn: end === text.length };
  }

  /** Handles the end of the file. Lines that are not UTF-8 have one cause, so they are one finding. */
  end(): void {
    const { count, firstLine } = this.#invalid;
    if (firstLine === undefined) return;
    const [subject, their] =
      count === 1 ? ['This line is', 'it looks'] : [`${thousands(count)} lines are`, 'they look'];
    const which = count === 1 ? '' : ` (${this.#invalid.inWords()})`;
    const message = `${subject} not valid UTF-8${which}${this.#advice(their)}`;
    this.#findings.add('encoding', message, { line: firstLine });
  }

  #advice(theyLook: string): string {
    if (this.#hasUtf8) {
      return ', while others are: text in two encodings was mixed, or cut off within a character. Export the file again as UTF-8.';
    }
    const encoding = this.#guess.result;
    return encoding === undefined
      ? '. Export the file again as UTF-8.'
      : `; ${theyLook} like ${encoding.name}. Export the file as UTF-8, or convert it: ${convert(encoding.iconv)}`;
  }

  /** Checks how the file begins; returns the block without a byte order mark. */
  #begin(block: Buffer): Buffer {
    const other = foreignBytes(block);
    const foreign = FOREIGN_MARKS.find(([, mark]) => block.subarray(0, mark.length).equals(mark));
    if (other !== undefined) {
      this.#stop('not-a-csv', notCsv(other), 1);
    } else if (foreign !== undefined) {
      const message = `The file is ${foreign[0]}, as its byte order mark says, but ISC reads UTF-8. Export it as UTF-8, or convert it: ${convert(foreign[0])}`;
      this.#stop('encoding', message, 1);
    } else if (LFS_POINTER.test(block.toString('latin1', 0, 100))) {
      this.#stop(
        'lfs-pointer',
        'This is a Git LFS pointer, not the file itself: check out with "lfs: true".',
        1,
      );
    } else if (block.subarray(0, UTF8_MARK.length).equals(UTF8_MARK)) {
      const message =
        'The file begins with a UTF-8 byte order mark, which can become part of the first column name. Have the export write UTF-8 without it.';
      this.#findings.add('byte-order-mark', message, { line: 1 });
      return block.subarray(UTF8_MARK.length);
    }
    return block;
  }

  /** Returns the offset up to which the text can be read as records. */
  #text(text: Buffer): number {
    const nul = text.indexOf(0);
    const end = nul === -1 ? text.length : lineStart(text, nul);
    const checked = text.subarray(0, end);
    if (!isUtf8(checked)) this.#invalidLines(checked);
    else this.#hasUtf8 ||= !isAscii(checked);
    const conflict = this.#conflicts(checked);
    if (nul !== -1) {
      const message =
        'The file contains a NUL byte: it is UTF-16 without a byte order mark, or not text at all, but ISC reads UTF-8. ' +
        'Export it as UTF-8.';
      this.#stop('encoding', message, this.#lineFeeds + 1 + countLineFeeds(text, 0, nul));
    }
    return Math.min(end, conflict);
  }

  #stop(rule: Rule, message: string, line: number): void {
    this.#over = true;
    this.#readable = false;
    this.#findings.add(rule, message, { line });
  }

  #invalidLines(text: Buffer): void {
    this.#readable = false;
    for (const { bytes, line } of this.#linesOf(text)) {
      if (isUtf8(bytes)) {
        this.#hasUtf8 ||= !isAscii(bytes);
        continue;
      }
      this.#guess.add(bytes);
      if (line !== this.#lastInvalidLine) this.#invalid.addLine(line);
      this.#lastInvalidLine = line;
    }
  }

  /** Returns the offset of the first conflict, or the length of the text. */
  #conflicts(text: Buffer): number {
    if (!text.includes('<<<<<<<') && !text.includes('>>>>>>>')) return text.length;
    let first = text.length;
    for (const { bytes, line, at } of this.#linesOf(text)) {
      const words = bytes.toString('latin1', 0, 8);
      const begins = CONFLICT_BEGIN.test(words);
      const ends = CONFLICT_END.test(words);
      if (begins || (ends && !this.#inConflict)) {
        this.#readable = false;
        first = Math.min(first, at);
        this.#findings.add('merge-conflict', 'An unresolved merge conflict begins here.', {
          line,
        });
      }
      if (begins || ends) this.#inConflict = begins;
    }
    return first;
  }

  *#linesOf(text: Buffer): Generator<{ bytes: Buffer; line: number; at: number }> {
    let line = this.#lineFeeds + 1;
    for (let at = 0; at < text.length; line += 1) {
      const feed = text.indexOf(LF, at);
      const next = feed === -1 ? text.length : feed + 1;
      yield { bytes: text.subarray(at, next), line, at };
      at = next;
    }
  }
}

function convert(from: string): string {
  return `iconv -f ${from} -t UTF-8 old.csv > new.csv`;
}

/** An encoding by its common name, and by its name in `iconv`. */
export interface Encoding {
  readonly name: string;
  readonly iconv: string;
}

/** Letters of Western European languages, the most frequent first; below, their bytes in each encoding. */
const LETTERS = 'äöüßéÄÖÜèêàâáíóúñçåøæÉÈÇ';

const FREQUENT = 5;

const WINDOWS_1252 = { name: 'Windows-1252', iconv: 'WINDOWS-1252' };

const LETTER_BYTES: readonly (readonly [Encoding, Buffer])[] = [
  [WINDOWS_1252, Buffer.from(LETTERS, 'latin1')],
  [
    { name: 'DOS code page 850', iconv: 'IBM850' },
    Buffer.from('849481e1828e999a8a888583a0a1a2a3a487869b9190d480', 'hex'),
  ],
  [
    { name: 'Mac OS Roman', iconv: 'MACINTOSH' },
    Buffer.from('8a9a9fa78e8085868f9088898792979c968d8cbfbe83e982', 'hex'),
  ],
];

/** Windows-1252's other letters, the euro sign, the ellipsis, quotation marks and dashes. */
const OTHERS = [0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, ...range(0xc0, 0xff)];

/** An encoding must explain at least this share of the non-ASCII bytes. */
const EXPLAINED = 0.6;

/** Guesses the single-byte encoding of lines that are not UTF-8. */
export class EncodingGuess {
  readonly #counts = new Uint32Array(256);
  #beyondAscii = 0;
  /** Non-ASCII bytes directly after another one: rare in Western words, the rule in other scripts. */
  #neighbours = 0;

  /** Takes a line. */
  add(line: Buffer): void {
    let before = 0;
    for (const byte of line) {
      if (byte >= 0x80) {
        this.#counts[byte] = (this.#counts[byte] ?? 0) + 1;
        this.#beyondAscii += 1;
        if (before >= 0x80) this.#neighbours += 1;
      }
      before = byte;
    }
  }

  /** The encoding that explains most; `undefined` if none explains enough, as for a non-Latin script. */
  get result(): Encoding | undefined {
    if (this.#neighbours * 2 > this.#beyondAscii) return undefined;
    let best: Encoding | undefined;
    let most = 0;
    for (const [encoding, letters] of LETTER_BYTES) {
      const bytes = new Set([...letters, ...(encoding === WINDOWS_1252 ? OTHERS : [])]);
      const explained = this.#sum(bytes);
      const score = explained + this.#sum(letters.subarray(0, FREQUENT));
      if (score > most && explained >= this.#beyondAscii * EXPLAINED) [best, most] = [encoding, score];
    }
    return best;
  }

  #sum(bytes: Iterable<number>): number {
    let sum = 0;
    for (const byte of bytes) sum += this.#counts[byte] ?? 0;
    return sum;
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
