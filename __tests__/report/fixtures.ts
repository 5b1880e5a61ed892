import type { RunContext } from '../../src/github/run-context.js';
import { type Finding, type Findings, NO_FINDINGS, type Rule } from '../../src/model/finding.js';
import type { Outcome, Plan } from '../../src/model/outcome.js';
import type { Report } from '../../src/report/page/page.js';
import type { Target } from '../../src/model/settings.js';
import type { Source } from '../../src/model/source.js';
import type { ValueChanges } from '../../src/model/value-changes.js';
import { NO_COUNTS } from '../../src/model/task.js';
import { task } from '../model/tasks.js';
import type { AnnotationProperties, Toolkit } from '../../src/runtime/toolkit.js';
import { limitOf } from '../support/limits.js';
import { deletedPeople, peopleCounts } from '../support/planned-people.js';

export const SHA = '0123456789abcdef0123456789abcdef01234567';

export const CONTEXT: RunContext = {
  repositoryUrl: 'https://github.com/acme/identity',
  sha: SHA,
  workflow: 'Aggregate',
  job: 'hr',
  runUrl: 'https://github.com/acme/identity/actions/runs/7/attempts/1',
  isPullRequest: false,
  docsUrl: 'https://github.com/vendor/action/blob/v1/docs',
};

export const TARGET: Target = {
  sourceId: '2c9180835d2e5168015d32f890ca1581',
  sourceName: undefined,
  csv: {
    path: '/work/repo/data/hr.csv',
    name: 'hr.csv',
    shown: 'data/hr.csv',
    inWorkspace: true,
    sourceId: undefined,
  },
  objectType: 'account',
  disableOptimization: false,
  warnOnly: [],
  maxDeletions: limitOf('max-deletions', '10%'),
  maxChanges: limitOf('max-changes', '100%'),
  maxCreations: undefined,
  maxActiveDeletions: undefined,
  protectedAccounts: [],
  ignoreColumns: [],
  showValues: [],
};

export const SOURCE: Source = {
  id: '2c9180835d2e5168015d32f890ca1581',
  name: 'HR Contractors',
  objectType: 'account',
  takes: 'file',
  kind: 'a delimited file',
  authoritative: undefined,
  deleteThreshold: 10,
  buildMapRule: undefined,
  file: {
    delimiter: ',',
    commentCharacter: '#',
    hasHeader: true,
    filterEmptyRecords: false,
    mergeRows: false,
    indexColumns: [],
    ignoresLetterCase: false,
    leavesOut: [],
    hasBuildMapRule: false,
    deletionDisabled: false,
  },
  entitlementFiles: new Map(),
  page: 'https://acme.identitynow.com/ui/a/admin/connections/sources/2c9180835d2e5168015d32f890ca1581',
};

export const PLAN: Plan = {
  created: 12,
  deleted: 2,
  kept: 1_986,
  accountsNow: 1_988,
  deletedPeople: deletedPeople(2),
  values: { kind: 'not-compared', why: '' },
  createdIds: [],
  deletedIds: [],
  notes: [],
};

/** Every value of 50 accounts changes, in this many columns that may all be shown and have names of this text. */
export function manyChanges(columns: number, text: string): ValueChanges {
  const names = Array.from({ length: columns }, (_, index) => `${index} ${text}`);
  const way = { from: { text }, to: { text }, accounts: 1 };
  return {
    ...{ compared: 50, unseen: 0, affected: 50, affectedInNotation: 0, comparedColumns: columns },
    people: peopleCounts(50),
    columns: names.map((column) => ({
      column,
      changed: 50,
      notation: 1,
      emptied: 0,
      filled: 0,
      losing: undefined,
    })),
    notCompared: names.map((column) => ({ column, why: 'ignored' })),
    transitions: names.map((column) => ({ column, transitions: Array<typeof way>(10).fill(way) })),
    ids: Array.from({ length: 50 }, () => ({ identity: text, columns: names })),
    profileUse: { profiles: names, attributes: names },
  };
}

/** A source that was aggregated as planned; `changes` vary it. */
export function outcome(changes: Partial<Outcome> = {}): Outcome {
  return {
    target: TARGET,
    status: 'SUCCESS',
    source: SOURCE,
    fate: { kind: 'ended', task: task('ef38f94347e94562b5bb8424a56397d8', { completionStatus: 'SUCCESS' }) },
    counts: { total: 1_998, created: 12, updated: 30, deleted: 2, unchanged: 1_956, ignored: 0 },
    csv: { rows: 2_000, accounts: 1_998 },
    findings: NO_FINDINGS,
    review: undefined,
    plan: PLAN,
    messages: [],
    failure: undefined,
    durationMs: 72_000,
    ...changes,
  };
}

/** A source whose run ended before anything was sent to ISC. */
export function failed(name: string, message: string, changes: Partial<Outcome> = {}): Outcome {
  return outcome({
    status: 'FAILED',
    source: { ...SOURCE, name },
    fate: { kind: 'none' },
    counts: NO_COUNTS,
    csv: undefined,
    plan: undefined,
    failure: { message, next: 'Try again.', cause: undefined },
    ...changes,
  });
}

export function step(outcomes: readonly Outcome[], changes: Partial<Report> = {}): Report {
  return { outcomes, failure: undefined, planFile: undefined, warnings: [], tenant: undefined, ...changes };
}

export function finding(rule: Rule, line: number | undefined, changes: Partial<Finding> = {}): Finding {
  return {
    severity: 'error',
    rule,
    message: `Wrong in line ${String(line)}.`,
    line,
    column: undefined,
    ...changes,
  };
}

/** Findings with their counts, as the checks hand them over. */
export function findings(...kept: readonly Finding[]): Findings {
  const counts = new Map<Rule, number>();
  for (const { rule } of kept) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const errors = kept.filter(({ severity }) => severity === 'error').length;
  return { kept, counts, errors, warnings: kept.length - errors };
}

/** `howMany` findings of a rule, from line 2 on. */
export function many(rule: Rule, howMany: number, changes: Partial<Finding> = {}): Finding[] {
  return Array.from({ length: howMany }, (_, index) => finding(rule, index + 2, changes));
}

export interface Said {
  readonly kind: string;
  readonly message: string;
  readonly properties: AnnotationProperties;
}

/** A toolkit that records its calls. */
export function recordingToolkit(debugging = false): { toolkit: Toolkit; said: Said[] } {
  const said: Said[] = [];
  const record =
    (kind: string) =>
    (message = '', properties: AnnotationProperties = {}): void => {
      said.push({ kind, message, properties });
    };
  const toolkit: Toolkit = {
    debug: record('debug'),
    isDebug: () => debugging,
    info: record('info'),
    warning: record('warning'),
    error: record('error'),
    startGroup: record('startGroup'),
    endGroup: record('endGroup'),
    setOutput: (name, value) => {
      record('setOutput')(`${name}=${value}`);
    },
    setSecret: record('setSecret'),
    setFailed: record('setFailed'),
  };
  return { toolkit, said };
}

export const NO_SECRETS = { redact: (text: string): string => text };
