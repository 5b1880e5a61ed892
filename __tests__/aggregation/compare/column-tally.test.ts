import { describe, expect, it } from '@jest/globals';
import {
  CHANGED,
  EMPTIED,
  FILLED,
  newTally,
  note,
  REWRITTEN,
  SAME,
  tallied,
  type ColumnTally,
} from '../../../src/aggregation/compare/column-tally.js';
import { fingerprint, noFingerprint, type Fingerprint } from '../../../src/csv/fingerprint.js';

function printOf(text: string): Fingerprint {
  const print = noFingerprint();
  fingerprint(print, text, 'STRING');
  return print;
}

it('a tally begins with nothing', () => {
  const { isOnSource, isUnreadable, inFile, inTenant, name, ...counts } = newTally('mail');
  expect({ name, isOnSource, isUnreadable }).toEqual({
    name: 'mail',
    isOnSource: false,
    isUnreadable: false,
  });
  expect([inFile, inTenant]).toEqual([
    { low: 0, high: 0, different: 0 },
    { low: 0, high: 0, different: 0 },
  ]);
  expect(Object.values(counts).every((count) => count === 0)).toBe(true);
});

describe('one value in ISC and in the file', () => {
  it.each<[string, string, number, Partial<ColumnTally>]>([
    ['', '', SAME, { valued: 0, both: 0 }],
    ['a', 'a', SAME, { valued: 1, both: 1 }],
    ['a', '', EMPTIED, { valued: 1, both: 0, emptied: 1 }],
    ['', 'a', FILLED, { valued: 0, both: 0, filled: 1 }],
    ['a', 'A', REWRITTEN, { valued: 1, both: 1, rewritten: 1, changed: 0 }],
    ['a', 'b', CHANGED, { valued: 1, both: 1, rewritten: 0, changed: 1 }],
  ])('"%s" and "%s"', (now, file, change, counts) => {
    const tally = newTally('name');
    expect(tallied(tally, printOf(now), printOf(file))).toBe(change);
    expect(tally).toMatchObject(counts);
    tallied(tally, printOf(now), printOf(file));
    const twice = Object.entries(counts).map(([name, count]) => [name, 2 * Number(count)]);
    expect(tally).toMatchObject(Object.fromEntries(twice) as Partial<ColumnTally>);
  });
});

describe('the variety of values', () => {
  it.each<[readonly string[], number]>([
    [[], 0],
    [['', ''], 0],
    [['a'], 1],
    [['a', '', 'a'], 1],
    [['a', 'b'], 2],
    [['a', 'b', 'a'], 2],
    [['', 'a', 'a', 'b'], 2],
  ])('of %j is %i', (texts, different) => {
    const variety = newTally('name').inFile;
    for (const text of texts) note(variety, printOf(text));
    expect(variety.different).toBe(different);
  });

  it.each<[string, Fingerprint]>([
    ['low', { low: 1, high: 7, loose: 7 }],
    ['high', { low: 7, high: 1, loose: 7 }],
  ])('sees a difference in the %s part alone', (_, other) => {
    const variety = newTally('name').inFile;
    note(variety, { low: 7, high: 7, loose: 7 });
    note(variety, other);
    expect(variety.different).toBe(2);
  });
});
