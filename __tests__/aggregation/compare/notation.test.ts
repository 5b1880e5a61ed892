import { describe, expect, it } from '@jest/globals';
import type { AttributeType } from '../../../src/model/source.js';
import { changes, column, times, type Account, type Row } from './comparing.js';

/** What the plan says of one account: a change in more than notation, only in notation, or none. */
function compared(type: AttributeType, file: string, now: string, isMulti = false): string {
  const { columns } = changes([column('value', { type, isMulti })], [['1', file]], [['1', { value: now }]]);
  const [one] = columns;
  if (one === undefined) return 'same';
  return one.notation === 1 ? 'notation' : one.changed === 1 ? 'changed' : 'other';
}

type Pair = readonly [what: string, type: AttributeType, file: string, now: string];

const IN_NOTATION: readonly Pair[] = [
  ['letter case', 'STRING', 'ACTIVE', 'Active'],
  ['the Turkish İ', 'STRING', 'FİNANCE', 'finance'],
  ['the Turkish ı', 'STRING', 'fınance', 'FINANCE'],
  ['Unicode form', 'STRING', 'Zoe\u{308}', 'Zoë'],
  ['inner blanks', 'STRING', 'Ada  Almeida', 'Ada Almeida'],
  ['a no-break space', 'STRING', 'Ada\u{a0}Almeida', 'Ada Almeida'],
  ['a narrow no-break space', 'STRING', '1\u{202f}000', '1000'],
  ['direction marks', 'STRING', '\u{200f}Ada\u{200e}', 'Ada'],
  ['leading zeros gone', 'STRING', '420', '00420'],
  ['leading zeros added', 'STRING', '00420', '420'],
  ['zeros after the decimal separator', 'STRING', '0.8', '0.80'],
  ['the decimal separator', 'STRING', '0,80', '0.80'],
  ['the Arabic decimal separator', 'STRING', '1٫00', '1.00'],
  ['thousands separators', 'STRING', '1,000,000', '1000000'],
  ['the Arabic thousands separator', 'STRING', '1٬000', '1000'],
  ['E notation', 'STRING', '1E+3', '1000'],
  ['a formula of Excel', 'STRING', '="00420"', '00420'],
  ['a leading apostrophe', 'STRING', "'00420", '00420'],
  ['true and false', 'STRING', 'yes', 'true'],
  ['a date, the day first', 'STRING', '31.01.2026', '2026-01-31'],
  ['a date in doubt', 'STRING', '01/05/2003', '2003-05-01'],
  ['a blank for the T', 'DATE', '2026-01-31 00:00:00', '2026-01-31'],
  ['an offset, where the file is not in ISO 8601', 'DATE', '2026-01-31 01:00 +01:00', '2026-01-31'],
  ['two digits of a year in ISC', 'DATE', '2026-01-31', '31.01.26'],
  ['two digits of a year of the last century in ISC', 'DATE', '1976-01-31', '31.01.76'],
  ['a month by its name', 'DATE', '31-JAN-26', '2026-01-31'],
  ['RFC 1123', 'DATE', 'Sat, 31 Jan 2026 00:00:00 GMT', '2026-01-31'],
  ['eight digits', 'DATE', '20260131', '2026-01-31'],
  ['generalised time', 'DATE', '20260131000000.0Z', '2026-01-31'],
  ['seconds since 1970', 'DATE', '1769817600', '2026-01-31'],
  ['milliseconds in the file', 'DATE', '1769817600000', '2026-01-31'],
  ["a spreadsheet's days", 'DATE', '46053', '2026-01-31'],
  ['FILETIME', 'DATE', '134142912000000000', '2026-01-31'],
  ['ticks of .NET', 'DATE', '639054144000000000', '2026-01-31'],
  ['marks in a date', 'DATE', '\u{200f}31/01/2026', '2026-01-31'],
  ['a number in INT', 'INT', '7.0', '7'],
  ['words in BOOLEAN', 'BOOLEAN', 't', 'true'],
  ['WAHR', 'BOOLEAN', 'WAHR', 'true'],
  ['-1', 'BOOLEAN', '-1', 'true'],
  ['a distinguished name', 'STRING', 'CN=staff,OU=Groups,DC=acme', 'staff'],
  ['a distinguished name in ISC', 'STRING', 'staff', 'CN=staff,OU=Groups,DC=acme'],
  ['a domain', 'STRING', 'ACME\\staff', 'staff'],
  ['an address', 'STRING', 'ada@acme.example', 'ada'],
];

const CHANGED: readonly Pair[] = [
  ['1.00 and 100', 'STRING', '100', '1.00'],
  ['another number', 'STRING', '421', '00420'],
  ['percent', 'STRING', '80 %', '0.80'],
  ['percent of the same digits', 'STRING', '80%', '80'],
  ['a date with the year first has one reading', 'DATE', '2003-05-01', '2003-01-05'],
  ['the same in a column of texts', 'STRING', '2003/05/01', '2003-01-05'],
  ['another day', 'DATE', '31.01.2026', '2026-01-30'],
  ['another time', 'DATE', '2026-01-31 12:00', '2026-01-31'],
  ['digits in a column of texts are no date', 'STRING', '46053', '2026-01-31'],
  ['eight digits in a column of texts are', 'STRING', '99999999', '2026-01-31'],
  ['true and false have changed places', 'BOOLEAN', 'f', 'true'],
  ['yes where ISC has 1, in a column of texts', 'STRING', 'yes', '1'],
  ['Y where ISC has yes', 'STRING', 'Y', 'yes'],
  ['inner signs', 'STRING', 'Ada-Almeida', 'Ada Almeida'],
  ['another letter', 'STRING', 'Zoe', 'Zoë'],
  ['another short name', 'STRING', 'CN=guests,OU=Groups,DC=acme', 'staff'],
];

describe('a change', () => {
  it.each(IN_NOTATION)('is only in notation: %s', (_, type, file, now) => {
    expect(compared(type, file, now)).toBe('notation');
  });

  it.each(CHANGED)('is more than that: %s', (_, type, file, now) => {
    expect(compared(type, file, now)).toBe('changed');
  });

  it.each(IN_NOTATION.filter(([, type]) => type === 'STRING'))(
    'of one of several values is told in the same way: %s',
    (_, type, file, now) => {
      expect(compared(type, file, now, true)).toBe('notation');
    },
  );

  it.each([
    ['any two words that stand for both throughout', ['actif', 'parti'], 6],
    ['not three words', ['actif', 'parti', 'autre'], 0],
  ])('of BOOLEAN is only in notation: %s', (_, words, notation) => {
    const rows = times(6, (index): Row => [`${index}`, words[index % words.length] ?? '']);
    const accounts = times(6, (index): Account => [`${index}`, { value: index % 2 === 0 }]);
    const [one] = changes([column('value', { type: 'BOOLEAN' })], rows, accounts).columns;
    expect(one).toMatchObject({ changed: 6, notation });
  });
});
