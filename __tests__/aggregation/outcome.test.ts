import { describe, expect, it } from '@jest/globals';
import { adviceAfter, NO_FACTS, outcomeOf, type Story } from '../../src/aggregation/outcome.js';
import { StepFailure, stop } from '../../src/model/failure.js';
import { NO_FINDINGS } from '../../src/model/finding.js';
import { NO_COUNTS } from '../../src/model/task.js';
import type { TaskFate } from '../../src/model/task-fate.js';
import { ended, said, task } from '../model/tasks.js';
import { PLAN, SOURCE, TARGET } from '../report/fixtures.js';

const ABOUT = { target: TARGET, source: SOURCE, durationMs: 250 };
const END = { kind: 'end', status: 'SUCCESS', failure: undefined } as const;
const SEEN = task('t1');
const FATES: readonly TaskFate[] = [
  { kind: 'none' },
  { kind: 'perhaps', task: undefined },
  { kind: 'running', task: SEEN },
  { kind: 'ended', task: SEEN },
  { kind: 'refused', task: SEEN },
  { kind: 'not-ours', task: SEEN },
  { kind: 'unseen', task: SEEN },
];

function story(changes: Partial<Story> = {}): Story {
  return { facts: NO_FACTS, fate: { kind: 'none' }, end: END, ...changes };
}

describe('the outcome of a source', () => {
  it('is at least the target and the time', () => {
    expect(outcomeOf({ ...ABOUT, source: undefined }, story())).toEqual({
      target: TARGET,
      status: 'SUCCESS',
      source: undefined,
      fate: { kind: 'none' },
      counts: NO_COUNTS,
      csv: undefined,
      findings: NO_FINDINGS,
      plan: undefined,
      review: undefined,
      messages: [],
      failure: undefined,
      durationMs: 250,
    });
  });

  it('has the facts of the file, and what ISC says about the task', () => {
    const fate: TaskFate = {
      kind: 'ended',
      task: ended('t1', 'SUCCESS', 5, { messages: [said('INFO', 'Done')] }),
    };
    expect(outcomeOf(ABOUT, story({ facts: { ...NO_FACTS, plan: PLAN }, fate }))).toMatchObject({
      plan: PLAN,
      counts: { total: 5 },
      messages: [{ text: 'Done' }],
    });
  });

  it("has nothing of somebody else's task", () => {
    const fate: TaskFate = { kind: 'not-ours', task: ended('t1', 'SUCCESS', 5) };
    expect(outcomeOf(ABOUT, story({ fate })).counts).toEqual(NO_COUNTS);
  });
});

describe('a story that was stopped', () => {
  const late = new StepFailure('The deadline has passed.', { status: 'TIMED_OUT', next: 'Wait longer.' });

  it.each(FATES)('by the deadline says what may have been started: $kind', (fate) => {
    expect(outcomeOf(ABOUT, story({ fate, end: stop(late) }))).toMatchObject({
      status: 'TIMED_OUT',
      failure: { next: adviceAfter('TIMED_OUT', fate), cause: late },
    });
  });

  it.each(FATES)('says that ISC continues only with a task that runs: $kind', (fate) => {
    const { failure } = outcomeOf(ABOUT, story({ fate, end: stop(late) }));
    expect(failure?.message).toBe(
      fate.kind === 'running'
        ? 'The deadline has passed. ISC continues with task t1.'
        : 'The deadline has passed.',
    );
  });

  it('by another failure keeps its advice', () => {
    const failure = new StepFailure('No source.', { next: 'Check the name.' });
    expect(outcomeOf(ABOUT, story({ end: stop(failure) })).failure?.next).toBe('Check the name.');
  });
});

describe('the advice after a step that ended early', () => {
  it('names timeout-minutes only where the time was over', () => {
    expect(adviceAfter('TIMED_OUT', { kind: 'none' })).toMatch(
      /^Nothing has been sent.* Raise timeout-minutes/,
    );
    expect(adviceAfter('CANCELLED', { kind: 'running' })).toMatch(/^The step does not stop the aggregation/);
    expect(adviceAfter('CANCELLED', { kind: 'running' })).not.toContain('timeout-minutes');
  });
});
