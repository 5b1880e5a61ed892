/** Words that stand for true, false, nothing, or for an object that a program did not write out. */

const TRUE_WORDS = [
  ...[
    'true',
    't',
    'yes',
    'y',
    'on',
    '1',
    '-1',
    'wahr',
    'ja',
    'j',
    'vrai',
    'oui',
    'o',
    'verdadero',
    'si',
    'sí',
  ],
  ...[
    's',
    'vero',
    'sì',
    'waar',
    'sant',
    'sand',
    'tosi',
    'prawda',
    'verdadeiro',
    'sim',
    'igaz',
    'x',
    'истина',
    'да',
  ],
];
const FALSE_WORDS = [
  ...[
    'false',
    'f',
    'no',
    'n',
    'off',
    '0',
    'falsch',
    'nein',
    'faux',
    'non',
    'falso',
    'onwaar',
    'nee',
    'falskt',
  ],
  ...['falsk', 'epätosi', 'fałsz', 'não', 'hamis', 'ложь', 'нет'],
];

const MEANINGS: ReadonlyMap<string, boolean> = new Map([
  ...TRUE_WORDS.map((word) => [word, true] as const),
  ...FALSE_WORDS.map((word) => [word, false] as const),
]);

/** No such word is longer. Characters. */
const LONGEST_WORD = 10;

/** What a word for true or false means, in any letter case; `undefined` for any other text. */
export function booleanMeaning(text: string): boolean | undefined {
  return text.length > LONGEST_WORD ? undefined : MEANINGS.get(text.toLowerCase());
}

/** The words that mean true, or those that mean false, in small letters. */
export function wordsMeaning(meaning: boolean): readonly string[] {
  return meaning ? TRUE_WORDS : FALSE_WORDS;
}

/** What programs write where there is no value. */
export const NULL_WORDS: readonly string[] = [
  ...['NULL', '\\N', 'null', 'None', 'NaN', 'NaT', 'NA', 'N/A', 'nil', 'undefined', '(null)', '<null>'],
  ...['0000-00-00', '0000-00-00 00:00:00'],
];

const ALL_NULL_WORDS: ReadonlySet<string> = new Set(NULL_WORDS);

/** 1 for the characters with which such a word begins. */
const NULL_FIRSTS = new Uint8Array(0x80);
for (const word of NULL_WORDS) NULL_FIRSTS[word.charCodeAt(0)] = 1;

/** True for a word that a program writes where there is no value. */
export function isNullWord(text: string): boolean {
  return text.length <= 19 && NULL_FIRSTS[text.charCodeAt(0)] === 1 && ALL_NULL_WORDS.has(text);
}

/** All these words that are ASCII and begin with a letter, in lower case. */
export const PLAIN_WORDS: readonly string[] = [...MEANINGS.keys(), ...NULL_WORDS, 'array']
  .map((word) => word.toLowerCase())
  .filter((word) => /^[a-z][!-~]*$/.test(word));

/** What programs write for an object that they do not write out, in brackets, or the name of a type. */
const OBJECT_WORD =
  /^(?:\[object \w+\]|(?:System|Microsoft)\.[\w.]+(?:`\d+)?(?:\[.*\])?|\[?L?java\.[\w.$]+;?(?:@[0-9a-f]+)?|\[L[\w.$]+;@[0-9a-f]+|(?:HASH|ARRAY|CODE|SCALAR)\(0x[0-9a-f]+\)|Array|#<[\w:]+.*>|<[\w.]+ object at 0x[0-9a-f]+>|<memory at 0x[0-9a-f]+>|@\{.*\})$/i;

/** True for `[object Object]`, `System.Object[]` and their like. */
export function isObjectWord(text: string): boolean {
  const first = text.charCodeAt(0) | 0x20;
  // [ and {, S, M, H, A, C, J, #, <, @ (with bit 0x20 set).
  if (text.length < 5 || text.length > 200 || !OBJECT_FIRSTS.has(first)) return false;
  return OBJECT_WORD.test(text);
}

const OBJECT_FIRSTS: ReadonlySet<number> = new Set(
  Array.from('[smhacj#<@', (sign) => sign.charCodeAt(0) | 0x20),
);
