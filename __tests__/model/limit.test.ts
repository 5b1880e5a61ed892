import { describe, expect, it } from '@jest/globals';
import {
  allowsAll,
  exceeds,
  isDefault,
  limitInWords,
  mostAllowed,
  parseLimit,
  percentFor,
  type LimitName,
} from '../../src/model/limit.js';
import { limitOf } from '../support/limits.js';

describe('a limit', () => {
  it.each<[string, number | undefined, string | undefined]>([
    ['0', 0, undefined],
    ['25', 25, undefined],
    ['0%', undefined, '0'],
    ['12.5 %', undefined, '12.5'],
    ['010.50%', undefined, '10.5'],
    ['100%', undefined, '100'],
    ['100.000%', undefined, '100'],
    ['10%, 500', 500, '10'],
    ['500, 10%', 500, '10'],
    ['500,  10 %', 500, '10'],
  ])('%s is at most %s accounts and at most %s %%', (written, count, percent) => {
    expect(parseLimit('max-deletions', written)).toEqual({ name: 'max-deletions', count, percent, written });
  });

  it.each([
    ['12,5%', /put a space after the comma, such as "10%, 500"; decimals take a period, such as 12\.5%/],
    ['1,500', /could mean two limits, a decimal number or thousands/],
    ['10%,500', /needs a space after the comma/],
    ['10%, 20%', /has two percentages/],
    ['10, 20', /has two numbers/],
    ['10%, 500, 3%', /has two percentages/],
    ['10% 500', /is not a limit/],
    ['-1', /is not a limit/],
    ['1.5', /is not a limit/],
    ['1e3', /is not a limit/],
    ['%', /is not a limit/],
    ['10%, ', /is not a limit|needs a blank/],
    ['', /is not a limit/],
    ['99999999999999999999', /is not a limit/],
    ['101%', /is over 100%, which allows all/],
    [`100.${'0'.repeat(40)}1%`, /is over 100%/],
    ['9'.repeat(1_000), /is too long/],
  ])('is refused: %s', (written, problem) => {
    expect(parseLimit('max-deletions', written)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('may be over 100 % where more can be created than there are', () => {
    expect(parseLimit('max-creations', '250%')).toMatchObject({ percent: '250' });
    expect(exceeds(limitOf('max-creations', '250%'), 25, 10)).toBe(false);
    expect(exceeds(limitOf('max-creations', '250%'), 26, 10)).toBe(true);
  });
});

describe('how many accounts a limit allows', () => {
  it.each<[LimitName, string, number, number]>([
    // Exactly as many as the percentage says, whatever binary fractions make of it.
    ['max-deletions', '10%', 109, 10],
    ['max-deletions', '0.07%', 10_000, 7],
    ['max-deletions', '2.3%', 100_000, 2_300],
    ['max-deletions', '33.3%', 1_000, 333],
    ['max-deletions', '0.0000001%', 1_000_000_000, 1],
    ['max-deletions', '100%', 7, 7],
    ['max-deletions', `99.${'9'.repeat(40)}%`, 1_000, 999],
    // Small sources stay usable.
    ['max-deletions', '10%', 1, 0],
    ['max-deletions', '10%', 2, 1],
    ['max-deletions', '0.1%', 8, 1],
    ['max-deletions', '0%', 8, 0],
    ['max-active-deletions', '1%', 50, 1],
    ['max-changes', '50%', 3, 5],
    ['max-changes', '1%', 100, 5],
    ['max-changes', '0%', 100, 0],
    ['max-creations', '10%', 5, 0],
    // Numbers and pairs.
    ['max-deletions', '25', 30, 25],
    ['max-deletions', '0', 30, 0],
    ['max-deletions', '10%, 500', 1_000, 100],
    ['max-deletions', '10%, 500', 100_000, 500],
    ['max-deletions', '10%, 0', 8, 0],
    // A first load.
    ['max-creations', '10%', 0, Infinity],
    ['max-creations', '10%, 500', 0, 500],
  ])('%s: %s of %d', (name, written, base, most) => {
    const limit = limitOf(name, written);
    expect(mostAllowed(limit, base)).toBe(most);
    expect(exceeds(limit, most, base)).toBe(false);
    expect(exceeds(limit, most + 1, base)).toBe(most !== Infinity);
  });
});

it.each([
  ['100%', true],
  ['100.0%', true],
  [`99.${'9'.repeat(40)}%`, false],
  ['100%, 500', false],
  ['1000000', false],
])('%s allows all: %s', (written, expected) => {
  expect(allowsAll(limitOf('max-deletions', written))).toBe(expected);
});

it('a file can create more than 100 %', () => {
  expect(allowsAll(limitOf('max-creations', '100%'))).toBe(false);
});

it('a limit that is not set allows all', () => {
  expect(allowsAll(undefined)).toBe(true);
});

it.each<[LimitName, string, string]>([
  ['max-changes', '50%', 'max-changes is 50 %, the default'],
  ['max-changes', '50.0 %', 'max-changes is 50 %, the default'],
  ['max-changes', '50%, 9000', 'max-changes is 50 % and 9,000'],
  ['max-deletions', '10%', 'max-deletions is 10 %, the default'],
  ['max-deletions', '1500', 'max-deletions is 1,500'],
  ['max-creations', '50%', 'max-creations is 50 %'],
])('%s: %s in words', (name, written, words) => {
  const limit = limitOf(name, written);
  expect(limitInWords(limit)).toBe(words);
  expect(isDefault(limit)).toBe(words.endsWith(', the default'));
});

it.each([
  [1, 8, 12.5],
  [25, 180, 13.89],
  [1, 3, 33.34],
])('%d of %d needs %d %%', (count, base, percent) => {
  expect(percentFor(count, base)).toBe(percent);
  expect(exceeds(limitOf('max-deletions', `${percent}%`), count, base)).toBe(false);
});
