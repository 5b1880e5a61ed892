import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Job } from '../../../src/aggregation/common/context.js';
import { NO_FACTS, type Facts } from '../../../src/aggregation/outcome.js';
import { check, type CheckResult } from '../../../src/aggregation/prepare/check.js';
import type { ReadyFile } from '../../../src/aggregation/prepare/ready-file.js';
import { prepare } from '../../../src/aggregation/prepare/prepare.js';
import type { PlanToReview, Review, ReviewAnswer } from '../../../src/aggregation/reviewed/review.js';
import { StepFailure } from '../../../src/model/failure.js';
import { NO_FINDINGS } from '../../../src/model/finding.js';
import type { ProfileUse } from '../../../src/model/value-changes.js';
import type { Settings, Target } from '../../../src/model/settings.js';
import type { Source } from '../../../src/model/source.js';
import type { Task, TaskList } from '../../../src/model/task.js';
import type { Clock } from '../../../src/runtime/clock.js';
import type { Fault } from '../../../sandbox/tenant/faults.js';
import { startSandbox, type Sandbox } from '../../../sandbox/tenant/sandbox.js';
import { recordingLog } from '../../github/memory.js';
import { ended } from '../../model/tasks.js';
import { SOURCE, TARGET } from '../../report/fixtures.js';
import { answer } from '../../support/answers.js';
import { accountsOf } from '../../csv/checking.js';
import { connect, failureOf, Files, type Connected } from '../../support/tenant.js';
import { column, valuesOf, type Row } from '../compare/comparing.js';
import { limitOf } from '../../support/limits.js';
import { ALL_WORDS } from '../../../src/model/shown-words.js';

const files = new Files();
const ALL = limitOf('max-deletions', '100%');
const NONE = limitOf('max-deletions', '0');

let sandbox: Sandbox;
let tenant: Connected;
let source: Source;
let lines: string[];
/** What the last work found. */
let facts: Facts;

