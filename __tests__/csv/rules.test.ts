import { describe, expect, it } from '@jest/globals';
import { check, findingsOf, schemaOf, type Setting } from './checking.js';

type Case = readonly [what: string, content: string | Buffer, expected: readonly string[], setting?: Setting];

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const bytes = (...parts: readonly (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

const rows = (count: number): string =>
  Array.from({ length: count }, (_, index) => `${index + 1},A${index},x\n`).join('');

const MERGES: Setting = { format: { mergeRows: true } };
const GROUPS: Setting = { schema: schemaOf(['id', 'name', 'dept'], ['dept']) };
const ANY_CASE = { format: { ignoresLetterCase: true } };
const BY_DEPT = { format: { mergeRows: true, indexColumns: ['dept'] } };
const SEMICOLON: Setting = { format: { delimiter: ';' } };

const FILE: readonly Case[] = [
  ['a sound file', 'id,name,dept\n1,A,x\n2,B,y\n', []],
  ['no byte at all', '', ['empty-file']],
  ['only a byte order mark', '\ufeff', ['byte-order-mark:1', 'empty-file'].reverse()],
  ['blank lines and comments only', '\n\n# nothing here\n', ['empty-file']],
  ['a heading without rows', 'id,name,dept\n', ['header-only']],
  ['a heading without rows or line end', 'id,name,dept', ['header-only']],
  ['a heading with blank lines below', 'id,name,dept\n\n\n', ['header-only']],
  ['a single row', 'id,name,dept\n1,A,x', []],
  [
    'a pointer of Git LFS',
    'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n',
    ['lfs-pointer:1'],
  ],
  ['a workbook', Buffer.from('PK\u0003\u0004\u0014\0', 'latin1'), ['not-a-csv:1']],
  ['a compressed file', bytes([0x1f, 0x8b, 8, 0, 0]), ['not-a-csv:1']],
  ['a page of HTML', '<!DOCTYPE html>\n<html><head></head></html>\n', ['not-a-csv:1']],
  ['XML', '<?xml version="1.0"?>\n<rows/>\n', ['not-a-csv:1']],
  ['JSON', '[\n  {"id": "1"}\n]\n', ['not-a-csv:1']],
  ['JSON on one line', '[{"id":"1","name":"A"}]\n', ['not-a-csv:1']],
  ['LDIF', '# extended LDIF\n\ndn: uid=1,o=acme\nuid: 1\n', ['not-a-csv:1'].map(() => 'not-a-csv:3')],
  ['a table drawn with lines', '+----+------+\n| id | name |\n+----+------+\n', ['not-a-csv:1']],
  ['a table as psql aligns it', ' id | name | dept \n----+------+------\n', ['not-a-csv:1']],
  ['a cell that holds a pointer', 'id,name,dept\n1,version https://git-lfs.github.com/spec/v1,x\n', []],
  [
    'a merge conflict',
    'id,name,dept\n<<<<<<< HEAD\n1,A,x\n=======\n1,B,x\n>>>>>>> other\n2,C,y\n',
    ['merge-conflict:2'],
  ],
  [
    'two conflicts, with the common ancestor',
    'id,name,dept\n<<<<<<< HEAD\n1,A,x\n||||||| base\n=======\n>>>>>>> other\n2,C,y\n<<<<<<< HEAD\r\n=======\r\n>>>>>>> b\r\n',
    ['merge-conflict:2', 'merge-conflict:8'],
  ],
  [
    'the end of a conflict that was half removed',
    'id,name,dept\n1,A,x\n>>>>>>> other\n',
    ['merge-conflict:3'],
  ],
  ['a conflict inside a quoted field', 'id,name,dept\n1,"A\n<<<<<<< HEAD\nB",x\n', ['merge-conflict:3']],
  ['cells that look like markers', 'id,name,dept\n=======,A,x\n<<<<<<<<,B,x\n>>>>>>>,C,y\n', []],
  ['a line of equals signs in a quoted field', 'id,name,dept\n1,"A\n=======\nB",x\n', []],
  ['UTF-16 with its mark', bytes([0xff, 0xfe], [...utf16('id,name,dept\n1,A,x\n')]), ['encoding:1']],
  ['UTF-16, the other way round', bytes([0xfe, 0xff, 0, 0x69, 0, 0x64]), ['encoding:1']],
  ['UTF-32 with its mark', bytes([0xff, 0xfe, 0, 0, 0x69, 0, 0, 0]), ['encoding:1']],
  ['UTF-16 without a mark', utf16('id,name,dept\n1,A,x\n'), ['encoding:1']],
  ['a NUL byte further down', 'id,name,dept\n1,A,x\n2,B\0,y\n3,C\n', ['encoding:3']],
  ['Latin-1', bytes('id,name,dept\n1,J', [0xfc], 'rgen,x\n2,B,y\n3,Ren', [0xe9], ',z\n'), ['encoding:2']],
  ['a character cut off at the end of the file', bytes('id,name,dept\n1,A,x', [0xc3]), ['encoding:2']],
  ['characters of two, three and four bytes', 'id,name,dept\n1,Jürgen,€\n2,😀,y\n', []],
  ['a UTF-8 byte order mark', '\ufeffid,name,dept\n1,A,x\n', ['byte-order-mark:1']],
  ['the sign of a byte order mark in a cell', 'id,name,dept\n1,\ufeffA,x\n', []],
  ['LF and CRLF', 'id,name,dept\r\n1,A,x\r\n2,B,y\n3,C,z\r\n', ['mixed-line-ends:3']],
  ['CRLF with LF inside a cell, as Excel writes it', 'id,name,dept\r\n1,"A\nB",x\r\n2,B,y\r\n', []],
  ['CRLF without an end on the last line', 'id,name,dept\r\n1,A,x\r\n2,B,y', []],
  ['CR alone, as of old', 'id,name,dept\r1,A,x\r2,B\r', ['field-count:3']],
  ['as many lines as recommended', `id,name,dept\n${'\n'.repeat(399_998)}1,A,x\n`, []],
  ['more lines than recommended', `id,name,dept\n${'\n'.repeat(399_999)}1,A,x\n`, ['too-many-lines']],
];

const HEADING: readonly Case[] = [
  ['the schema in another order', 'dept,id,name\nx,1,A\n', []],
  ['a quoted heading', '"id","name","dept"\n1,A,x\n', []],
  ['blank lines and comments above the heading', '\n# as of today, from HR\nid,name,dept\n1,A,x\n', []],
  ['an unknown column', 'id,name,dept,floor\n1,A,x,3\n', ['unknown-column:1']],
  ['a column without heading', 'id,name,dept,\n1,A,x,\n', ['unknown-column:1']],
  ['a missing column', 'id,name\n1,A\n', ['missing-column:1']],
  ['another letter case', 'id,Name,dept\n1,A,x\n', ['unknown-column:1', 'missing-column:1']],
  ['a doubled column', 'id,name,dept,name\n1,A,x,A\n', ['duplicate-column:1']],
  ['no native identity', 'name,dept\nA,x\n', ['missing-identity-column:1']],
  [
    'no native identity, in a heading that comes again',
    'name,dept\nA,x\nname,dept\n',
    ['missing-identity-column:1', 'repeated-heading:3'],
    ANY_CASE,
  ],
  ['another delimiter', 'id;name;dept\n1;A;x\n', ['wrong-delimiter:1']],
  ['tabs', 'id\tname\tdept\n1\tA\tx\n', ['wrong-delimiter:1'], SEMICOLON],
  ['another delimiter with quotes', '"id";"name";"dept"\n"1";"A";"x"\n', ['wrong-delimiter:1']],
  ['an unusual delimiter', 'id§name§dept\n1§A§x\n', ['wrong-delimiter:1']],
  ['other delimiters in cells only', 'id;name;dept\n1;A, B;x|y\n', [], SEMICOLON],
  ['an unusual delimiter of two columns', 'id§name\n1§A\n', ['wrong-delimiter:1']],
  ['a row with another delimiter', '4711;Ann Smith;x\n', ['not-a-header:1']],
  ['a heading of one column, in other letter case', 'ID\n1\n', ['not-a-header:1']],
  ['a row in place of the heading', '1,Ann Smith,x\n2,B,y\n', ['not-a-header:1']],
  ['a row below blank lines', '\n\n1,Ann Smith,x\n2,B,y\n', ['not-a-header:3']],
  ['headings in other letter case only', 'ID,NAME,DEPT\n1,A,x\n', ['not-a-header:1']],
  ["Excel's separator line", 'sep=,\nid,name,dept\n1,A,x\n', ['not-a-header:1']],
  ["Excel's separator line for a semicolon", 'sep=;\nid;name;dept\n1;A;x\n', ['not-a-header:1'], SEMICOLON],
  ['a column whose name is like it', 'id,name,sep=\n1,A,x\n', ['unknown-column:1', 'missing-column:1']],
  ["a person's row with the name of a column in it", 'name,Ann Smith,4711\n2,B,y\n', ['not-a-header:1']],
  ["a person's row that has it twice", 'name,name,Ann Smith,4711\n2,B,y,z\n', ['not-a-header:1']],
  ['half of the columns, without the native identity', 'name,dept,first,last\nA,x,B,C\n', ['not-a-header:1']],
  ['the native identity and no other column', 'id,given,family,city\n1,A,B,C\n', ['not-a-header:1']],
  ['heading and rows on one line', 'id,name,dept 1,Ann,x 2,Bob,y\n', ['lost-line-breaks:1']],
  ['heading and row, joined', 'id,name,dept1,Ann,x\n', ['lost-line-breaks:1']],
  ['heading and row, joined by a sign', 'id,name,dept\u20281,Ann,x\n', ['lost-line-breaks:1']],
  ['heading and row, joined by two letters', 'id,name,dept\\n1,Ann,x\n', ['lost-line-breaks:1']],
  ['heading and row, joined by a delimiter', 'id,name,dept,1,Ann,x\n', ['lost-line-breaks:1']],
  ['a country code that is called like a column', 'id,Ann Smith,x\n2,B,y\n', ['not-a-header:1']],
  [
    'the heading of entitlements',
    'id,name,displayName,created,description,modified,entitlements,groups,permissions\n',
    ['entitlement-file:1'],
  ],
  ['a doubled native identity', 'id,name,dept,id\n1,A,x,2\n', ['duplicate-column:1']],
  ['a native identity that is almost doubled', 'id,name,dept,ID \n1,A,x,2\n', ['duplicate-column:1']],
  ['a heading that starts with the comment character', '#id,name,dept\n1,A,x\n', ['commented-record:1']],
  ['such a heading in another order', '#name,dept,id\n1,A,x\n', ['commented-record:1']],
  ['such a heading whose first column is quoted', '#"id",name,dept\n1,A,x\n', ['commented-record:1']],
  [
    'such a heading and nothing else',
    '#id,name,dept\n',
    ['commented-record:1'].concat('empty-file').reverse(),
  ],
];

const RECORD: readonly Case[] = [
  [
    'quotes, doubled quotes, delimiters and line breaks',
    'id,name,dept\n1,"A ""B"", C\r\nD",x\n2,"",y\n',
    ['blank-display-name:4'],
  ],
  ['an open quote', 'id,name,dept\n1,"A,x\n2,B,y\n3,C\n', ['unterminated-quote:2', 'field-count:4']],
  [
    'an open quote that a quote below seems to end',
    'id,name,dept\n1,"A,x\n2,"B",y\n3,C\n',
    ['unterminated-quote:2', 'field-count:4'],
  ],
  [
    'an open quote in the second line of a record',
    'id,name,dept\n1,"A\nB","x\n2,B,y\n',
    ['unterminated-quote:3'],
  ],
  ['an open quote on the last line, which ends', 'id,name,dept\n1,A,"x\n', ['unterminated-quote:2']],
  ['a quote inside a field', 'id,name,dept\n1,A 5" B,x\n2,B\n', ['stray-quote:2', 'field-count:3']],
  ['text behind a quoted field', 'id,name,dept\n1,"A" B,x\n2,B\n', ['stray-quote:2', 'field-count:3']],
  ['the comment character behind a quoted field', 'id,name,dept\n1,"A"#,x\n', ['stray-quote:2']],
  [
    'a fault in the first field below blank lines',
    'id,name,dept\n\n\n"1" x,A,x\n\n"2,B,y\n',
    ['stray-quote:4', 'unterminated-quote:6'],
  ],
  ['single quotes', "id,name,dept\n1,O'Neil,'x\n", []],
  ['row numbers', 'id,name,dept\n0,1,A,x\n1,2,B,y\n', ['field-count:2']],
  [
    'two rows with a field too many',
    'id,name,dept\n1,A,B,x\n2,A,B,x\n3,C,z\n',
    ['field-count:2', 'field-count:3'],
  ],
  ['a line break that is not quoted', 'id,name,dept\n1,A\nB,x\n2,B,y\n', ['field-count:2']],
  [
    'two line breaks that are not quoted, one below the other',
    'id,name,dept\n1,A\nB,x\n2,A\nB,x\n3,B,y\n',
    ['field-count:2', 'field-count:4'],
  ],
  [
    'three rows that lack a field',
    'id,name,dept\n1,A\n2,B\n3,C\n4,D,x\n',
    ['field-count:2', 'field-count:3', 'field-count:4'],
  ],
  [
    'many rows that lack a field',
    `id,name,dept\n${'1,A\n'.repeat(10)}2,B,x\n3,C\n`,
    [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13].map((line) => `field-count:${line}`),
  ],
  ['a footer', 'id,name,dept\n1,A,x\n(1 row)\n', ['field-count:3']],
  ['too few and too many fields', 'id,name,dept\n1,A\n2,B,y\n3,C,z,z\n', ['field-count:2', 'field-count:4']],
  [
    'lines counted through quoted line breaks, blank lines and comments',
    'id,name,dept\r\n1,"A\r\nA\r\nA",x\r\n\r\n# note\r\n\r\n2,B\r\n',
    ['field-count:8'],
  ],
  ['a last line that is cut off', 'id,name,dept\n1,A,x\n2,B', ['truncated-last-line:3']],
  ['a last line cut off in a quoted field', 'id,name,dept\n1,A,x\n2,"B', ['truncated-last-line:3']],
  ['a last line with too many fields', 'id,name,dept\n1,A,x\n2,B,y,z', ['field-count:3']],
  ['a short last line that ends', 'id,name,dept\n1,A,x\n2,B\n', ['field-count:3']],
  ['a heading that is cut off', 'id,"na', ['truncated-last-line:1']],
  ['an open quote in the heading', 'id,name,"dept\n1,A,x\n', ['unterminated-quote:1']],
];

const ACCOUNT: readonly Case[] = [
  ['a row of dashes', 'id,name,dept\n--,----,----\n1,A,x\n', ['not-an-account:2']],
  ['dashes below narrow columns', 'id,name,dept\n-,----,-\n1,A,x\n', ['not-an-account:2']],
  ['dashes for what is unknown, in every cell', 'id,name,dept\n-,-,-\n', []],
  ['a row of types', 'id,name,dept\nString,Nullable(String),VARCHAR(20)\n1,A,x\n', ['not-an-account:2']],
  ['a row of types further down', 'id,name,dept\n1,A,x\nString,String,Date\n', []],
  ['dashes for what is unknown', 'id,name,dept\n1,-,-\n', []],
  ['a total at the end', `id,name,dept\n${rows(6)}Summe,58,\n`, ['total-row:8']],
  ['a note at the end', 'id,name,dept\n1,A,x\n58 rows,B,y\n', ['total-row:3']],
  ['a last row with hardly any value', `id,name,dept\n${rows(6)}9,B,\n`, ['total-row:8']],
  ['a last row like the others', 'id,name,dept\n1,A,\n2,B,\n3,A,\n4,B,\n5,A,\n6,B,\n7,B,\n', []],
  ['somebody called Total further up', `id,name,dept\nTotal,A,x\n${rows(6)}`, []],
  [
    'empty rows that the source does not filter',
    'id,name,dept\n1,A,x\n,,\n,,\n',
    ['blank-identity:3'],
    { format: { filterEmptyRecords: false } },
  ],
  [
    'a blank native identity',
    'id,name,dept\n,A,x\n  ,B,y\n"",C,z\n',
    [2, 3, 4].map((line) => `blank-identity:${line}`),
  ],
  ['records without any value', 'id,name,dept\n1,A,x\n,,\n,\n', []],
  [
    'records without any value, which the source does not filter',
    'id,name,dept\n1,A,x\n,,\n',
    ['blank-identity:3'],
    { format: { filterEmptyRecords: false } },
  ],
  ['the same native identity twice', 'id,name,dept\n1,A,x\n1,A,x\n', ['duplicate-identity:3']],
  [
    'the same native identity three times',
    'id,name,dept\n1,A,x\n2,B,y\n1,A,z\n1,A,x\n',
    ['duplicate-identity:4', 'duplicate-identity:5'],
  ],
  ['rows that the source merges', 'id,name,dept\n1,A,x\n1,A,x\n2,B,y\n', [], MERGES],
  ['several values of an attribute', 'id,name,dept\n1,A,x\n1,A,y\n2,B,y\n', [], GROUPS],
  ['rows of one account apart', 'id,name,dept\n1,A,x\n2,B,y\n1,A,z\n', ['scattered-identity:4'], GROUPS],
  [
    'the first row again at the end',
    'id,name,dept\n1,A,x\n1,A,y\n2,B,y\n3,C,y\n1,A,y\n1,A,z\n',
    ['scattered-identity:6'],
    GROUPS,
  ],
  ['rows of one account that contradict', 'id,name,dept\n1,A,x\n1,B,y\n', ['conflicting-values:3'], GROUPS],
  ['rows that leave out what the first one says', 'id,name,dept\n1,A,x\n1,,y\n1, ,z\n2,B,y\n', [], GROUPS],
  [
    'a row that contradicts one further up',
    'id,name,dept\n1,A,x\n1, ,y\n1,B,z\n',
    ['conflicting-values:4'],
    GROUPS,
  ],
  [
    'a row that contradicts one further up, of which a row in between gives a part',
    'id,name,mail,dept\n1,,m,x\n1,A,,y\n1,B,,z\n1,B,n,x\n',
    ['blank-display-name:2', 'conflicting-values:4', 'conflicting-values:5'],
    { schema: schemaOf(['id', 'name', 'mail', 'dept'], ['dept']) },
  ],
  ['a first row that is blank', 'id,name,dept\n1,,x\n1,A,y\n1,A,z\n', ['blank-display-name:2'], GROUPS],
  ['the heading again', 'id,name,dept\n1,A,x\nid,name,dept\n2,B,y\n', ['repeated-heading:3']],
  [
    'the heading three times',
    'id,name,dept\nid,name,dept\n1,A,x\nid,name,dept\n',
    ['repeated-heading:2', 'repeated-heading:4'],
  ],
  [
    'the heading again with a byte order mark',
    'id,name,dept\n1,A,x\n\ufeffid,name,dept\n2,B,y\n',
    ['repeated-heading:3'],
  ],
  [
    'the heading again in another order',
    'id,name,dept\n1,A,x\nname,dept,id\nB,y,2\n',
    ['repeated-heading:3'],
  ],
  [
    'the heading again with other columns',
    'id,name,dept\n1,A,x\nid,name\n2,B\n',
    ['repeated-heading:3', 'field-count:4'],
  ],
  ['an account that is called like a column', 'id,name,dept\nid,Ann,x\nname,Bob,y\n', []],
  ['values that are called like their columns', 'id,name,dept\n1,name,dept\n', []],
  [
    'an account and one value that are called like columns',
    'id,name,dept,a\nid,name,x,y\n',
    [],
    { schema: schemaOf(['id', 'name', 'dept', 'a']) },
  ],
  [
    'the same identity in another letter case, which the source ignores',
    'id,name,dept\nabc,A,x\nABC,A,x\n',
    ['duplicate-identity:3'],
    ANY_CASE,
  ],
  [
    'rows of one account in any letter case',
    'id,name,dept\nabc,A,x\nABC,A,x\nAbd,B,y\n',
    [],
    { format: { ...ANY_CASE.format, mergeRows: true } },
  ],
  [
    'rows of one account in any letter case, apart',
    'id,name,dept\nabc,A,x\nAbd,B,y\nABC,A,x\n',
    ['scattered-identity:4'],
    { format: { ...ANY_CASE.format, mergeRows: true } },
  ],
  [
    'accounts that the source merges by another column',
    'id,name,dept\n1,A,x\n2,B,y\n3,C,x\n',
    ['merged-accounts:4'],
    BY_DEPT,
  ],
  ['accounts that differ in that column as well', 'id,name,dept\n1,A,x\n1,A,x\n2,B,y\n', [], BY_DEPT],
  ['accounts without a value there', 'id,name,dept\n1,A,\n2,B, \n', ['merged-accounts:3'], BY_DEPT],
  ['accounts that only letter case keeps apart there', 'id,name,dept\n1,A,x\n2,B,X\n', [], BY_DEPT],
  [
    'accounts that are blank there, each',
    'id,name,dept\n1,A,\n2,B, \n3,C,\n',
    ['merged-accounts:3', 'merged-accounts:4'],
    BY_DEPT,
  ],
  [
    'accounts that are blank in one of several such columns',
    'id,name,dept\n1,A,\n2,A,\n3,,\n4,,\n',
    ['merged-accounts:3', 'blank-display-name:4', 'merged-accounts:5', 'blank-display-name:5'],
    { format: { mergeRows: true, indexColumns: ['name', 'dept'] } },
  ],
  [
    'letter case, where the source ignores it',
    'id,name,dept\n1,A,x\n2,B,X\n',
    ['merged-accounts:3'],
    { format: { ...BY_DEPT.format, ignoresLetterCase: true } },
  ],
  [
    'another column, which the source does not merge by',
    'id,name,dept\n1,A,x\n2,B,x\n',
    [],
    { format: { indexColumns: ['dept'] } },
  ],
  [
    'another column, with a multi-valued attribute',
    'id,name,dept\n1,A,x\n2,A,y\n',
    ['merged-accounts:3'],
    { ...GROUPS, format: { indexColumns: ['name'] } },
  ],
  [
    'merging by the native identity',
    'id,name,dept\n1,A,x\n2,B,x\n',
    [],
    { format: { mergeRows: true, indexColumns: ['ID'] } },
  ],
  [
    'merging by the native identity and more',
    'id,name,dept\n1,A,x\n2,B,x\n',
    [],
    { format: { mergeRows: true, indexColumns: ['id', 'dept'] } },
  ],
  ['rows of two accounts that differ', 'id,name,dept\n1,A,x\n2,B,y\n', [], GROUPS],
  [
    'native identities in other letter case',
    'id,name,dept\nabc,A,x\nABC,B,y\nAbd,C,y\n',
    ['identity-letter-case:3'],
  ],
  ['both in mixed case', 'id,name,dept\nAbc,A,x\naBC,B,y\n', ['identity-letter-case:3']],
  [
    'spaces around a native identity',
    'id,name,dept\n1,A,x\n1 ,B,y\n\t2,C,y\n',
    ['identity-blanks:3', 'identity-blanks:4'],
  ],
  ['blanks inside a native identity', 'id,name,dept\n1 2,A,x\n', []],
  ['a blank display name', 'id,name,dept\n1,,x\n2, ,y\n', ['blank-display-name:2', 'blank-display-name:3']],
  ['a blank value of another attribute', 'id,name,dept\n1,A,\n', []],
  [
    'a schema without display attribute',
    'id,name,dept\n1,,x\n',
    [],
    { schema: { ...schemaOf(['id', 'name', 'dept']), displayAttribute: undefined } },
  ],
  [
    'a blank first column, where there is no display attribute',
    'dept,id,name\n,1,A\n',
    [],
    { schema: { ...schemaOf(['id', 'name', 'dept']), displayAttribute: undefined } },
  ],
  [
    'a blank first column, where the column of the native identity is missing',
    'dept,name\n,A\n,B\n',
    ['missing-identity-column:1'],
  ],
  ['a record that is commented out', 'id,name,dept\n1,A,x\n#2,B,y\n', ['commented-record:3']],
  ['such a record with a quoted line break', 'id,name,dept\n#2,"B\n1,A,x\n', ['commented-record:2']],
  [
    'such a record whose first cell has a delimiter',
    'id,name,dept\n1,A,x\n#"2,3",B,y\n',
    ['commented-record:3'],
  ],
  ['such a record at the end of the file', 'id,name,dept\n1,A,x\n#2,"B, C",y', ['commented-record:3']],
  ['a comment that is no record', 'id,name,dept\n# end of "the export\n1,A,x\n#\n', []],
  [
    'the comment character further inside',
    'id,name,dept\n1,#A,x\n"#2",B,y\n #3,C,#\n',
    ['identity-blanks:4'],
  ],
  ['the comment character on a line of a quoted field', 'id,name,dept\n1,"A\n#2,B,y\n",x\n', []],
  [
    'another comment character',
    'id,name,dept\n#1,A,x\n//2,B,y\n',
    ['commented-record:3'],
    { format: { commentCharacter: '//' } },
  ],
  ['a source without comments', 'id,name,dept\n#1,A,x\n', [], { format: { commentCharacter: '' } }],
];

describe.each([
  ['the file as a whole', FILE],
  ['the heading', HEADING],
  ['the records', RECORD],
  ['the accounts', ACCOUNT],
])('findings about %s', (_, cases) => {
  it.each(cases.map((one) => [one[0], one] as const))('%s', async (_what, [, content, expected, setting]) => {
    expect(await findingsOf(content, setting)).toEqual(expected);
  });
});

describe('rows and native identities', () => {
  type Rows = readonly [
    what: string,
    content: string | Buffer,
    rows: number | undefined,
    identities: string,
    setting?: Setting,
  ];
  const cases: readonly Rows[] = [
    ['a sound file', 'id,name,dept\n1,A,x\n2,B,y\n', 2, '1 2'],
    ['rows of one account', 'id,name,dept\n1,A,x\n1,A,y\n2,B,y\n', 3, '1 2', GROUPS],
    [
      'blank, commented and empty lines do not count',
      'id,name,dept\n\n1,A,x\n#2,B,y\n,,\n\n3,C,z\n',
      2,
      '1 3',
    ],
    ['a short row counts, but its account is unknown', 'id,name,dept\n1,A\n2,B,y\n', 2, '2'],
    ['a last line that is cut off', 'id,name,dept\n1,A,x\n2,"B', undefined, ''],
    ['native identities are not trimmed', 'id,name,dept\n1 ,A,x\n1,B,y\n', 2, '1 |1'],
    ['no rows', 'id,name,dept\n', 0, ''],
    ['an open quote', 'id,name,dept\n1,"A,x\n2,B,y\n', undefined, ''],
    ['two columns for them', 'id,name,dept,id\n1,A,x,2\n', undefined, ''],
    ['a column that the schema does not know', 'id,name,dept,floor\n1,A,x,2\n', 1, '1'],
    ['perhaps two columns for them', 'id,name,dept,Id\n1,A,x,2\n', undefined, ''],
    ['accounts that the source merges into one', 'id,name,dept\n1,A,x\n2,B,x\n', undefined, '', BY_DEPT],
    [
      'a heading in the middle, of which ISC makes an account',
      'id,name,dept\n1,A,x\nid,name,dept\n',
      2,
      '1 id',
    ],
    ['letter case that the source ignores', 'id,name,dept\nAbc,A,x\nABC,A,x\n', 2, 'Abc', ANY_CASE],
    ['no column for them', 'name,dept\nA,x\n', undefined, ''],
    ['broken encoding', bytes('id,name,dept\n1,J', [0xfc], ',x\n'), undefined, ''],
    ['a merge conflict', 'id,name,dept\n<<<<<<< HEAD\n=======\n>>>>>>> b\n1,A,x\n', undefined, ''],
    ['no heading', '1,A,x\n', undefined, ''],
    ['nothing', '', undefined, ''],
  ];
  it.each(cases.map((one) => [one[0], one] as const))('%s', async (_what, one) => {
    const [, content, rows, identities, setting] = one;
    const checked = await check(content, setting);
    expect(checked.csv?.rows).toBe(rows);
    expect(checked.csv?.accounts).toBe(checked.identities?.size);
    const separator = identities.includes('|') ? '|' : ' ';
    expect([...(checked.identities?.keys() ?? [])].join(separator)).toBe(identities);
  });
});
