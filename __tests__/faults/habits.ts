import type { ScriptedFault } from '../../sandbox/tenant/faults.js';
import type { BusyReply } from '../../sandbox/tenant/model.js';
import type { SettingsChange } from '../../sandbox/tenant/settings.js';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import type { Ending } from './expectations.js';

export const SOURCE = { id: 'f'.repeat(32), name: 'HR' };
export const OTHER = { id: 'e'.repeat(32), name: 'Payroll' };
/** The accounts on the source before the step, and in the file that the step sends. */
export const ACCOUNTS = [{ id: '1', name: 'Ada', email: 'ada@example.org' }];
export const CSV = 'id,name,email\n1,Ada,ada@example.org\n2,Bo,bo@example.org\n';
const THEIRS = 'id,name,email\n1,Ada,ada@example.org\n';
const BUSY =
  'This aggregation failed because the currently running aggregation must complete before the next one can start.';

/** Behaviour of a tenant that is more than a single fault, and how a step must end with it. */
export interface Habit extends Ending {
  readonly name: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly source?: Partial<SourceSeed>;
  readonly settings?: SettingsChange;
  readonly faults?: readonly ScriptedFault[];
  /** Aggregations that are over before the step begins. */
  readonly earlier?: number;
  /** The file of the step, where it is another than `CSV`. */
  readonly csv?: string;
  /** The step is the re-run of an old push, and this is what GitHub says about its file at the head of the branch. */
  readonly rerun?: 'it has changed' | 'it is the same' | 'nothing';
}

/** Somebody else's aggregation begins just before the upload is answered. */
const meanwhile = { sourceId: SOURCE.id, csv: THEIRS, durationMs: 8_000 };
const upload = (fault: ScriptedFault['fault'], more: Partial<ScriptedFault> = {}): ScriptedFault => ({
  operation: 'loadAccounts',
  fault,
  ...more,
});

/**
 * While the step waits, the source gets so many accounts that the file would delete too many, and no list of tasks shows
 * why: the only one seems to be an old one.
 */
const crowd = {
  sourceId: SOURCE.id,
  csv: `id,name,email\n${Array.from({ length: 30 }, (_, n) => `${n + 1},Ada,ada@example.org\n`).join('')}`,
  ...{ durationMs: 0, completedEarlyMs: 0, createdLateMs: -3_600_000 },
};
const LATER = { 'retry-after': '30' };

const REFUSALS: readonly (readonly [BusyReply, string])[] = [
  ['warn-message', 'the 202 says that another aggregation must complete first'],
  ['success-false', 'the same, with `"success": false`'],
  ['final-status', 'the same, with a final status'],
  ['at-the-end', 'the same, only at the end of the task'],
];