beforeEach(async () => {
  sandbox = await startSandbox();
  tenant = connect(sandbox.url);
  source = sourceOf(['1', '2', '3', '4']);
  facts = NO_FACTS;
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

afterAll(() => {
  files.remove();
});

function sourceOf(ids: readonly string[]): Source {
  const accounts = ids.map((id) => ({ id, name: id, email: '' }));
  return {
    ...SOURCE,
    deleteThreshold: undefined,
    id: sandbox.tenant.addSource({ name: `HR ${ids.length}`, accounts }).id,
  };
}

/** A file with these native identities, whose values are compared where there are rows. */
function fileOf(ids: readonly string[], rows?: readonly Row[]): ReadyFile {
  if (TARGET.csv === undefined) throw new Error('no file');
  return {
    ...{ csv: TARGET.csv, fingerprint: { bytes: 1, sha256: '5'.repeat(64) }, shown: ALL_WORDS },
    ...{ identities: accountsOf(ids), findings: NO_FINDINGS },
    values:
      rows === undefined
        ? { kind: 'none', why: '' }
        : { kind: 'values', file: valuesOf([column('name')], rows), ignored: [], hasRows: true },
  };
}

interface Changes {
  readonly target?: Partial<Target>;
  readonly settings?: Partial<Settings>;
  readonly review?: Review;
  readonly profileUse?: ProfileUse;
  readonly clock?: Clock;
}

async function compared(
  file: ReadyFile,
  { tasks, ...changes }: Changes & { readonly tasks?: readonly Task[] } = {},
): Promise<void> {
  const checked: CheckResult = {
    facts: NO_FACTS,
    verdict: { kind: 'send', file },
    accounts: { kind: 'not-listed' },
  };
  const known: TaskList =
    tasks === undefined ? { kind: 'not-asked' } : { kind: 'listed', newestFirst: tasks };
  const prepared = await prepare(jobWith(changes), checked, known);
  facts = prepared.facts;
  const { verdict } = prepared;
  if (verdict.kind === 'stop') throw new StepFailure(verdict.failure.message, verdict.failure);
}

function jobWith(changes: Changes): Job {
  const recording = recordingLog();
  lines = recording.lines;
  const settings = { showIds: false, csvChecks: 'error', ...changes.settings };
  const job = {
    ...{ source, log: recording.log, target: { ...TARGET, ...changes.target } },
    context: { ...tenant, settings, review: changes.review, clock: changes.clock ?? tenant.clock },
    askProfileUse: () => Promise.resolve(changes.profileUse),
  };
  return job as unknown as Job;
}

const answering = (answer: ReviewAnswer, isBeforeMerge = false): Review => ({
  ask: () => Promise.resolve(answer),
  isBeforeMerge,
});

describe('the plan', () => {
  it('is known and told, whatever becomes of the file', async () => {
    source = { ...source, file: { ...source.file, hasBuildMapRule: true } };
    await compared(fileOf(['1', '2', '3', '4', '5']));
    expect(facts.plan).toMatchObject({ created: 1, deleted: 0, kept: 4 });
    expect(lines).toEqual([
      'Plan: create 1, delete 0 and keep 4 of 4 accounts now on the source.',
      expect.stringMatching(/^The plan is uncertain: /),
      '0 of 4 accounts on the source are deleted (0 %); max-deletions is 10 %, the default.',
      'Values are not compared; max-changes is 100 %.',
    ]);
    expect((await failureOf(compared(fileOf(['1'])))).message).toContain('would delete 3 of the 4 accounts');
    expect(facts.plan).toMatchObject({ created: 0, deleted: 3, kept: 1 });
  });

  it('says which values change, and is refused where that is too much', async () => {
    const rows: Row[] = ['1', '2', '3', '4'].map((id) => [id, id === '1' ? 'new' : id]);
    const file = fileOf(['1', '2', '3', '4'], rows);
    await compared(file);
    expect(lines.at(-3)).toMatch(/^Values: 1 of 4 accounts in the file and on the source would change/);
    const failure = await failureOf(compared(file, { target: { maxChanges: NONE } }));
    expect(failure).toMatchObject({ status: 'REJECTED', message: expect.stringContaining('max-changes: 0') });
  });
});

describe('the plan of values', () => {
  it('says which of the columns identity profiles read', async () => {
    const profileUse = { profiles: ['Employees'], attributes: ['name'] };
    await compared(fileOf(['1'], [['1', 'new']]), { profileUse, target: { maxDeletions: ALL } });
    expect(lines.at(-3)).toBe('Identity profiles (Employees) read "name".');
    expect(facts.plan?.values).toMatchObject({ changes: { profileUse } });
  });
});

describe('work that takes long', () => {
  /** Ten seconds pass whenever somebody looks at it. */
  function hurrying(): Clock {
    let now = 0;
    return { now: () => (now += 10_000), sleep: () => Promise.reject(new Error('Nothing is waited for.')) };
  }

  it('says how far the check of the file is', async () => {
    const csv = files.write('hr.csv', `id,name,email\n${'1,Ada,\n'.repeat(100_000)}`);
    await check(jobWith({ clock: hurrying(), target: { csv }, settings: { csvChecks: 'warn' } }), NO_FACTS);
    expect(lines.at(-1)).toBe('100,000 rows (1 MB) of data/hr.csv checked.');
  });

  it('says how many accounts have been listed, and of how many where ISC tells', async () => {
    await compared(fileOf(['1', '2', '3', '4']), { clock: hurrying() });
    expect(lines[0]).toBe('4 of 4 accounts of the source listed.');
    Object.assign(sandbox.settings.accounts, { totalCount: 'absent' });
    await compared(fileOf(['1', '2', '3', '4']), { clock: hurrying() });
    expect(lines[0]).toBe('4 accounts of the source listed.');
  });
});

it('a very large source whose numbers alone decide has no plan', async () => {
  const body = Array.from({ length: 250 }, (_, index) => ({ nativeIdentity: String(index) }));
  const fault = { ...answer(body), headers: { 'X-Total-Count': '2000000' } } as Fault;
  sandbox.script({ operation: 'listAccounts', fault });
  expect(await failureOf(compared(fileOf(['1'])))).toMatchObject({ status: 'REJECTED' });
  expect(facts.plan).toBeUndefined();
});

describe('the check of a file', () => {
  it('warns of columns that the inputs name and the schema does not have', async () => {
    const csv = files.write('hr.csv', 'id,name,email\n1,Ada,\n');
    const checked = await check(jobWith({ target: { csv, ignoreColumns: ['floor'] } }), NO_FACTS);
    ({ facts } = checked);
    expect(checked.verdict).toMatchObject({ kind: 'send', file: { identities: { size: 1 } } });
    expect(facts.csv).toEqual({ rows: 1, accounts: 1 });
    expect(lines).toEqual([expect.stringMatching(/^warning: ignore-columns: "floor" is not a column/)]);
  });

  it('has nothing to do for a source that takes none', async () => {
    const checked = await check(jobWith({ target: { csv: undefined } }), NO_FACTS);
    expect(checked.verdict).toEqual({ kind: 'send', file: undefined });
    expect(lines).toEqual([expect.stringMatching(/^This source takes no file: /)]);
  });
});

describe('an empty list of accounts', () => {
  const COUNTED = [ended('earlier', 'SUCCESS', 5)];
  beforeEach(() => {
    source = sourceOf([]);
  });

  it('is held against the aggregations that are known', async () => {
    await compared(fileOf(['1']), { tasks: [] });
    const failure = await failureOf(compared(fileOf(['1']), { tasks: COUNTED }));
    expect(failure.message).toContain('although its aggregation earlier counted 5');
    expect(sandbox.requests.some(({ operation }) => operation === 'listTasks')).toBe(false);
  });

  it('is believed with max-deletions: 100%', async () => {
    await compared(fileOf(['1']), { tasks: COUNTED, target: { maxDeletions: ALL } });
    expect(facts.plan).toMatchObject({ accountsNow: 0, created: 1 });
  });

  it('is held against the aggregations that ISC shows, where none are known', async () => {
    await compared(fileOf(['1']));
    expect(sandbox.requests.filter(({ operation }) => operation === 'listTasks')).toHaveLength(1);
  });

  it.each<[string, Fault, RegExp]>([
    ['may not be seen', { kind: 'reply', status: 403 }, /may not see its earlier aggregations/],
    ['do not arrive', { kind: 'reply', status: 200, body: {} }, /not a list/],
  ])('proves nothing where the aggregations %s', async (_name, fault, message) => {
    sandbox.script({ operation: 'listTasks', fault, times: Infinity });
    const failure = await failureOf(compared(fileOf(['1'])));
    expect(failure.message).toMatch(message);
  });

  it('is nothing to ask about where the list has an account', async () => {
    source = sourceOf(['1']);
    await compared(fileOf(['1']), { tasks: COUNTED });
    expect(facts.plan).toMatchObject({ accountsNow: 1, kept: 1 });
  });
});

describe('a review of a plan over its limits', () => {
  const LEAVE = fileOf(['1']);
  /** Of four accounts one changes and three go. */
  const BOTH = fileOf(['1'], [['1', 'new']]);
  const APPROVED = { kind: 'approved', pullRequest: 12 } as const;
  const SHOWN = { kind: 'to-approve', hidden: 'hidden' } as const;

  it('may approve all of it, and the log says so', async () => {
    await compared(BOTH, { review: answering(APPROVED), target: { maxChanges: NONE } });
    expect(facts.review).toEqual({ ...APPROVED, over: ['max-deletions', 'max-changes'] });
    expect(lines.at(-1)).toMatch(/^Over max-deletions and max-changes: the plan is no more than /);
  });

  it('may refuse it', async () => {
    const refusal = { kind: 'no-comment' } as const;
    const review = answering({ kind: 'refused', refusal, others: ['2'] });
    const failure = await failureOf(compared(LEAVE, { review, settings: { showIds: true } }));
    expect(failure).toMatchObject({ status: 'REJECTED' });
    expect(facts.review).toMatchObject({ kind: 'refused', otherIds: ['2'] });
  });

  it('is asked about the whole plan, and not at all within the limits', async () => {
    const asked: PlanToReview[] = [];
    const review: Review = {
      ask: (plan) => {
        asked.push(plan);
        return Promise.resolve(APPROVED);
      },
      isBeforeMerge: false,
    };
    await compared(LEAVE, { review });
    await compared(fileOf(['1', '2', '3', '4']), { review });
    expect(asked).toMatchObject([
      {
        ...{ sourceId: source.id, objectType: 'account', plan: { created: 0, deleted: 3 } },
        deletions: ['2', '3', '4'].map((identity) => ({ identity })),
      },
    ]);
  });

  it.each<[string, Partial<Target>]>([
    ['a protected account', { protectedAccounts: ['3'] }],
    ['a limit that cannot be enforced', { maxActiveDeletions: limitOf('max-active-deletions', '0') }],
  ])('does not lift %s', async (_, target) => {
    for (const review of [answering(APPROVED), answering(SHOWN, true)]) {
      const failure = await failureOf(compared(LEAVE, { review, target }));
      expect(failure).toMatchObject({ status: expect.stringMatching(/REJECTED|FAILED/) });
      expect(facts.review).toBeUndefined();
    }
  });

  it('leaves time until the merge to raise the delete threshold of the source, and none after it', async () => {
    source = { ...source, deleteThreshold: 10 };
    await compared(LEAVE, { review: answering(SHOWN, true) });
    expect(facts.review).toMatchObject({ kind: 'to-approve' });
    expect(facts.findings).toMatchObject({
      ...{ errors: 0, warnings: 1 },
      kept: [{ rule: 'delete-threshold', severity: 'warning' }],
    });
    // The merge may have approved what is over the limits of the step: nothing in the file is to be mended.
    for (const setting of [{ review: answering(APPROVED) }, { target: { maxDeletions: ALL } }]) {
      const failure = await failureOf(compared(LEAVE, setting));
      expect(facts.findings).toMatchObject({ errors: 1 });
      expect(failure.message).toMatch(
        /^The file deletes 3 of the 4 accounts, more than the delete threshold/,
      );
      expect(failure.message).not.toContain('max-deletions');
      expect(failure).toMatchObject({
        next: expect.stringContaining('Run the job again once the threshold allows it.'),
      });
    }
    const both = await failureOf(compared(LEAVE));
    expect(both).toMatchObject({ next: expect.stringMatching(/^Fix the file/) });
    expect(both.message).toContain('max-deletions');
  });

  it('is named as a way where it was not asked for, unless the file has errors', async () => {
    const way = /A reviewed pull request can approve exactly this plan instead: `reviewed-plan: true`\.$/;
    expect(await failureOf(compared(LEAVE))).toMatchObject({ next: expect.stringMatching(way) });
    const protects = { target: { protectedAccounts: ['3'] } };
    expect(await failureOf(compared(LEAVE, protects))).toMatchObject({
      next: expect.not.stringMatching(way),
    });
  });
});

it('native identities that are written otherwise are rejected as a finding, unless the checks only warn', async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `user${index}`);
  source = sourceOf(ids);
  const target: Partial<Target> = { maxDeletions: ALL };
  const file = fileOf(ids.map((id) => id.toUpperCase()));
  expect(await failureOf(compared(file, { target }))).toMatchObject({
    status: 'REJECTED',
    next: expect.not.stringContaining('csv-checks: warn'),
  });
  expect(facts.findings.errors).toBe(1);
  await compared(file, { target, settings: { csvChecks: 'warn' } });
  expect(facts.findings.warnings).toBe(1);
});
