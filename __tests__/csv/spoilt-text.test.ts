import { describe, expect, it } from '@jest/globals';
import { check, findingsOf } from './checking.js';

/** What other programs have spoilt: encodings and spreadsheets. One cause is one finding, however many rows it is in. */

const file = (...cells: readonly string[]): string =>
  `id,name,dept\n${cells.map((cell, index) => `${index},${cell},x\n`).join('')}`;

async function messageOf(content: string | Buffer): Promise<string> {
  const { findings } = await check(content);
  return findings.kept.map(({ message }) => message).join('\n');
}

describe('text that is not UTF-8', () => {
  const heading = Buffer.from('id,name,dept\n');
  const NAMES = ['Jürgen Groß', 'René', 'Ångström', 'Nuñez', 'Françoise', 'Øre', 'Schäfer', 'Köhler'];
  const rowsIn = (encode: (text: string) => Buffer): Buffer =>
    Buffer.concat([heading, ...NAMES.map((name, index) => encode(`${index},${name},x\n`))]);
  /** From a table: the letters of NAMES and their bytes. */
  const table =
    (letters: string, bytes: readonly number[]) =>
    (text: string): Buffer =>
      Buffer.from(Array.from(text, (letter) => bytes[letters.indexOf(letter)] ?? letter.charCodeAt(0)));
  const LETTERS = 'üßéÅöñçØä';

  it.each([
    ['Windows-1252', 'WINDOWS-1252', (text: string): Buffer => Buffer.from(text, 'latin1')],
    ['DOS code page 850', 'IBM850', table(LETTERS, [0x81, 0xe1, 0x82, 0x8f, 0x94, 0xa4, 0x87, 0x9d, 0x84])],
    ['Mac OS Roman', 'MACINTOSH', table(LETTERS, [0x9f, 0xa7, 0x8e, 0x81, 0x9a, 0x96, 0x8d, 0xaf, 0x8a])],
  ])('is one finding that says it looks like %s, and how to convert it', async (name, iconv, encode) => {
    const content = rowsIn(encode);
    expect(await findingsOf(content)).toEqual(['encoding:2']);
    expect(await messageOf(content)).toBe(
      `8 lines are not valid UTF-8 (lines 2, 3, 4 and 5 more); they look like ${name}. Export the file as UTF-8, or convert it: iconv -f ${iconv} -t UTF-8 old.csv > new.csv`,
    );
  });

  it.each([
    ['a euro sign', [0x80], /looks like Windows-1252/],
    ['an apostrophe of Word', [0x92], /looks like Windows-1252/],
    [
      'Cyrillic',
      [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2],
      /^This line is not valid UTF-8\. Export the file again as UTF-8\.$/,
    ],
    [
      'bytes of no sense',
      [0xa8, 0x41, 0xae],
      /^This line is not valid UTF-8\. Export the file again as UTF-8\.$/,
    ],
  ])('is not given a name that does not fit: %s', async (_, bytes, expected) => {
    const content = Buffer.concat([heading, Buffer.from('1,'), Buffer.from(bytes), Buffer.from(',x\n')]);
    expect(await messageOf(content)).toMatch(expected);
  });

  it('is not to be converted where other lines are UTF-8', async () => {
    const content = Buffer.concat([
      heading,
      Buffer.from('1,Jürgen,x\n'),
      Buffer.from('2,René,x\n', 'latin1'),
    ]);
    expect(await messageOf(content)).toBe(
      'This line is not valid UTF-8, while others are: text in two encodings was mixed, or cut off within a character. Export the file again as UTF-8.',
    );
  });

  it('is named where it says itself what it is', async () => {
    expect(await messageOf(Buffer.from(`\ufeff${file('A')}`, 'utf16le'))).toContain(
      'iconv -f UTF-16 -t UTF-8',
    );
  });
});

