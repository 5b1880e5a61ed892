import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGitHub } from '../sandbox/tenant/github/github.js';
import type { ScriptedFault } from '../sandbox/tenant/faults.js';
import { startSandbox } from '../sandbox/tenant/sandbox.js';
import type { SettingsChange } from '../sandbox/tenant/settings.js';
import type { SourceSeed } from '../sandbox/tenant/source-seed.js';
import { gitHubVariables, pullRequest } from './action/github.js';
import { listedAggregation, renamed } from './support/answers.js';
import { turnClock } from './support/clocks.js';
import { csvOf, people } from './support/people.js';
import { pool } from './support/pool.js';
import { runMain, type MainRun } from './support/run-main.js';

/** A step from its inputs to its verdict, in this process and with a clock that nobody waits for. */

const ID = 'a'.repeat(32);
const OTHER_ID = 'b'.repeat(32);
const TASK_ID = 'c'.repeat(32);
const NOW = people(20);
const OURS = csvOf([...people(19), ...people(2, 101)]);
const HALF = csvOf(people(10));
const CHANGED = csvOf(NOW.map((one, n) => (n < 6 ? { ...one, email: 'changed@people.example' } : one)));

interface Whole {
  readonly name: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly file?: string;
  readonly source?: Partial<SourceSeed>;
  readonly settings?: SettingsChange;
  readonly faults?: readonly ScriptedFault[];
  readonly status: string;
  readonly says?: RegExp;
  /** What else is said, in the log, the summary or the plan file. */
  readonly shows?: readonly RegExp[];
  /** The output `verified`, where it matters. */
  readonly verified?: string;
  /** Uploads that the tenant received. */
  readonly uploads: number;
}

