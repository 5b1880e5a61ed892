import { describe, expect, it } from '@jest/globals';
import { check, schemaOf, type Setting } from './checking.js';

async function messagesOf(content: string, setting: Setting = {}): Promise<string> {
  const { findings } = await check(content, setting);
  return findings.kept.map(({ message }) => message).join('\n');
}

describe('the words of a finding', () => {
  it('are one message for a file with a space after every comma', async () => {
    const { findings } = await check('id, name, dept\n1, A, x\n');
    expect(findings.kept.map(({ rule }) => rule)).toEqual(['not-a-header']);
  });

  it.each<readonly [what: string, content: string, said: string]>([
    ['the heading that was meant, by letter case', 'id,NAME,dept\n1,A,x\n', 'Did you mean "name"?'],
    ['the heading that was meant, by blanks', 'id, name,dept\n1,A,x\n', 'Did you mean "name"?'],
    ['a space after every comma', 'id, name, dept\n1, A, x\n', 'no space beside a separator'],
    ['the column that comes twice', 'id,name,dept,name\n1,A,x,A\n', 'Column 4 repeats the heading "name".'],
    ['the column without a heading', 'id,name,dept, \n1,A,x,\n', 'Column 4 has no heading.'],
    ['the missing column', 'id,dept\n1,x\n', 'The column "name"'],
    ['the number of the column', 'id,name,dept,floor\n1,A,x,2\n', 'Column 4, "floor",'],
    [
      'the delimiter that was found',
      'id|name|dept\n1|A|x\n',
      'separated by vertical bars, but the source expects commas',
    ],
    ['an unusual delimiter', 'id§name§dept\n', 'separated by "§"'],
    [
      'the heading that was meant, by one letter',
      'id,name,dept,depth\n',
      'in the account schema of the source.',
    ],
    ['that names are case-sensitive', 'id,NAME,dept\n', 'Names are case-sensitive'],
    ['both columns of the native identity', 'id,name,dept,id\n1,A,x,2\n', 'Column 4 is a second "id"'],
    ['a column that may be the native identity', 'id,name,dept, ID\n1,A,x,2\n', 'Column 4 differs from "id"'],
    [
      'what to tell the export about the last fields',
      'id,name,dept\n1,A\n',
      'Have the export write every field',
    ],
    [
      'what to tell the export about delimiters',
      'id,name,dept\n1,A,x,y\n',
      'quote every field that contains commas',
    ],
    [
      'what to tell the export about quotes',
      `id,name,dept\n1,37°36'37.8"N,x\n`,
      'Have the export quote every field',
    ],
    [
      "what Excel's line is",
      'sep=;\nid,name,dept\n1,A,x\n',
      'the separator line of Excel ("sep="), which ISC would read as the heading: have the export leave it out. It names semicolons, but the source expects commas.',
    ],
    [
      'that a person’s row is no heading',
      '1,Ann Smith,x\n2,B,y\n',
      'The first line is not the heading: the heading is missing, or this is the file of another source.',
    ],
    ['which columns ISC expects', '1,Ann Smith,x\n2,B,y\n', 'ISC expects the columns "id", "name", "dept".'],
    [
      'which columns it expects, exactly',
      'ID,Name,Dept\n1,A,x\n',
      'differ in letter case, spaces or punctuation',
    ],
    ['the line ends that are mixed', 'id,name,dept\n1,A,x\r\n', 'ends with "\\r\\n"'],
    [
      'how many fields there are, and no more of a record on one line',
      'id,name,dept\n1,A\n',
      'The record has 2 fields, the heading 3. Have the export',
    ],
    [
      'that cells are separated by what a person may have written',
      'id,name,dept,Ann: 7\n1,A,x,y\n',
      'Column 4 is not in the account schema',
    ],
    ['that a line break is not quoted', 'id,name,dept\n1,A\nB,x\n2,B,y\n', 'the next line has the rest'],
    [
      'that rows are numbered',
      'id,name,dept\n0,1,A,x\n1,2,B,y\n',
      'All 2 records have 4 fields, the heading 3: the number of the row, without a heading.',
    ],
    [
      'that rows may be numbered, or values not quoted',
      'id,name,dept\n7,1,A,x\n3,2,B,y\n',
      'probably the number of the row, without a heading. Have the export leave it out (pandas: index=False, R: row.names=FALSE), or a value that is not quoted.',
    ],
    [
      'that all rows have an escaped delimiter',
      'id,name,dept\n1,A\\, B,x\n2,C\\, D,x\n',
      'the heading 3: a backslash stands in front of commas',
    ],
    ['that the first column has the number of the row', ',id,name,dept\n1,1,A,x\n', 'the number of the row'],
    [
      'that the heading ends with a delimiter',
      'id,name,dept,\n1,A,x,\n',
      'Column 4 has no heading. The heading ends with a delimiter',
    ],
    ['what stands for nothing in MySQL', 'id,name,dept\n"1","A","N\n"2","B","y"\n', 'as MySQL writes it'],
    [
      'a byte order mark in the wrong place',
      '\u{feff}\u{feff}id,name,dept\n1,A,x\n',
      'Column 1 begins with a byte order mark that is not the first sign of the file',
    ],
    ['that rows end with a delimiter', 'id,name,dept\n1,A,x,\n2,B,y,\n', 'each ends with a delimiter'],
    ['that a line end is missing', 'id,name,dept\n1,A,x2,B,y\n3,C,z\n', 'a line end is missing between them'],
    [
      'that delimiters are escaped',
      'id,name,dept\n1,A\\, B,x\n3,C,z\n',
      'A backslash stands in front of commas',
    ],
    ['that quotes are escaped', 'id,name,dept\n1,"A \\"B\\"",x\n', 'escapes quotes with a backslash'],
    ['that cells are formulas', 'id,name,dept\n="1",A,x\n', 'written as formulas for Excel'],
    ['that the heading has formulas', '="id",="name",="dept"\n', 'written for Excel'],
    ['that the last line is a note', 'id,name,dept\n1,A,x\n(1 row)\n', 'a note or a total below the rows'],
    ['that the last line is a sign', 'id,name,dept\n1,A,x\n\u001a\n', 'a note or a total below the rows'],
    ['what the file is', '<!DOCTYPE html>\n<html></html>\n', 'it is a page of HTML'],
    ['that it is packed', 'PK\u0003\u0004', 'Unpack it in a step before this one'],
    ['where the heading ends', 'id,name,dept 1,Ann,x 2,Bob,y\n', 'which ends with "dept"'],
    ['that there is one field', 'id,name,dept\n1\n', 'The record has 1 field, the heading 3.'],
    ['where a long record ends', 'id,name,dept\n1,"A\nB\nC"\n', 'It ends on line 4'],
    ['that a file is cut off', 'id,name,dept\n1,A', 'The last line is cut off'],
    ['that a quoted field is cut off', 'id,name,dept\n1,"A', 'The last line is cut off'],
    ['the line of the first row', 'id,name,dept\n1,A,x\n2,B,y\n1,A,x\n', 'is already on line 2'],
    [
      'the line of the first of several headings that come again, of which ISC makes an account',
      'id,name,dept\nid,name,dept\nid,name,dept\nid,A,x\n',
      'is already on line 2, and',
    ],
    ['the line of the other letter case', 'id,name,dept\nX,A,x\n2,B,y\nx,A,x\n', 'the one on line 2 differ'],
    [
      'the kind of line ends',
      'id,name,dept\r\n1,A,x\n',
      'ends with "\\n", the first line of the file with "\\r\\n"',
    ],
  ])('name %s', async (_, content, said) => {
    expect(await messagesOf(content)).toContain(said);
  });

  it.each([
    ['departement', 'Did you mean "department"?'],
    ['depratment', 'Did you mean "department"?'],
    ['deparment', 'Did you mean "department"?'],
    ['depertment', 'Did you mean "department"?'],
    ['Department ', 'Did you mean "department"?'],
    ['dep.art-ment', 'Did you mean "department"?'],
    ['depermant', undefined],
    ['dept', undefined],
    // One letter from both: nobody can tell.
    ['mailx1', undefined],
    // Too short for a guess.
    ['it', undefined],
  ])('suggest for "%s": %s', async (heading, suggestion) => {
    const schema = schemaOf(['id', 'name', 'department', 'mailx', 'mailx12']);
    const message = await messagesOf(`id,name,${heading}\n1,A,x\n`, { schema });
    const suggested = /Did you mean [^?]*\?/.exec(message)?.[0];
    expect(suggested).toBe(suggestion);
  });

  it.each([
    [true, 'is already on line 2 (in any letter case), and'],
    [false, 'is already on line 2, and'],
  ])(
    'say of a native identity that is there twice whether letter case counts: %s',
    async (ignoresLetterCase, said) => {
      expect(await messagesOf('id,name,dept\nx,A,y\nx,A,y\n', { format: { ignoresLetterCase } })).toContain(
        said,
      );
    },
  );

  it.each([
    [199, 1, 'Did you mean "department"?'],
    [200, 1, undefined],
    [0, 200, 'Did you mean "department"?'],
    [0, 201, undefined],
  ])(
    'suggest nothing behind %d other unknown columns, where %d are missing: it would take too long',
    async (unknown, missing, suggestion) => {
      const others = Array.from({ length: missing - 1 }, (_, index) => `${index}-attribute`);
      const headings = Array.from({ length: unknown }, (_, index) => `${index}`);
      const known = Array.from({ length: unknown + 1 }, (_, index) => `known${index}`);
      const heading = ['id', 'name', ...known, ...headings, 'departement'].join(',');
      const setting = { schema: schemaOf(['id', 'name', ...known, 'department', ...others]) };
      const { findings } = await check(`${heading}\n`, setting);
      const said = findings.kept
        .map(({ message }) => message)
        .find((message) => message.includes('"departement"'));
      expect(/Did you mean [^?]*\?/.exec(said ?? '')?.[0]).toBe(suggestion);
    },
  );

  it('name no more columns than a person reads', async () => {
    const names = Array.from({ length: 3_000 }, (_, index) => `attribute${index}`);
    const message = await messagesOf('1,Ann Smith\n', { schema: schemaOf(['id', ...names]) });
    expect(message).toContain('"attribute38" and 2961 more.');
    expect(message.length).toBeLessThan(2_000);
  });

  it('name the columns that contradict', async () => {
    const schema = schemaOf(['id', 'name', 'dept', 'group'], ['group']);
    const message = await messagesOf('id,name,dept,group\n1,A,x,g\n1,B,y,h\n', { schema });
    expect(message).toContain('in "name", "dept": an account has one value there');
  });

  it('say of a separator line with the expected delimiter nothing about delimiters', async () => {
    expect(await messagesOf('sep=,\nid,name,dept\n1,A,x\n')).toMatch(/have the export leave it out\.$/);
  });

  it.each([
    ['open', 'id,name,dept\n1,"Ä",x\n2,é,"y\n3,C,z\n', { line: 3, column: 5 }],
    ['stray', 'id,name,dept\n1,"Ä\nÖ",😀 "x"\n', { line: 3, column: 6 }],
  ])('point at the %s quote by line and character', async (_, content, place) => {
    const { findings } = await check(content);
    expect(findings.kept[0]).toMatchObject(place);
  });

  it('stay on one short line, whatever a heading holds', async () => {
    const evil = `\n::error::${'x'.repeat(200)}\u2028\u0007`;
    const message = await messagesOf(`id,name,dept,"${evil}"\n1,A,x,y\n`);
    expect(message).not.toMatch(/[\p{C}\u2028]/u);
    expect(message.length).toBeLessThan(160);
  });

  it('never show the content of a cell', async () => {
    const secret = 'Secret';
    const files = [
      `${secret}1,${secret},${secret}\n2,${secret},y\n`,
      `${secret};${secret}\n`,
      `"${secret};"${secret}",x\n`,
      `id,name,dept\n${secret},"${secret},${secret}\n#${secret},${secret},${secret}\n${secret},x "${secret}",y\n${secret}`,
      `id,name,dept\n${secret},${secret},x\n${secret},a,x\n${secret.toUpperCase()},${secret}\n${secret} ,,x\n`,
      `id,name,dept\n<<<<<<< ${secret}\n${secret}\0\n`,
    ];
    for (const file of files) expect(await messagesOf(file)).not.toContain(secret);
  });
});

describe('a file without rows', () => {
  it.each([
    ['', 'The file is empty.'],
    ['\n\n', 'The file has no records, not even a heading.'],
    ['id,name,dept\n', 'The file has a heading but no rows.'],
  ])('%j: %s', async (content, message) => {
    const { findings } = await check(content);
    expect(findings.kept.map((one) => one.message)).toContain(message);
  });
});
