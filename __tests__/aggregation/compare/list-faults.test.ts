import { describe, expect, it } from '@jest/globals';
import { wordBits } from '../../../src/csv/values/list-value.js';
import { column, findings, times, type Account, type Row } from './comparing.js';

/** What is said of a column of groups in which each of six accounts has this one text in the file, and these in ISC. */
function said(text: string, now: readonly string[]): readonly string[] {
  const rows = times(6, (index): Row => [`${index}`, text]);
  const accounts = times(6, (index): Account => [`${index}`, { groups: now }]);
  return findings([column('groups', { isMulti: true })], rows, accounts).map(
    ({ message, rule }) => `${rule}: ${message}`,
  );
}

describe('values-joined', () => {
  it.each([
    ['a comma', 'hr,staff', ['staff', 'hr'], 'with ","'],
    ['a comma and a blank', 'hr, staff', ['staff', 'hr'], 'with ","'],
    ['a semicolon', 'hr;staff', ['staff', 'hr'], 'with ";"'],
    ['a bar', 'hr|staff', ['staff', 'hr'], 'with "|"'],
    ['line breaks', 'hr\nstaff', ['staff', 'hr'], 'with line breaks'],
    ['blanks', 'hr staff', ['staff', 'hr'], 'with blanks'],
    ['JSON', '["hr","staff"]', ['staff', 'hr'], 'with ","'],
    ['PostgreSQL', '{hr,staff}', ['staff', 'hr'], 'with ","'],
    ['JSON of one value', '["staff"]', ['staff'], 'with brackets'],
    ['values with commas, at a semicolon', 'Sales, EMEA;staff', ['Sales, EMEA', 'staff'], 'with ";"'],
    ['values with blanks, at a comma', 'Domain Users,staff', ['Domain Users', 'staff'], 'with ","'],
  ])('names what the values were joined with: %s', (_, text, now, how) => {
    expect(said(text, now)).toEqual([expect.stringMatching(/^values-joined: /)]);
    expect(said(text, now)[0]).toContain(how);
  });

  it.each([
    ['one is missing', 'hr,staff', ['staff', 'hr', 'all']],
    ['another sign', 'hr/staff', ['hr', 'staff']],
    ['a value holds the sign', 'Sales, EMEA,staff', ['Sales, EMEA', 'staff']],
    ['a value holds a blank, at blanks', 'Domain Users staff', ['Domain Users', 'staff']],
    ['one value, without brackets', 'guests', ['staff']],
  ])('says nothing where it is not so: %s', (_, text, now) => {
    expect(said(text, now).filter((one) => one.startsWith('values-joined'))).toEqual([]);
  });

  it('takes no single word for a list, whatever its hash', () => {
    const words = Array.from({ length: 3_000 }, (_, index) => `g${index}/x`);
    expect(words.filter((word) => wordBits([word]) !== 0)).toEqual([]);
    expect(wordBits(['g1 x', 'g2'])).toBe(wordBits(['g2', 'x', 'g1']));
    expect(wordBits(['g1 x'])).not.toBe(0);
  });

  it('needs more than half of at least five differing accounts', () => {
    const joined = (count: number, of: number): readonly string[] => {
      const rows = times(of, (index): Row => [`${index}`, index < count ? 'hr;staff' : 'guests']);
      const accounts = times(of, (index): Account => [`${index}`, { groups: ['hr', 'staff'] }]);
      return findings([column('groups', { isMulti: true })], rows, accounts).map(({ rule }) => rule);
    };
    expect(joined(4, 4)).not.toContain('values-joined');
    expect(joined(5, 5)).toContain('values-joined');
    expect(joined(3, 6)).not.toContain('values-joined');
    expect(joined(4, 6)).toContain('values-joined');
  });
});
