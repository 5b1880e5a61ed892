/** Compares ISC's report with the plan, so that contradictions do not go unnoticed. */
import { FAILURES, fillHoles } from '../../model/failures/table.js';
import type { CsvFacts, Plan } from '../../model/outcome.js';
import type { Source } from '../../model/source.js';
import type { CompletionStatus } from '../../model/status.js';
import type { Counts, TaskMessage } from '../../model/task.js';
import { count, counted, enumerated } from '../../model/words.js';

/** What is known when a task has ended well. */
export interface EndFacts {
  readonly status: CompletionStatus;
  readonly counts: Counts;
  readonly messages: readonly TaskMessage[];
  /** `undefined` if nothing was compared. */
  readonly plan: Plan | undefined;
  /** True if a rule rewrites the rows: ISC's counts may then differ from the file. */
  readonly hasBuildMapRule: boolean;
  /** False if ISC processes every account, changed or not. */
  readonly isOptimized: boolean;
  /** Whether a file was sent, so that ISC must have read something. */
  readonly sentFile: boolean;
  /** `undefined` if the file was not read. */
  readonly csv: CsvFacts | undefined;
  /** False if no delete threshold of the source can be why deletions were skipped; absent: one can. */
  readonly hasThreshold?: boolean;
  /** The source's own delete threshold in percent, as ISC shows it. */
  readonly deleteThreshold?: number | undefined;
}

/**
 * How ISC's report contradicts the plan or itself, in one sentence with both numbers of each contradiction; `undefined`
 * if there is none. Missing counts contradict nothing.
 */
export function contradictionIn(known: EndFacts): string | undefined {
  // Under a rule, neither the plan nor the file predicts what ISC counts.
  const held = known.hasBuildMapRule ? { ...known, csv: undefined, plan: undefined } : known;
  const parts = [...differences(held), ...unexpected(held)];
  if (parts.length === 0) return undefined;
  const skipped = held.hasThreshold === false ? undefined : skippedPlan(held);
  const cause = skipped === undefined ? 'Check the source in ISC.' : probablyThreshold(skipped, held);
  return `What ISC reports does not match the plan: ${enumerated(parts)}. ${cause}`;
}

function differences({ counts, csv, isOptimized, plan }: EndFacts): readonly string[] {
  return [
    differing('created', counts.created, plan?.created, 'planned'),
    differing('deleted', counts.deleted, plan?.deleted, 'planned'),
    updated(counts.updated, isOptimized ? changedBy(plan) : undefined),
    read(counts, csv, plan),
  ].filter((part) => part !== undefined);
}

/** What is a problem whatever the plan was. */
function unexpected({ counts, csv, messages, sentFile, status }: EndFacts): readonly string[] {
  return [
    ...(counts.total === 0 && sentFile && csv === undefined ? ['no account read from the file'] : []),
    ...(counts.ignored !== undefined && counts.ignored > 0
      ? [`${counted(counts.ignored, 'record')} ignored`]
      : []),
    ...(status === 'SUCCESS' ? messagesAgainst(messages) : []),
  ];
}

/** Messages that do not fit a good end; WARNING announces some itself. */
function messagesAgainst(messages: readonly TaskMessage[]): readonly string[] {
  const has = (wanted: TaskMessage['type']): boolean => messages.some(({ type }) => type === wanted);
  return [
    ...(has('ERROR') ? ['an error message despite the status SUCCESS'] : []),
    ...(has('WARN') ? ['a warning message despite the status SUCCESS'] : []),
  ];
}

/** Some tenants count the accounts that they have deleted among those that they have read. */
function read(counts: Counts, csv: CsvFacts | undefined, plan: Plan | undefined): string | undefined {
  const removed = counts.deleted ?? plan?.deleted ?? 0;
  if (csv !== undefined && counts.total === csv.accounts + removed) return undefined;
  return differing('read', counts.total, csv?.accounts, 'in the file');
}

/** The plan if its deletions were not carried out. */
function skippedPlan({ counts, plan }: EndFacts): Plan | undefined {
  return plan !== undefined && plan.deleted > 0 && counts.deleted === 0 ? plan : undefined;
}

/** The probable cause of deletions that were planned and not carried out. Running again meets the same threshold. */
function probablyThreshold(plan: Plan, { deleteThreshold }: EndFacts): string {
  return fillHoles(FAILURES['terminated-with-deletions'].next, thresholdIn(plan, { deleteThreshold }));
}

/**
 * What is known of the delete threshold of a source that may have stopped a plan. One that is 0 or absent is named all the
 * same: it is not known whether ISC then stops anything.
 */
export function thresholdIn(
  plan: Plan,
  { deleteThreshold }: Pick<Source, 'deleteThreshold'>,
): { readonly planned: string; readonly threshold: string } {
  return {
    planned: `the plan deletes ${count(plan.deleted)} of ${counted(plan.accountsNow, 'account')}, and `,
    threshold: deleteThreshold === undefined ? 'ISC shows none' : `ISC shows ${deleteThreshold} %`,
  };
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

/** How many accounts ISC may update: at least `from`, at most `to`. */
interface UpdateRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Accounts that ISC has to update; `undefined` unless every column was compared. It may keep values that differ only in
 * notation as they are.
 */
function changedBy(plan: Plan | undefined): UpdateRange | undefined {
  if (plan?.values.kind !== 'compared') return undefined;
  const { affected, affectedInNotation, notCompared, unseen } = plan.values.changes;
  if (unseen > 0 || notCompared.length > 0) return undefined;
  return { from: affected - affectedInNotation, to: affected };
}

function updated(reported: number | undefined, range: UpdateRange | undefined): string | undefined {
  if (reported === undefined || range === undefined) return undefined;
  const { from, to } = range;
  if (reported >= from && reported <= to) return undefined;
  const planned = from === to ? count(to) : `${count(from)} to ${count(to)}`;
  return `${count(reported)} updated (${planned} planned)`;
}
