import { describe, expect, it } from '@jest/globals';
import {
  MAX_KEPT_TRANSITIONS,
  MAX_SHOWN_TRANSITIONS,
  TransitionCounts,
} from '../../../src/aggregation/compare/transitions.js';
import { times } from './comparing.js';

describe('the transitions between values', () => {
  it('are counted, and the most frequent one is first', () => {
    const transitions = new TransitionCounts();
    transitions.add(['active'], { text: 'inactive' });
    transitions.add(['active'], 'none');
    transitions.add(['active'], 'none');
    expect(transitions.most).toEqual([
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
    const transitions = new TransitionCounts();
    transitions.add(texts, { text: 'x' });
    expect(transitions.most).toEqual([{ from, to: { text: 'x' }, accounts: 1 }]);
  });

  it('are shown up to ten', () => {
    const transitions = new TransitionCounts();
    for (const n of times(MAX_SHOWN_TRANSITIONS + 1, (index) => index)) transitions.add([`${n}`], 'none');
    expect([MAX_SHOWN_TRANSITIONS, transitions.most?.length]).toEqual([10, 10]);
  });

  it('are kept up to 2,000', () => {
    const transitions = new TransitionCounts();
    for (const n of times(MAX_KEPT_TRANSITIONS, (index) => index)) transitions.add([`${n}`], 'none');
    transitions.add(['0'], 'none');
    expect([MAX_KEPT_TRANSITIONS, transitions.most?.[0]?.accounts]).toEqual([2_000, 2]);
    transitions.add(['one more'], 'none');
    expect(transitions.most).toBeUndefined();
    transitions.add(['another one'], 'none');
    expect(transitions.most).toBeUndefined();
  });
});