const UPLOAD_ONLY = { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' };
/** Another aggregation begins just before the upload. */
const ELSEWHERE: ScriptedFault = {
  operation: 'loadAccounts',
  fault: { kind: 'pass' },
  meanwhile: { sourceId: ID, durationMs: 4_000 },
};
const LOST: ScriptedFault = {
  operation: 'loadAccounts',
  fault: { kind: 'reply', status: 502 },
  meanwhile: { sourceId: ID, csv: csvOf(NOW), durationMs: 300 },
};

const TASKS_UNSEEN: ScriptedFault = {
  operation: 'listTasks',
  times: Infinity,
  fault: { kind: 'reply', status: 403 },
};

const WITH_PEOPLE: Partial<SourceSeed> = {
  authoritative: true,
  people: Object.fromEntries(
    NOW.map(({ id }, n) => [
      id,
      [
        { lifecycleState: 'active', identityState: 'ACTIVE', hasEntitlements: true },
        { lifecycleState: 'inactive', identityState: 'INACTIVE_SHORT_TERM', manuallyCorrelated: true },
        { uncorrelated: true },
        { lifecycleState: 'prehire' },
      ][n % 4] ?? {},
    ]),
  ),
};

const GROUPS = ['g1', 'g2', 'g3'].map((name) => ({ name, displayName: name.toUpperCase(), description: '' }));
const WITH_GROUPS: Partial<SourceSeed> = {
  attributes: ['id', 'name', { name: 'groups', isMulti: true, isEntitlement: true }],
  accounts: [
    { id: '1', name: 'Ada', groups: ['g1'] },
    { id: '2', name: 'Bob', groups: ['g2'] },
  ],
  entitlements: { group: { values: GROUPS } },
};
/** The accounts stand first in the list, and wait all the same. */
const ENTITLEMENTS_FIRST = {
  'source-id': '',
  'csv-path': '',
  sources: `- { source-id: ${ID}, csv-path: hr.csv, max-changes: 100% }
- { source-id: ${ID}, csv-path: groups.csv, object-type: group }`,
};

const STEPS: readonly Whole[] = [
  { name: 'a good file', status: 'SUCCESS', uploads: 1 },
  { name: 'nobody waits', inputs: { wait: 'false' }, status: 'STARTED', uploads: 1 },
  { name: 'a dry run', inputs: { 'dry-run': 'true' }, status: 'PLANNED', uploads: 0 },
  {
    name: 'every account reprocessed',
    inputs: { 'disable-optimization': 'true' },
    status: 'SUCCESS',
    uploads: 1,
  },
  { name: 'a file that is only uploaded', inputs: UPLOAD_ONLY, status: 'SUCCESS', uploads: 1 },
  {
    name: 'wrong inputs',
    inputs: { 'max-deletions': 'some' },
    status: 'FAILED',
    uploads: 0,
    says: /max-deletions/,
  },
  {
    name: 'half a file',
    file: HALF,
    status: 'REJECTED',
    uploads: 0,
    says: /would delete 10 of the 20 accounts/,
  },
  {
    name: 'too many changes',
    file: CHANGED,
    inputs: { 'max-changes': '10%' },
    status: 'REJECTED',
    uploads: 0,
    says: /max-changes: 10% allows 5/,
  },
  {
    name: 'changes that cannot be compared with a limit',
    inputs: { 'max-changes': '10%' },
    source: { connectorAttributes: { buildMapRule: 'Combine' } },
    status: 'FAILED',
    uploads: 0,
    says: /max-changes: 10% cannot be enforced/,
  },
  {
    name: 'a source that is busy by a 202',
    source: { busyReply: 'warn-message' },
    faults: [ELSEWHERE],
    status: 'SUCCESS',
    uploads: 2,
  },
  {
    name: 'a source that is busy at the end of the task',
    source: { busyReply: 'at-the-end', busyStatus: 'WARNING' },
    faults: [ELSEWHERE],
    status: 'SUCCESS',
    uploads: 2,
  },
  {
    name: 'a source that is busy at the end of the task, and nobody waits for it',
    source: { busyReply: 'at-the-end', busyStatus: 'WARNING' },
    inputs: { 'if-running': 'fail' },
    faults: [ELSEWHERE],
    status: 'FAILED',
    uploads: 1,
    says: /An aggregation is already running/,
  },
  {
    name: 'a busy 202, and nobody waits for it',
    source: { busyReply: 'warn-message' },
    inputs: { 'if-running': 'fail' },
    faults: [ELSEWHERE],
    status: 'FAILED',
    uploads: 1,
    says: /An aggregation is already running/,
  },
  {
    name: "a lost upload and somebody else's task",
    faults: [LOST],
    status: 'FAILED',
    uploads: 1,
    says: /probably belongs to another upload: ISC counted 20 accounts, but the file has 21/,
  },
  {
    name: 'a lost upload and a task with other values',
    file: CHANGED,
    faults: [LOST],
    status: 'FAILED',
    uploads: 1,
    says: /probably belongs to another upload: 6 accounts on the source have other values than the file, in "email"/,
  },
  {
    name: 'a lost upload, and nobody waits for the proof',
    inputs: { wait: 'false' },
    faults: [{ operation: 'loadAccounts', fault: { kind: 'reset-after-processing' } }],
    status: 'FAILED',
    uploads: 1,
    says: /only its result would show/,
  },
  {
    name: 'a lost upload of a file that is only uploaded',
    inputs: UPLOAD_ONLY,
    faults: [LOST],
    status: 'FAILED',
    uploads: 1,
    says: /it is not known whether it used this file: The file was only uploaded, so it cannot be compared\./,
  },
  {
    name: 'a 202 for a task of another kind',
    source: { run: { taskName: 'Cloud Entitlement Aggregation', taskId: TASK_ID } },
    faults: [
      {
        operation: 'loadAccounts',
        fault: renamed({ id: TASK_ID, type: 'QUARTZ' }),
      },
    ],
    status: 'FAILED',
    uploads: 1,
    says: /named task c{32}, but it is no account aggregation/,
  },
  {
    name: 'a refusal at once',
    faults: [
      {
        operation: 'loadAccounts',
        fault: renamed({
          id: TASK_ID,
          type: 'QUARTZ',
          completed: 1_764_000_000_000,
          completionStatus: 'ERROR',
          messages: [{ type: 'ERROR', localizedText: 'The file could not be read.' }],
        }),
      },
    ],
    status: 'ERROR',
    uploads: 1,
    says: /The file could not be read/,
  },
  {
    name: 'counts that contradict the plan, strictly',
    source: { run: { counts: { total: 0 } } },
    inputs: { 'fail-on-warning': 'true' },
    status: 'FAILED',
    uploads: 1,
    says: /does not match the plan: 0 read \(21 in the file\)/,
  },
  {
    name: 'a total that counts the deleted accounts, too, strictly',
    settings: { tasks: { total: 'with-deleted' } },
    inputs: { 'fail-on-warning': 'true' },
    status: 'SUCCESS',
    uploads: 1,
  },
  {
    name: 'a lost upload and a total that counts the deleted accounts, too',
    settings: { tasks: { total: 'with-deleted' } },
    faults: [{ operation: 'loadAccounts', fault: { kind: 'reset-after-processing' } }],
    status: 'SUCCESS',
    uploads: 1,
  },
  {
    name: 'a task that ISC does not know at the first look',
    settings: { tasks: { unknownLooks: [1] } },
    status: 'SUCCESS',
    uploads: 1,
  },
  {
    name: 'a task that ISC does not know once in mid-flight',
    settings: { taskMs: 20_000, tasks: { unknownLooks: [3] } },
    status: 'SUCCESS',
    uploads: 1,
  },
  {
    name: 'a warning beside SUCCESS, strictly',
    source: { run: { messages: [{ type: 'WARN', text: 'Two rows were skipped.' }] } },
    inputs: { 'fail-on-warning': 'true' },
    status: 'FAILED',
    uploads: 1,
    says: /ISC finished the aggregation with SUCCESS, but fail-on-warning is set\. .*a warning message/,
  },
  {
    name: 'an error message beside SUCCESS, strictly',
    source: { run: { messages: [{ type: 'ERROR', text: 'Some rows were left out.' }] } },
    inputs: { 'fail-on-warning': 'true' },
    status: 'FAILED',
    uploads: 1,
    says: /an error message despite the status SUCCESS/,
  },
  {
    name: 'counts that contradict the plan',
    source: { run: { counts: { total: 0 } } },
    status: 'SUCCESS',
    uploads: 1,
  },
  {
    name: 'a list of accounts that is empty by mistake',
    settings: { accounts: { emptyList: true } },
    faults: [
      {
        operation: 'listTasks',
        times: Infinity,
        fault: {
          kind: 'replace-body',
          body: [listedAggregation(ID, TASK_ID, { attributes: { total: '20' } })],
        },
      },
    ],
    status: 'FAILED',
    uploads: 0,
    says: /lists no accounts/,
  },
  ...(['TERMINATED', 'TEMPERROR'] as const).map((status): Whole => {
    const words = status === 'TERMINATED' ? /was terminated in ISC/ : /with a temporary error/;
    return {
      name: `a task that ends ${status}`,
      source: { run: { completionStatus: status } },
      ...{ status, uploads: 1, says: words },
    };
  }),
  {
    name: 'a task that ends with a warning, strictly',
    source: { run: { completionStatus: 'WARNING' } },
    inputs: { 'fail-on-warning': 'true' },
    status: 'WARNING',
    uploads: 1,
    says: /with warnings, and fail-on-warning is set/,
  },
  {
    name: 'identities that a spreadsheet has taken for numbers',
    source: { accounts: NOW.map((one) => ({ ...one, id: one.id.replace('acct-', '') })) },
    file: csvOf(NOW.map((one) => ({ ...one, id: String(Number(one.id.replace('acct-', ''))) }))),
    status: 'REJECTED',
    uploads: 0,
    says: /has 2 errors, so it was not uploaded\. The file would delete 20 of the 20/,
  },
  {
    name: 'an identity with an invisible character',
    file: csvOf(NOW.map((one, n) => (n === 7 ? { ...one, id: `${one.id}\u200b` } : one))),
    status: 'REJECTED',
    uploads: 0,
    says: /hr\.csv has 1 error/,
    shows: [/identities-reformatted/, /invisible/],
  },
  {
    name: 'a file that was cut off in its last value',
    file: csvOf(NOW).trimEnd().slice(0, -4),
    status: 'REJECTED',
    uploads: 0,
    says: /hr\.csv has 1 error/,
    shows: [/cut-value/],
  },
  ...(['null', 'generic'] as const).map((type): Whole => ({
    name: `a file source whose type is ${type}`,
    settings: { sources: { type } },
    status: 'SUCCESS',
    uploads: 1,
  })),
  {
    name: 'a file of another source',
    file: csvOf(people(20, 500)),
    status: 'REJECTED',
    uploads: 0,
    says: /has 1 error, so it was not uploaded\. The file would delete 20 of the 20/,
  },
  {
    name: 'an empty file that is only uploaded',
    file: '',
    inputs: UPLOAD_ONLY,
    status: 'REJECTED',
    uploads: 0,
    says: /empty/,
  },
  {
    name: 'a file with a short row',
    file: `${OURS}acct-00200\n`,
    status: 'REJECTED',
    uploads: 0,
    says: /hr\.csv has 1 error/,
  },
  {
    name: 'a task that outlives the deadline',
    settings: { taskMs: 3_600_000 },
    inputs: { 'timeout-minutes': '1' },
    status: 'TIMED_OUT',
    uploads: 1,
    says: /deadline of this step has passed/,
  },
  {
    name: 'the table of changes with values and ids',
    file: CHANGED,
    inputs: { 'show-ids': 'true', 'show-values': 'name', 'ignore-columns': 'nam', 'dry-run': 'true' },
    status: 'PLANNED',
    uploads: 0,
  },
  {
    name: 'a direct connection',
    source: { kind: 'direct', remoteAccounts: NOW },
    inputs: { 'csv-path': '' },
    status: 'SUCCESS',
    uploads: 1,
  },
  {
    name: 'a new file of an empty source',
    source: { accounts: [] },
    inputs: { 'dry-run': 'true' },
    status: 'PLANNED',
    uploads: 0,
  },
  {
    name: 'a new file of an empty source whose earlier aggregations cannot be seen',
    source: { accounts: [] },
    faults: [TASKS_UNSEEN],
    status: 'FAILED',
    uploads: 0,
    says: /this credential may not see its earlier aggregations[^]*idn:task-management:read[^]*max-deletions: 100%/,
  },
  {
    name: 'a new file of a source that is said to be empty',
    source: { accounts: [] },
    inputs: { 'dry-run': 'true', 'max-deletions': '100%' },
    faults: [TASKS_UNSEEN],
    status: 'PLANNED',
    uploads: 0,
  },
  {
    name: 'two sources, one of them unknown',
    inputs: {
      'source-id': '',
      'csv-path': '',
      sources: `- { source-id: ${ID}, csv-path: hr.csv }\n- { source-name: Badgs, csv-path: badges.csv }`,
    },
    status: 'FAILED',
    uploads: 1,
    says: /Did you mean "Badges"/,
  },
  {
    name: 'stored as planned',
    inputs: { verify: 'true' },
    status: 'SUCCESS',
    uploads: 1,
  },
  {
    name: 'active people who would lose an account',
    source: WITH_PEOPLE,
    inputs: { 'max-active-deletions': '0', 'max-creations': '50%', 'show-ids': 'true' },
    file: HALF,
    status: 'REJECTED',
    uploads: 0,
    says: /max-active-deletions/,
  },
  {
    name: 'people whose state is not known',
    source: WITH_PEOPLE,
    inputs: { 'max-active-deletions': '8', 'max-deletions': '100%', 'dry-run': 'true' },
    file: csvOf(NOW.slice(4)),
    status: 'PLANNED',
    uploads: 0,
  },
  {
    name: 'protected accounts',
    inputs: {
      'protected-accounts': `${NOW[0]?.id ?? ''}\nnobody`,
      'max-deletions': '100%',
      'show-ids': 'true',
    },
    file: csvOf(NOW.slice(1)),
    status: 'REJECTED',
    uploads: 0,
    says: /hr\.csv has 1 error, so it was not uploaded\./,
  },
  {
    name: 'entitlements and accounts of one source',
    source: WITH_GROUPS,
    inputs: ENTITLEMENTS_FIRST,
    file: 'id,name,groups\n1,Ada,g1\n2,Bob,g9\n',
    status: 'SUCCESS',
    uploads: 1,
  },
  {
    name: 'accounts whose entitlements were rejected',
    source: {
      ...WITH_GROUPS,
      entitlements: {
        group: { values: GROUPS.concat(GROUPS.map((one) => ({ ...one, name: `${one.name}x` }))) },
      },
    },
    inputs: ENTITLEMENTS_FIRST,
    file: 'id,name,groups\n1,Ada,g1\n2,Bob,g2\n',
    status: 'FAILED',
    uploads: 0,
    says: /entitlements/,
  },
  {
    name: 'a plan file, of a source that ignores letter case',
    source: { ...WITH_PEOPLE, connectorAttributes: { isCaseInsensitiveMerge: 'true' } },
    file: csvOf([
      ...NOW.slice(4).map((one, n) => ({
        ...one,
        id: one.id.toUpperCase(),
        ...(n === 0 ? { email: '' } : {}),
      })),
      ...people(1, 101),
    ]),
    inputs: { 'plan-file': 'plan.csv', 'dry-run': 'true', 'max-deletions': '50%', 'show-ids': 'true' },
    status: 'PLANNED',
    uploads: 0,
    shows: [
      /create,acct-00101,/,
      /delete,acct-00001,.*active/,
      /delete,acct-00002,.*inactive/,
      /delete,acct-00003,.*no person/,
      /delete,acct-00004,.*prehire/,
      /change,ACCT-00005,.*active.*email/,
      /Deletes 4 accounts: 1 of an inactive person, 1 of an \*\*active\*\* one, 1 of nobody, 1 unknown\./,
      /The source is authoritative/,
    ],
  },
  {
    name: 'no credentials',
    inputs: { 'client-id': '', 'client-secret': '' },
    status: 'FAILED',
    uploads: 0,
    says: /client-id/,
  },
  {
    name: 'no tenant, and a wrong limit',
    inputs: { 'base-url': '', 'max-changes': '500%' },
    status: 'FAILED',
    uploads: 0,
    says: /tenant[^]*max-changes[^]*Nothing was sent/,
  },
  {
    name: 'a file that a rule of the source rewrites, verified',
    source: { connectorAttributes: { buildMapRule: 'Combine' } },
    inputs: { verify: 'true' },
    status: 'SUCCESS',
    uploads: 1,
    shows: [/build-map-rule/],
  },
  {
    name: 'a file of a source whose rule rewrites rows, verified: what differs is shown, and is no warning',
    source: { buildMap: { email: '{id}@rule.example' } },
    inputs: { verify: 'true', 'fail-on-warning': 'true' },
    status: 'SUCCESS',
    uploads: 1,
    shows: [
      /Verified: the BuildMap rule of the source may explain what differs from the file: 21 accounts on the source have other values than the file, in "email"/,
    ],
    verified: '',
  },
  {
    name: 'a file of a source that keeps what is missing, verified',
    source: { connectorAttributes: { checkDeletedDisabled: 'true' } },
    file: HALF,
    inputs: { verify: 'true' },
    status: 'SUCCESS',
    uploads: 1,
    shows: [/Verified: ISC lists the accounts of "HR" as the file says/],
  },
  {
    name: 'people of whom too little is known for a limit',
    source: WITH_PEOPLE,
    inputs: { 'max-active-deletions': '1', 'max-deletions': '100%', 'dry-run': 'true' },
    file: csvOf(NOW.slice(4)),
    status: 'FAILED',
    uploads: 0,
    says: /max-active-deletions/,
    shows: [
      /⚠️ 1 of 20 accounts on the source belongs to an active person and is deleted, and it is not known of 1 more/,
    ],
  },
  {
    name: 'more new accounts than allowed',
    inputs: { 'max-creations': '1' },
    status: 'REJECTED',
    uploads: 0,
    says: /max-creations/,
    shows: [/⛔ 2 accounts are created beside 20 on the source/],
  },
  {
    name: 'a new file of an empty source whose last aggregation has no count',
    source: { accounts: [] },
    faults: [
      {
        operation: 'listTasks',
        times: Infinity,
        fault: { kind: 'replace-body', body: [listedAggregation(ID, TASK_ID, { attributes: {} })] },
      },
    ],
    status: 'FAILED',
    uploads: 0,
    says: /its aggregation c{32} has no count that would prove/,
  },
  {
    name: 'entitlements',
    source: WITH_GROUPS,
    inputs: { 'object-type': 'group', 'csv-path': 'groups.csv', 'show-ids': 'true' },
    status: 'SUCCESS',
    uploads: 0,
    shows: [/1 of 3 entitlements/],
  },
  {
    name: 'the first entitlements of a type, on a source that has others',
    source: { ...WITH_GROUPS, entitlements: { ...WITH_GROUPS.entitlements, team: {} } },
    inputs: { 'object-type': 'team', 'csv-path': 'groups.csv' },
    status: 'SUCCESS',
    uploads: 0,
    shows: [/3 created/],
  },
  {
    name: 'entitlements that are only uploaded',
    source: WITH_GROUPS,
    inputs: { ...UPLOAD_ONLY, 'object-type': 'group', 'csv-path': 'groups.csv' },
    status: 'SUCCESS',
    uploads: 0,
  },
  {
    name: 'entitlements that are only uploaded, of a type that the credential may not see',
    source: WITH_GROUPS,
    inputs: { ...UPLOAD_ONLY, 'object-type': 'group', 'csv-path': 'groups.csv' },
    faults: [{ operation: 'getSchemas', fault: { kind: 'reply', status: 403 }, times: Infinity }],
    status: 'SUCCESS',
    uploads: 0,
  },
  {
    name: 'entitlements of a type that the source does not have',
    source: WITH_GROUPS,
    inputs: { ...UPLOAD_ONLY, 'object-type': 'Group', 'csv-path': 'groups.csv' },
    status: 'FAILED',
    uploads: 0,
    says: /has no entitlements of the type "Group"/,
  },
  {
    name: 'a task that ISC shows in its list alone',
    settings: { taskMs: 90_000, tasks: { unknownMs: 3_600_000 } },
    status: 'SUCCESS',
    uploads: 1,
    shows: [/ISC lists task \w+, but does not show it alone\. Asking again\./],
  },
  {
    name: 'a task that ISC does not show at all',
    settings: { tasks: { unknownMs: 3_600_000 } },
    faults: [{ ...TASKS_UNSEEN, skip: 1 }],
    status: 'FAILED',
    uploads: 1,
    says: /ISC has accepted the aggregation and does not show its task \(404 Not Found\)/,
  },
  {
    name: 'the plans of two sources, with people',
    source: WITH_PEOPLE,
    file: csvOf(NOW.slice(4)),
    inputs: {
      ...{ 'source-id': '', 'csv-path': '', 'dry-run': 'true', 'max-deletions': '50%' },
      sources: `- { source-id: ${ID}, csv-path: hr.csv }\n- { source-name: Badges, csv-path: badges.csv }`,
    },
    status: 'PLANNED',
    uploads: 0,
    shows: [/\+0&nbsp;−4&nbsp;\(1&nbsp;\*\*active\*\*\)/, /\+20&nbsp;−0/],
  },
  {
    name: 'entitlements of a source that takes no file',
    source: { kind: 'direct', remoteAccounts: NOW },
    inputs: { 'csv-path': '', 'object-type': 'group' },
    status: 'FAILED',
    uploads: 0,
    says: /object-type/,
  },
  {
    name: 'only-if-changed outside GitHub, without credentials',
    inputs: { 'only-if-changed': 'true', 'client-id': '', 'client-secret': '' },
    status: 'FAILED',
    uploads: 0,
    says: /client-id/,
  },
  {
    name: 'accounts beside entitlements whose file cannot be read',
    source: WITH_GROUPS,
    inputs: {
      ...ENTITLEMENTS_FIRST,
      sources: ENTITLEMENTS_FIRST.sources.replace('groups.csv', 'empty.csv'),
    },
    file: 'id,name,groups\n1,Ada,g1\n2,Bob,g2\n',
    status: 'FAILED',
    uploads: 0,
    says: /empty\.csv/,
  },
  {
    name: 'only-if-changed outside GitHub',
    inputs: { 'only-if-changed': 'true' },
    status: 'SUCCESS',
    uploads: 1,
  },
];

async function play({
  faults = [],
  file = OURS,
  inputs = {},
  settings = {},
  source = {},
}: Whole): Promise<MainRun & { readonly uploads: number }> {
  const clock = turnClock(50);
  const sandbox = await startSandbox({
    clock: () => clock.now(),
    sources: [
      { id: ID, name: 'HR', deleteThreshold: 60, accounts: NOW, ...source },
      { id: OTHER_ID, name: 'Badges', deleteThreshold: 60, accounts: [] },
    ],
    settings: { taskMs: 500, ...settings },
  });
  try {
    for (const fault of faults) sandbox.script(fault);
    const run = await runMain(
      { 'base-url': sandbox.url, 'source-id': ID, 'csv-path': 'hr.csv', ...inputs },
      {
        ...{ 'hr.csv': file, 'badges.csv': csvOf(NOW), 'empty.csv': '' },
        'groups.csv': 'name,displayName,description\ng1,G1,\ng2,Everybody,\ng3,G3,\n',
      },
      clock,
    );
    const uploads = sandbox.requests.filter(({ operation }) => operation === 'loadAccounts').length;
    return { ...run, uploads };
  } finally {
    await sandbox.close();
  }
}

describe('a whole step', () => {
  const played = new Map<string, Awaited<ReturnType<typeof play>>>();

  beforeAll(async () => {
    const runs = await pool(STEPS, 8, play);
    STEPS.forEach(({ name }, index) => {
      const run = runs[index];
      if (run !== undefined) played.set(name, run);
    });
  });

  it.each(STEPS)('$name: $status', ({ name, says, shows = [], status, uploads, verified }) => {
    const run = played.get(name);
    expect({ status: run?.outputs['status'], uploads: run?.uploads, log: run?.log }).toEqual({
      status,
      uploads,
      log: run?.log,
    });
    if (says === undefined) expect(run?.failures).toEqual([]);
    else expect(run?.failures).toEqual([expect.stringMatching(says)]);
    const shown = [run?.log, run?.summary, run?.planFile].join('\n');
    for (const words of shows) expect(shown).toMatch(words);
    if (verified !== undefined) expect(run?.outputs['verified']).toBe(verified);
    if (verified === '') expect(shown).not.toMatch(/warning: .*(?:stored|verified)/);
  });
});

it('A pull request gets its comment, and deletions over the limit are put up for approval', async () => {
  const clock = turnClock(50);
  const [github, sandbox] = await Promise.all([
    startGitHub({}),
    startSandbox({
      clock: () => clock.now(),
      sources: [{ id: ID, name: 'HR', deleteThreshold: 60, accounts: NOW }],
    }),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'event-'));
  try {
    const base = github.repository.commit(undefined, { 'hr.csv': '1' });
    const head = github.repository.commit(base, { 'hr.csv': '2' });
    const pull = github.repository.open(base, head);
    const { event, payload } = pullRequest(pull.number, base, head, 1);
    writeFileSync(join(folder, 'event.json'), JSON.stringify(payload));
    const run = await runMain(
      {
        'base-url': sandbox.url,
        'source-id': ID,
        'csv-path': 'hr.csv',
        'dry-run': 'true',
        comment: 'true',
        'reviewed-plan': 'true',
        'github-token': github.token,
      },
      { 'hr.csv': HALF },
      clock,
      undefined,
      gitHubVariables(github, event, join(folder, 'event.json')),
    );
    expect({ status: run.outputs['status'], failures: run.failures }).toEqual({
      status: 'PLANNED',
      failures: [],
    });
    expect(pull.comments[0]?.body).toContain('merging approves exactly these 10 deletions');
  } finally {
    rmSync(folder, { recursive: true });
    await Promise.all([github.close(), sandbox.close()]);
  }
});
