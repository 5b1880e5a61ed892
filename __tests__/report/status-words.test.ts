import { describe, expect, it } from '@jest/globals';
import { markOf, nextAfter, sentenceOf, verdictOf } from '../../src/report/status-words.js';
import { passes, STATUSES_WORST_FIRST, type Status } from '../../src/model/status.js';

const TASK = { taskId: 'ef38f943' };
const NO_TASK = { taskId: undefined };

describe('words for a status', () => {
  it.each(STATUSES_WORST_FIRST)('has a mark, a verdict and a sentence for %s', (status) => {
    expect(markOf(status, false)).not.toBe('');
    expect(verdictOf(status)).toMatch(/^[a-z]/);
    expect(sentenceOf({ status, ...TASK })).toMatch(/\.$|\)\.$/);
  });

  it('marks nothing green that is not over and well', () => {
    expect(STATUSES_WORST_FIRST.filter((status) => markOf(status, false) === '✅')).toEqual(['SUCCESS']);
    expect([markOf('WARNING', false), markOf('WARNING', true)]).toEqual(['⚠️', '❌']);
  });

  it.each<Status>(['FAILED', 'TIMED_OUT', 'CANCELLED'])(
    'says of %s only what is known about a task',
    (status) => {
      expect(sentenceOf({ status, ...TASK })).toContain('not known to this step');
      expect(sentenceOf({ status, ...NO_TASK })).toContain('knows of no accepted aggregation');
    },
  );

  it('has a next step only for what is no failure; a failure brings its own', () => {
    const withNext = STATUSES_WORST_FIRST.filter((status) => nextAfter(status) !== undefined);
    expect(withNext).toEqual(['WARNING', 'STARTED', 'PLANNED']);
    expect(withNext.every((status) => passes(status, false))).toBe(true);
  });

  it('refuses a word that is none of ours', () => {
    const odd = 'DONE' as Status;
    for (const words of [verdictOf, nextAfter, (status: Status) => markOf(status, true)]) {
      expect(() => words(odd)).toThrow('Not reachable');
    }
    expect(() => sentenceOf({ status: odd, ...TASK })).toThrow('Not reachable');
  });
});
