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
