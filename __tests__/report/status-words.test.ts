import { describe, expect, it } from '@jest/globals';
import { markOf, nextAfter, sentenceOf, verdictOf } from '../../src/report/status-words.js';
import { ended, task } from '../model/tasks.js';
import type { TaskFate } from '../../src/model/task-fate.js';
import { TARGET } from './fixtures.js';
import { passes, STATUSES_WORST_FIRST, type Status } from '../../src/model/status.js';

const SEEN = task('ef38f943');
const TASK = { fate: { kind: 'running', task: SEEN }, target: TARGET } as const;
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
    'says of %s what became of the task, and no more',
    (status) => {
      const about = (fate: TaskFate): string => sentenceOf({ status, fate, target: TARGET });
      expect(about({ kind: 'none' })).toContain('has not accepted an aggregation');
      expect(about({ kind: 'perhaps', task: undefined })).toContain('does not know whether');
      expect(about({ kind: 'running', task: SEEN })).toContain('continues with it');
      expect(about({ kind: 'ended', task: ended('t', 'WARNING') })).toContain('reports warnings');
      expect(about({ kind: 'ended', task: ended('t', 'ODD') })).toBe('ISC has ended the aggregation.');
      expect(about({ kind: 'refused', task: SEEN })).toContain('nothing has been started');
      expect(about({ kind: 'not-ours', task: SEEN })).toContain('not this aggregation');
      expect(about({ kind: 'unseen', task: SEEN })).toContain('does not show its task');
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
    const planned = sentenceOf({ status: 'PLANNED', fate: { kind: 'none' }, target: NO_FILE });
    expect(planned).toContain('no aggregation was started');
    expect(planned).not.toContain('upload');
  });
});
