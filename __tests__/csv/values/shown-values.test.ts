import { describe, expect, it } from '@jest/globals';
import { MAX_SHOWN_VALUES, shortened, ShownValues } from '../../../src/csv/values/shown-values.js';

describe('the values of a column that reports may show', () => {
  it('are kept by their keys, the first text of each', () => {
    const values = new ShownValues();
    values.add(1, 'active');
    values.add(1, ' active ');
    values.add(2, ' on leave ');
    expect([values.textOf(1), values.textOf(2), values.textOf(3)]).toEqual(['active', 'on leave', undefined]);
  });

  it('are dropped once there are more than 100', () => {
    const values = new ShownValues();
    for (let key = 0; key < MAX_SHOWN_VALUES; key += 1) values.add(key, 'x');
    values.add(5, 'again');
    expect([MAX_SHOWN_VALUES, values.isFull, values.textOf(5)]).toEqual([100, false, 'x']);
    values.add(MAX_SHOWN_VALUES, 'y');
    values.add(0, 'x');
    expect([values.isFull, values.textOf(0)]).toEqual([true, undefined]);
  });

  it.each([
    ['x'.repeat(60), 'x'.repeat(60)],
    [` ${'x'.repeat(60)} `, 'x'.repeat(60)],
    ['x'.repeat(61), `${'x'.repeat(59)}…`],
    // A character of two code units is not cut in two.
    [`${'x'.repeat(59)}🚀y`, `${'x'.repeat(59)}…`],
    [`${'x'.repeat(58)}🚀y`, `${'x'.repeat(58)}…`],
  ])('of "%s" at most 60 characters are shown', (text, shown) => {
    expect(shortened(text)).toBe(shown);
  });
});
