/** Which of ISC's words about a file may be shown: they may quote it. */

/** What of a text of ISC may be shown. */
export type ShownWords =
  /** All of it. */
  | { readonly kind: 'all' }
  /** All up to the first native identity of the file. */
  | { readonly kind: 'up-to-identities'; readonly has: (text: string) => boolean }
  /** All of a text that quotes nothing of the file's first line, of which nobody knows whether it is a heading. */
  | { readonly kind: 'not-of-first-line'; readonly words: ReadonlySet<string> }
  /** Nothing. */
  | { readonly kind: 'none' };

/** For a source without a file, and with `show-ids`. */
export const ALL_WORDS: ShownWords = { kind: 'all' };

/** For a file whose first line may be a person's row. */
export const NO_WORDS: ShownWords = { kind: 'none' };

/** Stands for ISC's words about a file whose first line may be a person's row. */
export const WORDS_NOT_SHOWN = "ISC's words are not shown, since they may quote the first line of the file.";

/** Stands for the rest of a text from the first native identity on. */
export const REST_NOT_SHOWN = '… (the rest names an account: see ISC, or set `show-ids`)';

/** ISC's text as far as it may be shown; an empty one stays empty. */
export function shownPart(text: string, shown: ShownWords): string {
  if (text === '') return '';
  switch (shown.kind) {
    case 'all':
      return text;
    case 'none':
      return WORDS_NOT_SHOWN;
    case 'not-of-first-line':
      return wordsOfLine(text).some((word) => shown.words.has(word)) ? WORDS_NOT_SHOWN : text;
    case 'up-to-identities': {
      const at = firstIdentityIn(text, shown.has);
      return at === undefined ? text : `${text.slice(0, at).trimEnd()}${REST_NOT_SHOWN}`;
    }
  }
}

/** The words of a text: runs of letters and digits, in one letter case. */
export function wordsOfLine(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/** Shorter ones stand in any text, as numbers and syllables, and tell nothing of anybody. */
const SHORTEST_IDENTITY = 3;
const LONGEST_IDENTITY = 128;
/** Of a longer text the rest is not shown either, since nobody has looked at it. */
const MOST_SEARCHED = 2_000;

/** Where the first native identity begins that stands in the text as a whole word or several. */
function firstIdentityIn(text: string, has: (text: string) => boolean): number | undefined {
  const searched = text.slice(0, MOST_SEARCHED);
  const ends = [...searched.matchAll(/(?<=\S)(?![\p{L}\p{M}\p{N}])/gu)].map(({ index }) => index);
  for (const { index: start } of searched.matchAll(/(?<![\p{L}\p{M}\p{N}])(?=\S)/gu)) {
    for (const end of ends) {
      const length = end - start;
      if (length > LONGEST_IDENTITY) break;
      if (length >= SHORTEST_IDENTITY && has(text.slice(start, end))) return start;
    }
  }
  return text.length > MOST_SEARCHED ? MOST_SEARCHED : undefined;
}
