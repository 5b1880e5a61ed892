/** What becomes of a text that is written in one encoding and read in another, or escaped for another format. */

/** Five bytes of Windows-1252 are unused; programs read them as the control characters of Latin-1. */
const HIGH_HALF_OF_1252 = '€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ';

/** DOS code pages of Western Europe and of the United States, and that of the Macintosh before OS X. */
const PAGE_850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}';
const PAGE_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}';
const MAC_ROMAN =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ';

/** 128 characters each. */
export const SINGLE_BYTE_ENCODINGS = {
  latin1: latin1From(0x80),
  windows1252: [...Array.from(HIGH_HALF_OF_1252), ...latin1From(0xa0)],
  page850: Array.from(PAGE_850),
  page437: Array.from(PAGE_437),
  macRoman: Array.from(MAC_ROMAN),
} as const satisfies Readonly<Record<string, readonly string[]>>;

function latin1From(first: number): readonly string[] {
  return Array.from({ length: 0x100 - first }, (_, index) => String.fromCharCode(first + index));
}

/** How a text was garbled, in words that follow "values are". */
export type Garbling =
  | 'read in the wrong encoding'
  | 'with letters replaced by "?" or U+FFFD'
  | 'escaped for HTML'
  | 'escaped for a URL'
  | 'escaped for JSON or by backslashes'
  | 'escaped for a search pattern'
  | 'in base64';

/** A way in which a text can be garbled, and what it looks like then. */
export interface GarbledForm {
  readonly how: Garbling;
  readonly text: string;
}

/**
 * Names, titles and places are shorter. Computing the forms of megabytes of text would take minutes. Characters.
 */
const LONGEST = 1_000;

/** True if the text has a character beyond ASCII. */
export function isBeyondAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return true;
  return false;
}

/** True if the text has a letter that Windows-1252 cannot write. */
export function isBeyond1252(text: string): boolean {
  if (!isBeyondAscii(text)) return false;
  for (const letter of text) if (letter > '\u{7f}' && !WINDOWS_1252.has(letter)) return true;
  return false;
}

/** The garbled forms of a text that are other texts than itself. None for a text of more than 1,000 characters. */
export function garbledForms(text: string): readonly GarbledForm[] {
  if (text.length > LONGEST) return [];
  return GARBLERS.flatMap(({ forms, how }) =>
    [...new Set(forms(text))].filter((form) => form !== text).map((form) => ({ how, text: form })),
  );
}

/** The forms of a text without its letters beyond ASCII, or beyond Windows-1252, or with plain ones for them. */
export function plainForms(text: string): readonly string[] {
  if (text.length > LONGEST || !isBeyondAscii(text)) return [];
  const plain = plainLetters(text, () => true);
  const forms = [
    plain,
    plain.replace(BEYOND_ASCII, '?'),
    plain.replace(BEYOND_ASCII, ''),
    plainLetters(text, (letter) => !WINDOWS_1252.has(letter)),
    text.replace(BEYOND_ASCII, ''),
    plainLetters(
      text.replace(/[äöüÄÖÜ]/g, (letter) => GERMAN[letter] ?? letter),
      () => true,
    ),
    Array.from(text)
      .filter((letter) => WINDOWS_1252.has(letter))
      .join(''),
  ];
  return [...new Set(forms)].filter((form) => form !== text);
}

const BEYOND_ASCII = /[^\0-\x7f]/gu;

const WINDOWS_1252: ReadonlySet<string> = new Set([
  ...Array.from({ length: 0x80 }, (_, unit) => String.fromCharCode(unit)),
  ...SINGLE_BYTE_ENCODINGS.windows1252,
]);

const GERMAN: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' };

/** Letters that have no plain one in their Unicode decomposition. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ẞ: 'SS', Ł: 'L', ł: 'l', Ø: 'O', ø: 'o', Đ: 'D', đ: 'd', Ð: 'D', ð: 'd', Þ: 'TH', þ: 'th' },
  ...{ Æ: 'AE', æ: 'ae', Œ: 'OE', œ: 'oe', ı: 'i', İ: 'I', '’': "'", '‘': "'", '“': '"', '”': '"', '–': '-' },
};

function plainLetters(text: string, isMeant: (letter: string) => boolean): string {
  return Array.from(text.normalize('NFC'), (letter) =>
    isMeant(letter) ? (PLAIN[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, '')) : letter,
  ).join('');
}

interface Garbler {
  readonly how: Garbling;
  readonly forms: (text: string) => readonly string[];
}

/** In the order in which they are tried. */
const GARBLERS: readonly Garbler[] = [
  { how: 'read in the wrong encoding', forms: misread },
  { how: 'with letters replaced by "?" or U+FFFD', forms: replaced },
  { how: 'escaped for HTML', forms: htmlForms },
  { how: 'escaped for a URL', forms: urlForms },
  { how: 'escaped for JSON or by backslashes', forms: jsonForms },
  { how: 'escaped for a search pattern', forms: patternForms },
  { how: 'in base64', forms: base64Forms },
];

