import { describe, expect, it } from '@jest/globals';
import { mostAllowed } from '../../../src/aggregation/compare/limit.js';

describe('a percentage', () => {
  it.each([
    [12.5, 80, 10],
    [0.1, 1_000, 1],
    [1e-7, 1_000_000_000, 1],
    [100, 7, 7],
    [1e21, 1, 1e19],
  ])('%d of %d allows %d', (percent, whole, most) => {
    expect(mostAllowed({ kind: 'percent', percent, written: `${percent}%` }, whole)).toBe(most);
  });
});
