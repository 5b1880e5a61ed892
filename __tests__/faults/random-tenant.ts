import fc from 'fast-check';
import type { ScriptedFault } from '../../sandbox/tenant/faults.js';
import type { RunPlan, SandboxTask, TaskText } from '../../sandbox/tenant/model.js';
import { DEFAULT_CLIENT, startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import type { SettingsChange } from '../../sandbox/tenant/settings.js';
import { idleClock } from '../support/idle-clock.js';
import { giveHistory } from '../support/history.js';
import { csvOf, people, type Person } from '../support/people.js';
import { runMain, type MainRun } from '../support/run-main.js';

/** One way in which a tenant, or what happens to it, is not as usual. Plain data, so that a draw can be kept. */
export interface Oddity {
  readonly settings?: SettingsChange;
  readonly run?: RunPlan;
  readonly busyReply?: 'warn-message' | 'success-false' | 'final-status' | 'beside-task' | 'at-the-end';
  readonly faults?: readonly Fault[];
  readonly inputs?: Readonly<Record<string, string>>;
  /** True: no source of the tenant has ever been aggregated. */
  readonly hasNoPast?: boolean;
}

/** `times` -1: always, since JSON has no infinity. */
type Fault = Pick<ScriptedFault, 'operation' | 'fault' | 'skip' | 'times'> & { readonly isForeign?: boolean };

/** A tenant with a file for it. */
export interface Draw {
  readonly accounts: number;
  readonly deleted: number;
  readonly created: number;
  readonly changed: number;
  /** Aggregations of the source before the step. */
  readonly earlier: number;
  readonly oddities: readonly Oddity[];
}

const GERMAN: TaskText = {
  type: 'WARN',
  text: 'Die laufende Aggregation muss beendet sein, bevor die nächste beginnen kann.',
};
const BUSY: TaskText = {
  type: 'WARN',
  text: 'The currently running aggregation must complete before the next one can start.',
};

const inGroup = <Group extends 'accounts' | 'tasks' | 'values'>(
  group: Group,
  habits: NonNullable<SettingsChange[Group]>,
): fc.Arbitrary<Oddity> => fc.constant({ settings: { [group]: habits } });

const accounts = (...habits: readonly NonNullable<SettingsChange['accounts']>[]): fc.Arbitrary<Oddity> =>
  fc.oneof(...habits.map((one) => inGroup('accounts', one)));
const tasks = (...habits: readonly NonNullable<SettingsChange['tasks']>[]): fc.Arbitrary<Oddity> =>
  fc.oneof(...habits.map((one) => inGroup('tasks', one)));
const values = (...habits: readonly NonNullable<SettingsChange['values']>[]): fc.Arbitrary<Oddity> =>
  fc.oneof(...habits.map((one) => inGroup('values', one)));
const constants = (...oddities: readonly Oddity[]): fc.Arbitrary<Oddity> => fc.constantFrom(...oddities);

/** Somebody else loads these people. */
const THEIRS = csvOf(people(4));

const FAULTY_UPLOAD = fc.record({
  operation: fc.constant('loadAccounts' as const),
  times: fc.constantFrom(1, 2, 4, -1),
  fault: fc.constantFrom<Fault['fault']>(
    ...[401, 429, 500, 503, 504].map((status) => ({ kind: 'processed-reply', status }) as const),
    ...[400, 401, 403, 429, 500, 503, 504].map((status) => ({ kind: 'reply', status }) as const),
    { kind: 'reply', status: 429, headers: { 'Retry-After': '0' } },
    { kind: 'reply', status: 429, headers: { 'Retry-After': '15' } },
    { kind: 'reset-after-processing' },
    { kind: 'cut-reply' },
    { kind: 'replace-body', body: { success: true } },
    { kind: 'replace-body', body: { success: true, task: { messages: [GERMAN] } } },
    { kind: 'reply', status: 202, body: { success: true, messages: [{ ...GERMAN, type: 'ERROR' }] } },
  ),
});

/** Odd lists of accounts, of tasks, values, runs, uploads, and whatever else can be odd. */
const LIST: fc.Arbitrary<Oddity> = fc.oneof(
  accounts({ sourceField: 'source.id' }, { sourceField: 'by-kind' }, { sourceField: 'ignored' }),
  accounts(
    { sourceField: 'source.id', otherField: 'empty' },
    { timeFilter: 'refused' },
    { timeFilter: 'empty' },
  ),
  accounts(
    { window: 20, beyondWindow: 'empty' },
    { window: 50, beyondWindow: 'refused' },
    { window: 50, beyondWindow: 'empty' },
  ),
  accounts({ pageSize: 7 }, { pageSize: 20 }, { pageSize: 50 }, { overlap: 1 }, { overlap: 7 }),
  accounts({ emptyPageAt: 0 }, { emptyPageAt: 20 }, { emptyPageAt: 50 }, { emptyList: true }),
  accounts({ totalCount: 'absent' }, { totalCount: 'of-page' }, { countLimit: 20 }, { countLimit: 50 }),
  accounts({ totalCountError: -20 }, { totalCountError: -1 }, { totalCountError: 1 }),
  accounts({ offset: 'ignored' }, { sorters: 'ignored' }, { sorters: 'reverse-ignored' }),
  accounts({ sorters: 'reverse-refused' }, { created: 'epoch' }, { created: 'absent' }),
  accounts({ slimAttributes: 'absent' }, { slimAttributes: 'empty' }, { doubled: ['acct-00002'] }),
  accounts({ twins: ['acct-00002'] }, { lagLooks: 1 }, { lagLooks: 4 }, { lagMs: 4_000 }, { lagMs: 60_000 }),
);
const TASKS: fc.Arbitrary<Oddity> = fc.oneof(
  tasks({ unknownMs: 3_000 }, { unknownMs: null }, { unknownLooks: [2] }),
  tasks({ listLagMs: 2_000 }, { listLagMs: 12_000 }, { listLagMs: null }),
  tasks({ pageSize: 2 }, { pageSize: 3, order: 'oldest-first' }, { order: 'oldest-first' }),
  tasks({ doubled: 'same' }, { doubled: 'differing' }, { names: 'german' }, { names: 'absent' }),
  tasks({ created: 'epoch' }, { created: 'absent' }, { completed: 'before-created' }),
  tasks({ target: 'other-id' }, { target: 'mixed' }, { target: 'absent' }),
  tasks({ statusCase: 'title' }, { counts: 'absent' }, { total: 'with-deleted' }),
);
const VALUES: fc.Arbitrary<Oddity> = fc.oneof(
  values({ blanks: 'null' }, { blanks: 'absent' }, { attributes: 'empty' }, { attributes: 'null' }),
  values({ nullAttributes: ['email'] }, { objectAttributes: ['email'] }, { extraKeys: true }),
);
const RUN: fc.Arbitrary<Oddity> = fc.oneof(
  constants(
    { run: { completionStatus: 'WARNING' } },
    { run: { completionStatus: 'ERROR' } },
    { run: { completionStatus: 'Odd' } },
    { run: { durationMs: 0, completedEarlyMs: 0 } },
    { run: { durationMs: 40_000 } },
  ),
  constants(
    { run: { changesAccounts: false } },
    { run: { changesAccounts: false, messages: [GERMAN] }, settings: { tasks: { counts: 'absent' } } },
    { run: { changesAccounts: false, messages: [BUSY] } },
    { run: { messages: [BUSY] } },
    { run: { messages: [{ ...GERMAN, type: 'Error' }] } },
    { run: { accepted: { messagesBeside: [{ ...GERMAN, type: 'ERROR' }] } } },
    { run: { accepted: { taskId: 'no-task-of-ours' } } },
    { run: { starts: false } },
  ),
);
const UPLOAD: fc.Arbitrary<Oddity> = FAULTY_UPLOAD.map((fault) => ({ faults: [fault] }));
const OTHER: fc.Arbitrary<Oddity> = fc.oneof(
  constants(
    { faults: [{ operation: 'listTasks', times: -1, fault: { kind: 'reply', status: 403 } }] },
    { faults: [{ operation: 'listTasks', times: -1, skip: 1, fault: { kind: 'reply', status: 403 } }] },
    { faults: [{ operation: 'listAccounts', times: 1, skip: 1, fault: { kind: 'reply', status: 503 } }] },
    { faults: [{ operation: 'listAccounts', times: -1, skip: 2, fault: { kind: 'reply', status: 403 } }] },
    { faults: [{ operation: 'getTask', times: 2, fault: { kind: 'reply', status: 503 } }] },
    { faults: [{ operation: 'token', times: 1, skip: 1, fault: { kind: 'reply', status: 503 } }] },
    { settings: { tokenSeconds: 2 } },
  ),
  fc
    .constantFrom('listTasks', 'listAccounts', 'loadAccounts')
    .map((operation): Oddity => ({ faults: [{ operation, fault: { kind: 'pass' }, isForeign: true }] })),
  constants(
    { busyReply: 'success-false' },
    { busyReply: 'final-status' },
    { busyReply: 'beside-task' },
    { busyReply: 'at-the-end' },
  ),
  constants(
    { inputs: { 'max-deletions': '0' } },
    { inputs: { 'max-deletions': '100%', 'max-changes': '100%' } },
    { inputs: { 'max-changes': '0' } },
    { inputs: { verify: 'true' } },
    { inputs: { 'fail-on-warning': 'true' } },
    { inputs: { 'if-running': 'fail' } },
    { inputs: { 'csv-checks': 'warn' } },
  ),
  constants({ hasNoPast: true }),
);
const ANY: fc.Arbitrary<Oddity> = fc.oneof(LIST, TASKS, VALUES, RUN, UPLOAD, OTHER);

const some = (oddity: fc.Arbitrary<Oddity>, minLength: number, maxLength: number): fc.Arbitrary<Oddity[]> =>
  fc.array(oddity, { minLength, maxLength });

/** What meets in the same place breaks more than what is odd here and there: so most draws have a place. */
const ODDITIES: fc.Arbitrary<readonly Oddity[]> = fc
  .oneof(
    fc.tuple(some(ANY, 0, 5)),
    fc.tuple(some(LIST, 1, 3), some(ANY, 0, 1)),
    fc.tuple(some(UPLOAD, 1, 2), some(TASKS, 0, 2), some(OTHER, 0, 1)),
    fc.tuple(
      some(RUN, 1, 1),
      fc.constantFrom([{ settings: { tasks: { counts: 'absent' as const } } }], []),
      some(VALUES, 0, 1),
    ),
    fc.tuple(
      fc.constantFrom(
        [{ settings: { accounts: { emptyList: true } } }],
        [{ settings: { accounts: { emptyPageAt: 0 } } }],
      ),
      some(TASKS, 0, 1),
    ),
  )
  .map((groups) => groups.flat());

/** Few oddities at once: with more, hardly a step gets anywhere. */
export const DRAW: fc.Arbitrary<Draw> = fc.record({
  accounts: fc.constantFrom(0, 1, 6, 20, 49, 50, 64, 120, 300),
  deleted: fc.constantFrom(0, 0, 0, 1, 1, 5, 30),
  created: fc.constantFrom(0, 1, 2),
  changed: fc.constantFrom(0, 0, 1, 5, 40),
  earlier: fc.constantFrom(0, 1, 3, 5),
  oddities: ODDITIES,
});

function inputsOf({ oddities }: Draw): Readonly<Record<string, string>> {
  return Object.fromEntries(oddities.flatMap(({ inputs = {} }) => Object.entries(inputs)));
}

/** All parts as one, later ones first. */
function merged<T extends object>(parts: readonly (T | undefined)[]): Partial<T> {
  return parts.reduce<Partial<T>>((all, one) => ({ ...all, ...one }), {});
}

/** A step against a drawn tenant, and what it breaks: nothing, if the step keeps its promises. */
export interface Played {
  readonly draw: Draw;
  readonly run: MainRun;
  readonly broken: readonly string[];
}

const ID = '5a'.repeat(16);

/** Plays one draw, in the time that its clock counts. */
export async function play(draw: Draw): Promise<Played> {
  const clock = idleClock();
  const before = people(draw.accounts);
  const kept = before.slice(Math.min(draw.deleted, before.length));
  const file: readonly Person[] = [
    ...kept.map((one, at) => (at < draw.changed ? { ...one, email: `new-${one.email}` } : one)),
    ...people(Math.max(draw.created, kept.length === 0 ? 1 : 0), 20_001),
  ];
  const all = draw.oddities;
  const settings = all.flatMap((one) => (one.settings === undefined ? [] : [one.settings]));
  const sandbox = await startSandbox({
    clock: () => clock.now(),
    settings: {
      rateLimit: 'off',
      taskMs: 2_000,
      ...merged(settings),
      accounts: merged(settings.map((one) => one.accounts)),
      tasks: merged(settings.map((one) => one.tasks)),
      values: merged(settings.map((one) => one.values)),
    },
    sources: [
      {
        ...{ id: ID, name: 'HR', accounts: before, createdTogether: 10 },
        run: merged(all.map(({ run }) => run)),
        ...merged(all.map(({ busyReply }) => (busyReply === undefined ? {} : { busyReply }))),
      },
      { name: 'Payroll', accounts: people(3, 30_001) },
    ],
  });
  if (!all.some(({ hasNoPast }) => hasNoPast)) giveHistory(sandbox);
  for (let at = draw.earlier; at > 0; at -= 1) {
    sandbox.tenant.runElsewhere(ID, {
      ...{ changesAccounts: false, createdLateMs: -3_600_000 * at, durationMs: 1_000, completedEarlyMs: 0 },
      ...{ completionStatus: 'SUCCESS', messages: [], accepted: {}, starts: true },
    });
  }
  for (const { isForeign, times, ...fault } of all.flatMap(({ faults = [] }) => faults)) {
    const meanwhile = { sourceId: ID, csv: THEIRS, durationMs: 3_000 };
    sandbox.script({
      ...fault,
      times: times === -1 ? Infinity : (times ?? 1),
      ...(isForeign === true ? { meanwhile } : {}),
    });
  }
  try {
    const run = await runMain(
      {
        ...{ 'base-url': sandbox.url, 'source-id': ID, 'csv-path': 'hr.csv', 'timeout-minutes': '6' },
        ...inputsOf(draw),
      },
      { 'hr.csv': csvOf(file, ['id', 'name', 'email']) },
      clock,
    );
    return { draw, run, broken: brokenIn(draw, run, sandbox, file) };
  } finally {
    await sandbox.close();
  }
}

/** What a verdict says that knows that it is not confirmed. */
const SAYS_SO =
  /could not be confirmed|could not be verified|has not stored what the file says|does not match the plan: [^.]*(?:created|deleted|updated|read|ignored)/;

/** The promises that this step has broken. */
function brokenIn(draw: Draw, run: MainRun, sandbox: Sandbox, file: readonly Person[]): readonly string[] {
  const { exitCode, failures, log, outputs, summary } = run;
  const status = outputs['status'] ?? '';
  const broken: string[] = [];
  const isGreen = exitCode === 0;
  if (failures.length !== exitCode) broken.push(`exit code ${exitCode}, but ${failures.length} failures`);
  if (isGreen && !['SUCCESS', 'WARNING'].includes(status)) broken.push(`green with the status ${status}`);
  if (isGreen && !isStored(sandbox, file) && !SAYS_SO.test(log) && !isBelieved(draw)) {
    broken.push(`${status}, but the accounts are not as the file says, and the verdict does not say so`);
  }
  const ran = wasRefused(draw) ? [] : oursIn(sandbox);
  if (ran.length > 1 && !mayHaveLied(draw)) broken.push(`${ran.length} aggregations of the file`);
  const over = ran.find((task) => isOverLimit(task, draw));
  if (over !== undefined && !mayHaveLied(draw) && !wasEmpty(draw)) {
    broken.push(`deletes ${over.counts.deleted} and changes ${over.counts.updated}, beyond the limits`);
  }
  const shown = [log, summary, JSON.stringify(outputs), ...failures].join('\n');
  const secrets = [DEFAULT_CLIENT.secret, ...sandbox.tokens.secrets()];
  if (secrets.some((secret) => shown.includes(secret))) broken.push('a secret is shown');
  if (/acct-\d{5}|mail-\d{5}|Person \d{5}/.test(shown)) broken.push('a cell of the file is shown');
  return broken;
}

function isStored({ tenant }: Sandbox, file: readonly Person[]): boolean {
  const rowOf = (id: string, email: unknown): string => `${id} ${String(email)}`;
  const now = tenant.accounts(ID).map((one) => rowOf(one.nativeIdentity, one.attributes['email']));
  return (
    now.toSorted().join() ===
    file
      .map(({ email, id }) => rowOf(id, email))
      .toSorted()
      .join()
  );
}

/** The aggregations that the step has started, without those that ISC refused because another one was running. */
function oursIn({ tenant }: Sandbox): readonly SandboxTask[] {
  return tenant
    .tasks()
    .filter(({ launcher, sourceId }) => sourceId === ID && launcher === DEFAULT_CLIENT.id)
    .filter(({ counts }) => counts.total > 0);
}

/** Each run changed nothing, and said that it was refused. */
function wasRefused({ oddities }: Draw): boolean {
  const { changesAccounts, messages = [] } = merged(oddities.map(({ run }) => run));
  return changesAccounts === false && messages.some(({ text }) => text === BUSY.text);
}

/** ISC counts a file that it has not stored, and shows no values that could tell: then its word is all there is. */
function isBelieved(draw: Draw): boolean {
  const { oddities } = draw;
  const tasks = merged(oddities.map(({ settings }) => settings?.tasks));
  const { changesAccounts } = merged(oddities.map(({ run }) => run));
  return changesAccounts === false && tasks.counts !== 'absent' && isUnseen(draw);
}

/** ISC does not show all values. */
function isUnseen({ oddities }: Draw): boolean {
  const values = merged(oddities.map(({ settings }) => settings?.values));
  const { attributes, nullAttributes, objectAttributes } = values;
  return [attributes, nullAttributes, objectAttributes].some((habit) => habit !== undefined);
}

/** A list that knows the tasks from before, and shows a new one late, or is not the one of a moment before. */
function mayHaveLied({ oddities }: Draw): boolean {
  return oddities.some(({ settings, faults = [] }) => {
    const lag = settings?.tasks?.listLagMs;
    return (typeof lag === 'number' && lag > 0) || faults.some(({ isForeign }) => isForeign === true);
  });
}

/**
 * True if the last list showed no account at all, and nothing could show that this was wrong: the source has never been
 * aggregated, or its tasks are odd, too.
 */
function wasEmpty({ earlier, oddities }: Draw): boolean {
  const lists = oddities.map(({ settings }) => settings?.accounts);
  const isEmpty = lists.some((one) => one?.emptyList === true || one?.emptyPageAt === 0);
  return isEmpty && (earlier === 0 || oddities.some(({ settings }) => settings?.tasks !== undefined));
}

/**
 * By the accounts that were there when it started, and one more, since some may be listed twice; a limit over 0 allows
 * one of two and more, and five changes.
 */
function isOverLimit({ counts }: SandboxTask, draw: Draw): boolean {
  const limits = inputsOf(draw);
  const { created, deleted, total, updated } = counts;
  const kept = total - created;
  const beyond = (number: number, base: number, limit: string, least: number): boolean => {
    if (limit === '100%' || number === 0) return false;
    if (!limit.endsWith('%')) return number > Number(limit);
    return number > least && number * 100 > Number(limit.replace('%', '')) * (base + 1);
  };
  return (
    beyond(deleted, kept + deleted, limits['max-deletions'] ?? '10%', 1) ||
    // The default is only a warning where values cannot be compared.
    (!isUnseen(draw) && beyond(updated, kept, limits['max-changes'] ?? '50%', 5))
  );
}
