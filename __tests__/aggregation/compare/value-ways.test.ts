import { describe, expect, it } from '@jest/globals';
import { MAX_KEPT_WAYS, MAX_SHOWN_WAYS, ValueWays } from '../../../src/aggregation/compare/value-ways.js';
import { times } from './comparing.js';

describe('the ways in which values change', () => {
  it('are counted, and the most frequent one is first', () => {
    const ways = new ValueWays();
    ways.add(['active'], { text: 'inactive' }, false);
    ways.add(['active'], 'none', false);
    ways.add(['active'], 'none', false);
    expect(ways.most(true)).toEqual([
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
    ways.add(texts, { text: 'x' }, false);
    expect(ways.most(true)).toEqual([{ from, to: { text: 'x' }, accounts: 1 }]);
  });

  it('count what only differs in formatting if that is asked for', () => {
    const ways = new ValueWays();
    ways.add(['YES'], { text: 'yes' }, true);
    ways.add(['no'], { text: 'yes' }, false);
    ways.add(['no'], { text: 'yes' }, true);
    const from = { from: { text: 'no' }, to: { text: 'yes' } };
    expect(ways.most(false)).toEqual([{ ...from, accounts: 1 }]);
    expect(ways.most(true)).toEqual([
      { ...from, accounts: 2 },
      { from: { text: 'YES' }, to: { text: 'yes' }, accounts: 1 },
    ]);
  });

  it('are shown up to ten', () => {
    const ways = new ValueWays();
    for (const n of times(MAX_SHOWN_WAYS + 1, (index) => index)) ways.add([`${n}`], 'none', false);
    expect([MAX_SHOWN_WAYS, ways.most(true)?.length]).toEqual([10, 10]);
  });

  it('are kept up to 2,000', () => {
    const ways = new ValueWays();
    for (const n of times(MAX_KEPT_WAYS, (index) => index)) ways.add([`${n}`], 'none', false);
    ways.add(['0'], 'none', false);
    expect([MAX_KEPT_WAYS, ways.most(true)?.[0]?.accounts]).toEqual([2_000, 2]);
    ways.add(['one more'], 'none', false);
    expect(ways.most(true)).toBeUndefined();
    ways.add(['another one'], 'none', false);
    expect(ways.most(true)).toBeUndefined();
  });
});
