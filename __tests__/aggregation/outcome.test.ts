import { describe, expect, it } from '@jest/globals';
import { NO_FACTS, outcomeOf, type Story } from '../../src/aggregation/outcome.js';
import { Refusal } from '../../src/http/failure.js';
import { StepFailure, stop } from '../../src/model/failure.js';
import { NO_FINDINGS } from '../../src/model/finding.js';
import { NO_COUNTS, type TaskFate } from '../../src/model/task.js';
import { ended, said, task } from '../model/tasks.js';
import { PLAN, SOURCE, TARGET } from '../report/fixtures.js';

const ABOUT = { target: TARGET, source: SOURCE, durationMs: 250, uploads: 0, isSafeToRepeat: true };
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

  it('says of entitlements what is written about accounts, but for the words of ISC and the path of the file', () => {
    const target = {
      ...TARGET,
      objectType: 'group',
      csv: TARGET.csv && { ...TARGET.csv, shown: 'accounts.csv' },
    };
    const why = 'The accounts of accounts.csv are not compared.';
    const plan = { ...PLAN, values: { kind: 'not-compared', why } as const, notes: ['No accounts.'] };
    const refusal = new Refusal(403, undefined, 'ISC refused: "no accounts".', 'Give rights to accounts.');
    const end = stop(refusal);
    const made = outcomeOf({ ...ABOUT, target }, story({ facts: { ...NO_FACTS, plan }, end }));
    expect(made.plan).toMatchObject({
      values: { why: 'The entitlements of accounts.csv are not compared.' },
      notes: ['No entitlements.'],
    });
    expect(made.failure?.message).toContain('ISC refused: "no accounts".');
    expect(made.failure?.next).toContain('Give rights to entitlements.');
    const without = outcomeOf({ ...ABOUT, target: { ...target, csv: undefined } }, story({ end }));
    expect(without.failure?.message).toContain('ISC refused: "no accounts".');
  });

  it("has nothing of somebody else's task", () => {
    const fate: TaskFate = { kind: 'not-ours', task: ended('t1', 'SUCCESS', 5) };
    expect(outcomeOf(ABOUT, story({ fate })).counts).toEqual(NO_COUNTS);
  });
});

describe('a story that was stopped', () => {
  const late = new StepFailure('The deadline has passed.', { status: 'TIMED_OUT', next: 'Wait longer.' });

  const said = (fate: TaskFate, changes: Partial<typeof ABOUT> = {}): string => {
    const { failure } = outcomeOf({ ...ABOUT, ...changes }, story({ fate, end: stop(late) }));
    return `${failure?.message ?? ''}\n${failure?.next ?? ''}`;
  };
  const SAFE = 'A second run is safe, because it waits, compares and shows its plan first.';

  it.each<[TaskFate['kind'], string]>([
    ['none', 'The deadline has passed. Nothing was sent.\nWait longer.'],
    [
      'perhaps',
      `The deadline has passed. It is not known whether ISC has started the aggregation.\nLook at the aggregations of the source in ISC. ${SAFE} Wait longer.`,
    ],
    [
      'running',
      `The deadline has passed. ISC continues with task t1.\nLook in ISC how it ends. ${SAFE} Wait longer.`,
    ],
    [
      'ended',
      `The deadline has passed. ISC has ended task t1.\nLook at the aggregations of the source in ISC. ${SAFE} Wait longer.`,
    ],
    [
      'refused',
      'The deadline has passed. Another aggregation was running, so ISC has started nothing.\nWait longer.',
    ],
    [
      'not-ours',
      `The deadline has passed.\nLook at the aggregations of the source in ISC. ${SAFE} Wait longer.`,
    ],
    [
      'unseen',
      `The deadline has passed.\nLook at the aggregations of the source in ISC. ${SAFE} Wait longer.`,
    ],
  ])('by the deadline says what ISC has done: %s', (kind, words) => {
    const fate = FATES.find((one) => one.kind === kind);
    expect(said(fate ?? { kind: 'none' })).toBe(words);
  });

  it('says that nothing was sent only where that is so', () => {
    expect(said({ kind: 'none' }, { uploads: 1 })).toContain('ISC has started nothing.');
  });

  it('does not call a second run safe that would not compare first', () => {
    const words = said({ kind: 'running', task: SEEN }, { isSafeToRepeat: false });
    expect(words).toContain('Run the step again only when none is running.');
    expect(words).not.toContain('safe');
  });

  it('by another failure keeps its advice', () => {
    const failure = new StepFailure('No source.', { next: 'Check the name.' });
    expect(outcomeOf(ABOUT, story({ end: stop(failure) })).failure?.next).toBe('Check the name.');
  });
});