function misread(text: string): readonly string[] {
  if (!isBeyondAscii(text)) return [];
  const { latin1, ...encodings } = SINGLE_BYTE_ENCODINGS;
  const readings = Object.values(encodings);
  const utf8 = Buffer.from(text);
  return [
    ...[latin1, ...readings].map((as) => decoded(utf8, as)),
    ...readings.flatMap((from) => {
      const bytes = encoded(text, from);
      return bytes === undefined ? [] : readings.filter((as) => as !== from).map((as) => decoded(bytes, as));
    }),
  ];
}

function decoded(bytes: Uint8Array, letters: readonly string[]): string {
  return Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : (letters[byte - 0x80] ?? ''),
  ).join('');
}

/** `undefined` if no letter beyond ASCII can be written. Others become "?". */
function encoded(text: string, letters: readonly string[]): Uint8Array | undefined {
  const bytes = Array.from(text, (letter) => {
    const unit = letter.charCodeAt(0);
    if (unit < 0x80) return unit;
    const at = letters.indexOf(letter);
    return at < 0 ? 0x3f : at + 0x80;
  });
  return bytes.some((byte) => byte > 0x7f) ? Uint8Array.from(bytes) : undefined;
}

function replaced(text: string): readonly string[] {
  if (!isBeyondAscii(text)) return [];
  const latin1 = Buffer.from(text).toString('latin1');
  const beyond1252 = (sign: string): string =>
    Array.from(text, (letter) => (WINDOWS_1252.has(letter) ? letter : sign)).join('');
  return [
    ...[text, latin1].flatMap((one) => ['?', '\u{fffd}'].map((sign) => one.replace(BEYOND_ASCII, sign))),
    beyond1252('?'),
    beyond1252('\u{fffd}'),
  ];
}

/** Names of characters of Latin-1 from U+00A0 in HTML. */
const ENTITIES = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
  'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
  'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
  'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
  'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
  'thorn yuml'
).split(' ');

function htmlForms(text: string): readonly string[] {
  if (!/[&<>"']|[^\0-\x7f]/.test(text)) return [];
  const bare = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quotes = [bare, bare.replaceAll('"', '&quot;')];
  const apostrophes = quotes.flatMap((one) =>
    ["'", '&#39;', '&#039;', '&apos;', '&#x27;', '&#x27;'].map((sign) => one.replaceAll("'", sign)),
  );
  const letters: readonly ((one: string) => string)[] = [
    (one) => one,
    (one) => escapeEach(one, BEYOND_ASCII, (point) => `&#${point};`),
    (one) => escapeEach(one, /[\u{a0}-\u{ff}]/gu, (point) => `&#${point};`),
    (one) => escapeEach(one, BEYOND_ASCII, (point) => `&#x${point.toString(16)};`),
    (one) => escapeEach(one, BEYOND_ASCII, (point) => `&#x${point.toString(16).toUpperCase()};`),
    (one) =>
      escapeEach(one, BEYOND_ASCII, (point) => {
        const name = ENTITIES[point - 0xa0];
        return name === undefined ? `&#${point};` : `&${name};`;
      }),
  ];
  return apostrophes.flatMap((one) => letters.map((escape) => escape(one)));
}

function urlForms(text: string): readonly string[] {
  if (/^[\w.-]*$/.test(text)) return [];
  let usual: string;
  try {
    usual = encodeURIComponent(text);
  } catch {
    // Half of a surrogate pair has no UTF-8.
    return [];
  }
  const strict = usual.replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const all = [usual, strict, strict.replaceAll('%7E', '~'), usual.replaceAll("'", '%27'), encodeURI(text)];
  const blanks = all.flatMap((one) => [one, one.replaceAll('%20', '+')]);
  return [...blanks, ...blanks.map((one) => one.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}

function jsonForms(text: string): readonly string[] {
  if (!/["'\\&<>+`/]|[^ -\x7e]/.test(text)) return [];
  const usual = JSON.stringify(text).slice(1, -1);
  const html = usual
    .replaceAll('\\"', '\\u0022')
    .replace(/['&<>+`]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const bases = [usual, usual.replaceAll('/', '\\/'), html, text.replace(/[\\"']/g, '\\$&')];
  const escaped = bases.flatMap((one) => [
    one,
    escapeUnits(one, (code) => code),
    escapeUnits(one, (code) => code.toUpperCase()),
  ]);
  const all = escaped.flatMap((one) => [one, one.replace(/\\u00[0-9A-F]{2}/g, (code) => code.toLowerCase())]);
  return all.flatMap((one) => [one, `"${one}"`]);
}

function patternForms(text: string): readonly string[] {
  if (/^\w*$/.test(text)) return [];
  const net = text
    .replace(/[\\*+?|{[()^$.# ]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t');
  return [
    net,
    text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    text.replace(/[-.*+?^${}()|[\]\\#&~\s]/g, '\\$&'),
  ];
}

function base64Forms(text: string): readonly string[] {
  return (['utf8', 'utf16le', 'latin1'] as const).map((encoding) =>
    Buffer.from(text, encoding).toString('base64'),
  );
}

function escapeEach(text: string, letters: RegExp, escape: (point: number) => string): string {
  return text.replace(letters, (letter) => escape(letter.codePointAt(0) ?? 0));
}

function escapeUnits(text: string, written: (code: string) => string): string {
  return text.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${written(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`,
  );
}
