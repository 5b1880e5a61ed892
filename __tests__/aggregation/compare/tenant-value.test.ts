import { describe, expect, it } from '@jest/globals';
import { storedTexts, TenantText, textsOf } from '../../../src/aggregation/compare/tenant-value.js';
import { calendarDay } from '../../../src/csv/values/calendar.js';
import type { AttributeType } from '../../../src/model/source.js';

describe('a value as ISC returns it', () => {
  it.each<[unknown, readonly string[] | undefined]>([
    [null, []],
    [undefined, []],
    ['', []],
    [[], []],
    ['x', ['x']],
    [' ', [' ']],
    [true, ['true']],
    [false, ['false']],
    [0, ['0']],
    [7.5, ['7.5']],
    [Number.MAX_SAFE_INTEGER, ['9007199254740991']],
    [
      ['a', null, 7, true],
      ['a', '7', 'true'],
    ],
    // A number that has lost digits, and whatever a file cannot contain.
    [Number.MAX_SAFE_INTEGER + 1, undefined],
    [{ name: 'x' }, undefined],
    [[['a']], undefined],
    [['a', {}], undefined],
  ])('%j has the texts %j', (value, texts) => {
    expect(textsOf(value)).toEqual(texts);
  });
});

it('counts each text once, as it is stored, and blank ones not', () => {
  expect(storedTexts([' a ', 'b', 'a', '', ' '])).toEqual(['a', 'b']);
});

describe('what a text of ISC says', () => {
  it.each<[text: string, type: AttributeType, days: readonly string[]]>([
    ['2024-01-31', 'STRING', ['2024-1-31']],
    ['03/04/2024', 'STRING', ['2024-4-3', '2024-3-4']],
    ['1706659200000', 'DATE', ['2024-1-31']],
    ['-86400000', 'DATE', ['1969-12-31']],
    ['20240131', 'DATE', ['2024-1-31']],
    ['1706659200000', 'STRING', []],
    ['Sales', 'STRING', []],
  ])('%s (%s) is the day %j', (text, type, days) => {
    const found = new TenantText(text, type).dates.map(({ day }) =>
      Object.values(calendarDay(day)).join('-'),
    );
    expect(found).toEqual(days);
  });

  it.each<[string, AttributeType, boolean | undefined]>([
    ['TRUE', 'STRING', true],
    ['yes', 'STRING', undefined],
    ['yes', 'BOOLEAN', true],
    ['0', 'BOOLEAN', false],
  ])('%s (%s) means %s', (text, type, meaning) => {
    expect(new TenantText(text, type).meaning).toBe(meaning);
  });
});
