import { describe, expect, it } from '@jest/globals';
import { markOf, nextAfter, sentenceOf, verdictOf } from '../../../src/report/page/status-words.js';
import type { Failure } from '../../../src/model/failure.js';
import { TARGET } from '../fixtures.js';
import { passes, type Status, STATUSES_WORST_FIRST } from '../../../src/model/status.js';

const FAILURE: Failure = { message: 'No.', next: 'Try again.', cause: undefined };
const NO_FILE = { ...TARGET, csv: undefined };
const PUSH = { isPullRequest: false };
const PULL_REQUEST = { isPullRequest: true };

describe('words for a status', () => {
  it.each(STATUSES_WORST_FIRST)('has a mark and a verdict for %s', (status) => {
    expect(markOf(status, false)).not.toBe('');
    expect(verdictOf(status)).toMatch(/^[a-z]/);
  });

  it('shows a status that nobody knows as a failure', () => {
    const unknown = undefined as unknown as Status;
    expect([markOf(unknown, false), verdictOf(unknown)]).toEqual(['❌', 'failed']);
  });

  it('has a sentence for each that passes; a failure says it itself', () => {
    const about = (status: Status, failure: Failure | undefined): string | undefined =>
      sentenceOf({ status, failure, target: TARGET });
    const passing = STATUSES_WORST_FIRST.filter((status) => passes(status, false));
    for (const status of passing) expect(about(status, undefined)).toMatch(/\.$/);
    for (const status of STATUSES_WORST_FIRST) expect(about(status, FAILURE)).toBeUndefined();
  });

  it('marks nothing green that has not ended well', () => {
    expect(STATUSES_WORST_FIRST.filter((status) => markOf(status, false) === '✅')).toEqual(['SUCCESS']);
    expect([markOf('WARNING', false), markOf('WARNING', true)]).toEqual(['⚠️', '❌']);
  });

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
      'Review the plan, then merge: a run on the push without `dry-run`, if there is one, plans again and then uploads the file.',
    ],
    ['no file', NO_FILE, PUSH, 'To start the aggregation, run the step without `dry-run`.'],
    [
      'no file in a pull request',
      NO_FILE,
      PULL_REQUEST,
      'Review the plan, then merge: a run on the push without `dry-run`, if there is one, plans again and then starts the aggregation.',
    ],
  ])('says how the dry run of %s is carried out', (_, target, context, next) => {
    expect(nextAfter({ status: 'PLANNED', target }, context)).toBe(next);
  });

  it('mentions no file if the source takes none', () => {
    const planned = sentenceOf({ status: 'PLANNED', failure: undefined, target: NO_FILE });
    expect(planned).toContain('no aggregation was started');
    expect(planned).not.toContain('upload');
  });
});
