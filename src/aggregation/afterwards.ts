/** Holds what ISC says it did against the plan: contradictions must not pass in silence. */
import type { CsvFacts, Plan } from '../model/outcome.js';
import type { CompletionStatus } from '../model/status.js';
import type { Counts, TaskMessage } from '../model/task.js';
import { count, counted, enumerated } from '../runtime/wording.js';

/** What is known when a task has ended well. */
export interface Afterwards {
  readonly status: CompletionStatus;
  readonly counts: Counts;
  readonly messages: readonly TaskMessage[];
  /** `undefined` where nothing was compared. */
  readonly plan: Plan | undefined;
  /** True where a rule rewrites the rows: then ISC's counts need not be those of the file. */
  readonly hasBuildMapRule: boolean;
  /** False where ISC processes every account, changed or not. */
  readonly isOptimized: boolean;
  /** Whether a file was sent: ISC then has read something. */
  readonly sentFile: boolean;
  /** `undefined` where the file was not read. */
  readonly csv: CsvFacts | undefined;
}

/**
 * What of ISC's own report does not fit the plan or itself, in one sentence with both numbers of each; `undefined`
 * where all of it fits. Counts that ISC does not give contradict nothing.
 */
export function contradictionIn(known: Afterwards): string | undefined {
  // Under a rule neither the plan nor the file says what ISC will count.
  const held = known.hasBuildMapRule ? { ...known, csv: undefined, plan: undefined } : known;
  const parts = [...differences(held), ...unexpected(held)];
  if (parts.length === 0) return undefined;
  return `What ISC reports does not match the plan: ${enumerated(parts)}. Check the source in ISC.`;
}

function differences({ counts, csv, isOptimized, plan }: Afterwards): readonly string[] {
  return [
    differing('created', counts.created, plan?.created, 'planned'),
    differing('deleted', counts.deleted, plan?.deleted, 'planned'),
    differing('updated', counts.updated, isOptimized ? changedBy(plan) : undefined, 'planned'),
    differing('read', counts.total, csv?.accounts, 'in the file'),
  ].filter((part) => part !== undefined);
}

/** What is no good news, whatever was planned. */
function unexpected({ counts, csv, messages, sentFile, status }: Afterwards): readonly string[] {
  return [
    ...(counts.total === 0 && sentFile && csv === undefined ? ['no account read from the file'] : []),
    ...(counts.ignored !== undefined && counts.ignored > 0
      ? [`${counted(counts.ignored, 'record')} ignored`]
      : []),
    ...(status === 'SUCCESS' && messages.some(({ type }) => type === 'ERROR')
      ? ['an error message despite the status SUCCESS']
      : []),
  ];
}

function differing(
  what: string,
  reported: number | undefined,
  expected: number | undefined,
  where: string,
): string | undefined {
  if (reported === undefined || expected === undefined || reported === expected) return undefined;
  return `${count(reported)} ${what} (${count(expected)} ${where})`;
}

/** Accounts that ISC has to update; `undefined` where not every column was compared as it is written. */
function changedBy(plan: Plan | undefined): number | undefined {
  if (plan?.values.kind !== 'compared') return undefined;
  const { affected, formattedOtherwise, notCompared, unseen } = plan.values.changes;
  return unseen > 0 || formattedOtherwise.length > 0 || notCompared.length > 0 ? undefined : affected;
}
