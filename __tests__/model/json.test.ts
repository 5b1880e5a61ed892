import { expect, it } from '@jest/globals';
import { countOf, listOf, objectOf, textOf, timeOf } from '../../src/model/json.js';

const ODD: readonly unknown[] = [undefined, null, '', true, -1, Number.NaN, Infinity, [], {}, 'text'];

it.each(ODD)('takes %j for what it is, or for absent', (value) => {
  expect(objectOf(value)).toEqual(value?.constructor === Object ? {} : undefined);
  expect(listOf(value)).toEqual([]);
  expect(textOf(value)).toBe(value === 'text' ? 'text' : undefined);
  expect(countOf(value)).toBeUndefined();
  expect(timeOf(value)).toBe(value === -1 ? -1 : undefined);
});

it.each([
  [0, 0],
  [12, 12],
  ['12', 12],
  ['012', 12],
  [' 12', undefined],
  ['1e3', undefined],
  ['-4', undefined],
])('counts %j as %j', (value, count) => {
  expect(countOf(value)).toBe(count);
});

it.each([
  [1_713_522_033_823, 1_713_522_033_823],
  ['2024-04-19T10:20:33.823Z', 1_713_522_033_823],
])('reads %j as a time', (value, time) => {
  expect(timeOf(value)).toBe(time);
});
