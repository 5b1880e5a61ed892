import { describe, expect, it } from '@jest/globals';
import { MAX_KEPT_WAYS, MAX_SHOWN_WAYS, ValueWays } from '../../../src/aggregation/compare/transitions.js';
import { times } from './comparing.js';

describe('the ways in which values change', () => {
  it('are counted, and the most frequent one is first', () => {
    const ways = new ValueWays();
    ways.add(['active'], { text: 'inactive' });
    ways.add(['active'], 'none');
    ways.add(['active'], 'none');
    expect(ways.most).toEqual([
      { from: { text: 'active' }, to: 'none', accounts: 2 },
      { from: { text: 'active' }, to: { text: 'inactive' }, accounts: 1 },
    ]);
  });

  it.each<[readonly string[], unknown]>([
    [[], 'none'],
    [['', ' '], 'none'],
    [[' a '], { text: 'a' }],
    [['a', 'a '], { text: 'a' }],
    [['a', 'b'], 'several'],
  ])('from %j', (texts, from) => {
    const ways = new ValueWays();
    ways.add(texts, { text: 'x' });
    expect(ways.most).toEqual([{ from, to: { text: 'x' }, accounts: 1 }]);
  });

  it('are shown up to ten', () => {
    const ways = new ValueWays();
    for (const n of times(MAX_SHOWN_WAYS + 1, (index) => index)) ways.add([`${n}`], 'none');
    expect([MAX_SHOWN_WAYS, ways.most?.length]).toEqual([10, 10]);
  });

  it('are kept up to 2,000', () => {
    const ways = new ValueWays();
    for (const n of times(MAX_KEPT_WAYS, (index) => index)) ways.add([`${n}`], 'none');
    ways.add(['0'], 'none');
    expect([MAX_KEPT_WAYS, ways.most?.[0]?.accounts]).toEqual([2_000, 2]);
    ways.add(['one more'], 'none');
    expect(ways.most).toBeUndefined();
    ways.add(['another one'], 'none');
    expect(ways.most).toBeUndefined();
  });
});