/** The rows of the second table of __tests__/faults/README.md. */
export const HABITS: readonly Habit[] = [
  ...REFUSALS.flatMap(([busyReply, said]): Habit[] => {
    const busy = {
      source: { busyReply, busyStatus: 'WARNING' },
      faults: [upload({ kind: 'pass' }, { meanwhile })],
    };
    return [
      { name: said, ...busy, status: 'SUCCESS', aggregations: 1 },
      {
        name: `${said}; \`if-running: fail\``,
        ...busy,
        inputs: { 'if-running': 'fail' },
        status: 'FAILED',
        aggregations: 0,
      },
    ];
  }),
  {
    name: 'the 202 says so, but its task is running',
    source: { run: { accepted: { messages: [{ type: 'WARN', text: BUSY }] } } },
    status: 'SUCCESS',
    aggregations: 1,
  },
  {
    name: 'an INFO message says that something is already running',
    source: {
      run: { accepted: { messages: [{ type: 'INFO', text: 'An aggregation is already running.' }] } },
    },
    status: 'SUCCESS',
    aggregations: 1,
  },
  {
    name: 'the upload is lost, and somebody else starts an aggregation at that moment',
    faults: [upload({ kind: 'reply', status: 502 }, { meanwhile })],
    status: 'FAILED',
    aggregations: 0,
  },
  {
    name: 'the reply is lost, and the file is only uploaded',
    inputs: { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' },
    faults: [upload({ kind: 'reset-after-processing' })],
    status: 'FAILED',
    aggregations: 1,
  },
  {
    name: 'the reply is lost, and the step does not wait (`wait: false`)',
    inputs: { wait: 'false' },
    faults: [upload({ kind: 'reset-after-processing' })],
    status: 'FAILED',
    aggregations: 1,
  },
  {
    name: 'the reply is lost, and the task appears late',
    source: { run: { createdLateMs: 2_500 } },
    faults: [upload({ kind: 'cut-reply' })],
    status: 'SUCCESS',
    aggregations: 1,
  },
  {
    name: 'the reply is lost, and all tasks name another source, too',
    settings: { tasks: { target: 'mixed' } },
    faults: [upload({ kind: 'processed-reply', status: 503 })],
    status: 'FAILED',
    aggregations: 1,
  },
  {
    name: 'the 202 names an old task, but ours has started',
    faults: [
      upload({
        kind: 'replace-body',
        body: { success: true, task: { id: 'a'.repeat(32), type: 'QUARTZ', created: 1_600_000_000_000 } },
      }),
    ],
    status: 'SUCCESS',
    aggregations: 1,
  },
  {
    name: "the 202 names another source's task, but ours has started",
    faults: [
      upload({
        kind: 'replace-body',
        body: { success: true, task: { id: 'a'.repeat(32), attributes: { appId: OTHER.id } } },
      }),
    ],
    status: 'SUCCESS',
    aggregations: 1,
  },
  {
    name: 'the 202 names a task that is not an account aggregation',
    source: { run: { taskName: 'Cloud Entitlement Aggregation' } },
    status: 'FAILED',
    aggregations: 1,
  },
  {
    name: 'the upload waits for the rate limit, and meanwhile the source gets many accounts',
    earlier: 1,
    faults: [upload({ kind: 'reply', status: 429, headers: LATER }, { meanwhile: crowd })],
    status: 'REJECTED',
    aggregations: 0,
  },
  {
    name: 'the same while the upload waits for a new token',
    earlier: 1,
    faults: [
      upload({ kind: 'reply', status: 401 }, { meanwhile: crowd }),
      { operation: 'token', skip: 1, fault: { kind: 'reply', status: 429, headers: LATER } },
    ],
    status: 'REJECTED',
    aggregations: 0,
  },
  {
    name: 'the same while the task of a lost upload is searched for',
    earlier: 1,
    faults: [upload({ kind: 'reply', status: 503 }, { meanwhile: crowd })],
    status: 'REJECTED',
    aggregations: 0,
  },
  {
    name: 'the same while nobody says who reads a column, and the token has expired since',
    earlier: 1,
    csv: CSV.replace('ada@', 'ada.marsh@'),
    inputs: { 'max-changes': '100%' },
    settings: { tokenSeconds: 5 },
    faults: [
      { operation: 'getConnections', fault: { kind: 'no-reply' }, meanwhile: crowd },
      { operation: 'token', skip: 1, fault: { kind: 'reply', status: 503 } },
    ],
    status: 'REJECTED',
    aggregations: 0,
  },
  {
    name: 'an old push runs again, and a newer commit has changed its file',
    rerun: 'it has changed',
    status: 'SKIPPED',
    aggregations: 0,
  },
  {
    name: 'an old push runs again, and newer commits have left its file alone',
    rerun: 'it is the same',
    status: 'SUCCESS',
    aggregations: 1,
  },
  {
    name: 'an old push runs again, and GitHub does not say what is newer',
    rerun: 'nothing',
    status: 'SUCCESS',
    aggregations: 1,
  },
  {
    name: 'the tenant answers 202, but nothing starts',
    source: { run: { starts: false } },
    status: 'FAILED',
    aggregations: 0,
  },
  {
    name: 'ISC counts 0 accounts, with SUCCESS',
    source: { run: { counts: { total: 0 } } },
    status: 'SUCCESS',
    aggregations: 1,
  },
  {
    name: 'the same with `fail-on-warning`',
    source: { run: { counts: { total: 0 } } },
    inputs: { 'fail-on-warning': 'true' },
    status: 'FAILED',
    aggregations: 1,
  },
  {
    name: 'ISC lists no accounts, although an earlier aggregation counted some',
    settings: { accounts: { emptyList: true } },
    earlier: 1,
    status: 'FAILED',
    aggregations: 0,
  },
];