describe('garbled text', () => {
  it.each([
    ['Western letters', 'MÃ¼ller'],
    ['capital letters', 'Ã–zdemir'],
    ['a sharp s', 'GroÃŸ'],
    ['signs', '20 Â°C'],
    ['a no-break space', 'AÂ\u00a0B'],
    ['quotation marks', 'Oâ€™Neil'],
    ['dashes', 'A â€“ B'],
    ['Polish letters', 'Å‚ukasz'],
    ['Turkish letters', 'Ä±ÅŸÄ±k'],
    ['Cyrillic letters', 'Ð˜Ð²Ð°Ð½'],
    ['Greek letters', 'Î‘Î¸Î®Î½Î±'],
    ['read as Latin-1', 'Gro\u00c3\u009f'],
    ['replaced letters', 'M\u{fffd}ller'],
  ])('is found: %s', async (_, name) => {
    expect(await findingsOf(file('Ann', name, 'Bob'))).toEqual(['garbled-text:3']);
  });

  it.each([
    'Müller',
    'SÃO PAULO',
    'IRMÃ',
    'Ângela',
    'ÂME',
    'â',
    'Äö',
    'ÅÄÖ',
    '„Ä“',
    'Ñandú',
    'ΑΘΗΝΑ',
    'Иван',
    '5 € – “x”',
    '«À»',
    'Łódź',
    'naïve',
    'Ærø',
  ])('is not seen in "%s"', async (name) => {
    expect(await findingsOf(file(name, 'Ann'))).toEqual([]);
  });

  it('of many rows and columns is one finding with the first of them', async () => {
    const rows = Array.from({ length: 1_500 }, (_, index) => `${index},MÃ¼ller,Ã¶\n`).join('');
    expect(await messageOf(`id,name,dept\n${rows}`)).toBe(
      'Text was read in the wrong encoding before it came into this file ("Ã¼" for "ü"): lines 2, 3, 4 and 1,497 more ("name", "dept"). Have the export read its data as UTF-8.',
    );
  });

  it('of both kinds is two findings', async () => {
    expect(await findingsOf(file('MÃ¼ller', 'M\u{fffd}ller'))).toEqual(['garbled-text:2', 'garbled-text:3']);
  });
});

describe('errors of a spreadsheet', () => {
  it.each(['#REF!', '#N/A', '#NAME?', '#VALUE!', '#DIV/0!', '#NUM!', '#NULL!', '#BEZUG!', '#NV', '########'])(
    'are found: %s',
    async (cell) => {
      expect(await findingsOf(file('Ann', cell, cell))).toEqual(['spreadsheet-error:3']);
    },
  );

  it.each(['#', '##', '# 5', '#REF', 'REF!', '#N/A x', '#4711', 'C#', '#NAME'])(
    'are not seen in "%s"',
    async (cell) => {
      expect(await findingsOf(file(cell, 'Ann'))).toEqual([]);
    },
  );

  it.each(['1.23E+11', '1,23E+11', '4E+15', '1.00E+05'])(
    'are native identities that were rounded: %s',
    async (id) => {
      const content = `id,name,dept\n1,A,x\n"${id}",B,y\n`;
      expect(await findingsOf(content)).toEqual(['spreadsheet-error:3']);
      expect(await messageOf(content)).toMatch(
        /rounded native identities to numbers such as 1\.23E\+11: line 3\./,
      );
    },
  );

  it.each(['1E5', '12E+11', 'E+11', '1.23E+', '1.23E-11', 'A1.23E+11', '1.23E+11 '])(
    'are not seen in the native identity "%s"',
    async (id) => {
      const found = await findingsOf(`id,name,dept\n"${id}",B,y\n`);
      expect(found.filter((one) => one !== 'identity-blanks:2')).toEqual([]);
    },
  );

  it('are not seen in numbers of other columns', async () => {
    expect(await findingsOf(file('1.23E+11'))).toEqual([]);
  });

  it('say where, and never what', async () => {
    const content = `id,name,dept\n1,#REF!,Secret\n2,A,#N/A\n`;
    expect(await messageOf(content)).toBe(
      'A spreadsheet error such as #REF! or #N/A takes the place of a value: lines 2 and 3 ("name", "dept"). Correct the formula, or export without a spreadsheet.',
    );
  });
});
