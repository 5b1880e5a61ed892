import { describe, expect, it } from '@jest/globals';
import { markOf, nextAfter, sentenceOf, verdictOf } from '../../src/report/status-words.js';
import { TARGET } from './fixtures.js';
import { passes, STATUSES_WORST_FIRST, type Status } from '../../src/model/status.js';

const TASK = { taskId: 'ef38f943', target: TARGET };
const NO_TASK = { taskId: undefined, target: TARGET };
const NO_FILE = { ...TARGET, csv: undefined };
const PUSH = { isPullRequest: false };
const PULL_REQUEST = { isPullRequest: true };

describe('words for a status', () => {
  it.each(STATUSES_WORST_FIRST)('has a mark, a verdict and a sentence for %s', (status) => {
    expect(markOf(status, false)).not.toBe('');
    expect(verdictOf(status)).toMatch(/^[a-z]/);
    expect(sentenceOf({ status, ...TASK })).toMatch(/\.$|\)\.$/);
  });

  it('marks nothing green that has not ended well', () => {
    expect(STATUSES_WORST_FIRST.filter((status) => markOf(status, false) === '✅')).toEqual(['SUCCESS']);
    expect([markOf('WARNING', false), markOf('WARNING', true)]).toEqual(['⚠️', '❌']);
  });

  it.each<Status>(['FAILED', 'TIMED_OUT', 'CANCELLED'])(
    'says of %s only what is known about a task',
    (status) => {
      expect(sentenceOf({ status, ...TASK })).toContain('This step does not know how it end');
      expect(sentenceOf({ status, ...NO_TASK })).toContain('has not accepted an aggregation');
    },
  );

  it('has a next step only for statuses that are no failure; a failure has its own', () => {
    const withNext = STATUSES_WORST_FIRST.filter(
      (status) => nextAfter({ status, target: TARGET }, PUSH) !== undefined,
    );
    expect(withNext).toEqual(['WARNING', 'STARTED', 'PLANNED']);
    expect(withNext.every((status) => passes(status, false))).toBe(true);
  });

  it.each([
    ['a file', TARGET, PUSH, 'To upload the file, run the step without `dry-run`.'],
    [
      'a file in a pull request',
      TARGET,
      PULL_REQUEST,
      'Review the plan and merge: the run on the push, without `dry-run`, will upload the file.',
    ],
    ['no file', NO_FILE, PUSH, 'To start the aggregation, run the step without `dry-run`.'],
    [
      'no file in a pull request',
      NO_FILE,
      PULL_REQUEST,
      'Review the plan and merge: the run on the push, without `dry-run`, will start the aggregation.',
    ],
  ])('says how the dry run of %s is carried out', (_, target, context, next) => {
    expect(nextAfter({ status: 'PLANNED', target }, context)).toBe(next);
  });

  it('mentions no file if the source takes none', () => {
    const planned = sentenceOf({ status: 'PLANNED', taskId: undefined, target: NO_FILE });
    expect(planned).toContain('no aggregation was started');
    expect(planned).not.toContain('upload');
  });

  it('refuses an unknown status', () => {
    const odd = 'DONE' as Status;
    for (const words of [verdictOf, (status: Status) => markOf(status, true)]) {
      expect(() => words(odd)).toThrow('Not reachable');
    }
    expect(() => nextAfter({ status: odd, target: TARGET }, PUSH)).toThrow('Not reachable');
    expect(() => sentenceOf({ status: odd, ...TASK })).toThrow('Not reachable');
  });
});
