import { describe, expect, it } from '@jest/globals';
import { NO_FINDINGS } from '../../src/model/finding.js';
import { StepFailure } from '../../src/model/failure.js';
import { NO_COUNTS } from '../../src/model/task.js';
import { adviceAtEnd } from '../../src/runtime/deadline.js';
import { failureOf, OutcomeBuilder } from '../../src/aggregation/outcome-builder.js';
import { PLAN, SOURCE, TARGET } from '../report/fixtures.js';
import { skippingClock } from '../support/clocks.js';

describe('what is known when a story ends', () => {
  it('is at least the target and the time', () => {
    const clock = skippingClock(1_000);
    const known = new OutcomeBuilder(TARGET, () => clock.now());
    clock.pass(250);
    expect(known.outcome('SKIPPED')).toEqual({
      target: TARGET,
      status: 'SKIPPED',
      source: undefined,
      taskId: undefined,
      counts: NO_COUNTS,
      csv: undefined,
      findings: NO_FINDINGS,
      plan: undefined,
      messages: [],
      failure: undefined,
      durationMs: 250,
    });
  });

  it('is the last word on each thing', () => {
    const known = new OutcomeBuilder(TARGET, () => 0);
    known.learn({ source: SOURCE, plan: { ...PLAN, deleted: 9 } });
    known.learn({ plan: PLAN, taskId: 't1' });
    known.learn({ messages: [{ type: 'INFO', text: 'Done' }], counts: { ...NO_COUNTS, total: 5 } });
    expect(known.facts.plan).toBe(PLAN);
    expect(known.outcome('SUCCESS')).toMatchObject({
      source: SOURCE,
      plan: PLAN,
      taskId: 't1',
      messages: [{ text: 'Done' }],
      counts: { total: 5 },
    });
  });
});

describe('a story that breaks off', () => {
  const failure = new StepFailure('The deadline has passed.', { status: 'TIMED_OUT', next: 'Wait longer.' });

  it('tells why, and what was known', () => {
    const known = new OutcomeBuilder(TARGET, () => 0);
    known.learn({ source: SOURCE });
    expect(known.brokenOff(failure, false)).toMatchObject({
      status: 'TIMED_OUT',
      source: SOURCE,
      failure: {
        message: 'The deadline has passed.',
        next: adviceAtEnd('TIMED_OUT', 'no'),
        cause: failure,
      },
    });
  });

  it('says what may have been started, where its end came early', () => {
    const known = new OutcomeBuilder(TARGET, () => 0);
    expect(known.brokenOff(failure, true).failure?.next).toBe(adviceAtEnd('TIMED_OUT', 'unknown'));
    const other = new StepFailure('No source.', { next: 'Check the name.' });
    expect(known.brokenOff(other, true).failure?.next).toBe('Check the name.');
    known.learn({ taskId: 't1' });
    expect(known.brokenOff(failure, true).failure?.next).toBe(adviceAtEnd('TIMED_OUT', 'yes'));
  });

  it('tells that ISC continues with the task', () => {
    const known = new OutcomeBuilder(TARGET, () => 0);
    known.learn({ taskId: 't1' });
    expect(known.brokenOff(failure, true).failure?.message).toBe(
      'The deadline has passed. ISC continues with task t1.',
    );
  });
});

describe('whatever was thrown', () => {
  it('keeps the cause of a failure', () => {
    const cause = new Error('why');
    expect(failureOf(new StepFailure('What.', { next: 'Do.', cause }))).toEqual({
      status: 'FAILED',
      message: 'What.',
      next: 'Do.',
      cause,
    });
  });

  it.each<[unknown, string]>([
    [new TypeError('x is undefined'), 'TypeError: x is undefined'],
    ['text', 'text'],
    [undefined, 'undefined'],
  ])('%s is a defect of this action', (thrown, text) => {
    expect(failureOf(thrown)).toMatchObject({
      status: 'FAILED',
      message: `Something went wrong inside this action: ${text}`,
      next: expect.stringContaining('debug log'),
      cause: thrown,
    });
  });
});
