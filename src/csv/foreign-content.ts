/** Files that are no CSV at all, recognized by how they begin. */

/** What programs write at the beginning of files that are not text. */
const SIGNATURES: readonly (readonly [bytes: string, what: string])[] = [
  ['PK\x03\x04', 'a workbook (.xlsx) or another ZIP archive'],
  ['PK\x05\x06', 'an empty ZIP archive'],
  ['\x1f\x8b', 'compressed with gzip'],
  ['BZh', 'compressed with bzip2'],
  ['\xfd7zXZ\x00', 'compressed with xz'],
  ['\x28\xb5\x2f\xfd', 'compressed with Zstandard'],
  ['7z\xbc\xaf\x27\x1c', 'a 7z archive'],
  ['\xd0\xcf\x11\xe0', 'a workbook of an old Excel (.xls)'],
  ['%PDF-', 'a PDF'],
  ['PAR1', 'a Parquet file'],
  ['SQLite format 3\x00', 'an SQLite database'],
];

/** How a first line begins that belongs to another kind of text. */
const TEXTS: readonly (readonly [begins: RegExp, what: string])[] = [
  [/^\s*<(?:!doctype html|html|head|body|table)\b/i, 'a page of HTML, such as a sign-in or error page'],
  [/^\s*<(?:\?xml\b|!--|[a-z][\w.:-]*[\s/>])/i, 'XML'],
  [/^\s*(?:\{\s*(?:"|$)|\[\s*(?:[{["]|$))/, 'JSON'],
  [/^(?:dn::? |version: \d+\s*$)/i, 'LDIF'],
  [/^diff --git /, 'the output of git diff'],
  [/^\s*\+[-=+]{3,}\s*$/, 'a table drawn with lines'],
  [/^\s*\|(?:[^|]+\|){2,}\s*$/, 'a table drawn with lines'],
  // As psql aligns columns: each cell has a space on both sides.
  [/^ [^|"]*[^|" ] +\|(?: [^|"]+ +\|)* [^|"]+$/, 'a table drawn with lines'],
];

/** What a file is that begins with these bytes, if not text: "a PDF". */
export function foreignBytes(begin: Buffer): string | undefined {
  const text = begin.toString('latin1', 0, 16);
  return SIGNATURES.find(([bytes]) => text.startsWith(bytes))?.[1];
}

/** What a file is whose first line is this one, which is no heading. */
export function foreignText(firstLine: string): string | undefined {
  return TEXTS.find(([begins]) => begins.test(firstLine))?.[1];
}

/** The message for a file that is `what`. */
export function notCsv(what: string): string {
  const advice =
    what.startsWith('compressed') || what.includes('archive')
      ? 'Unpack it in a step before this one, or export as CSV.'
      : 'Have the export write CSV: a heading, and a line for each row.';
  return `The file is no CSV: it is ${what}. ${advice}`;
}
