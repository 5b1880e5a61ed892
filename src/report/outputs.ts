/** The outputs of the step. */
import { failureFor, thrownMessage, type StepFailure } from '../model/failure.js';
import { ACCOUNT } from '../model/object-kind.js';
import { activeDeletions } from '../model/people.js';
import {
  changedAccounts,
  type Outcome,
  statusOf,
  type StepResult,
  taskIdOf,
  verifiedAs,
} from '../model/outcome.js';
import { NO_COUNTS } from '../model/task.js';
import { forOutput } from '../runtime/escape.js';
import type { Toolkit } from '../runtime/toolkit.js';
import { count } from '../model/words.js';
import { reasonOf, reasonOfSource } from './failure-text.js';

/** The outputs that describe one source, in the order of action.yml. */
export const SOURCE_OUTPUTS = [
  'task-id',
  'status',
  'source-id',
  'source-name',
  'accounts-total',
  'accounts-created',
  'accounts-updated',
  'accounts-deleted',
  'accounts-unchanged',
  'accounts-ignored',
  'entitlements-total',
  'entitlements-created',
  'entitlements-updated',
  'entitlements-deleted',
  'planned-created',
  'planned-deleted',
  'planned-kept',
  'planned-deleted-active',
  'planned-changed',
  'reason',
  'csv-rows',
  'csv-accounts',
  'plan-file',
  'verified',
] as const;

/** One source's outputs: strings as a workflow sees them, empty if unknown. */
export type SourceOutputs = Readonly<Record<(typeof SOURCE_OUTPUTS)[number], string>>;
/** What `results` says of one source. */
type SourceResult = SourceOutputs & { readonly 'object-type': string };

/** The outputs of a step: `results` is a JSON array with one object per source. */
export type Outputs = SourceOutputs & { readonly results: string };

/**
 * All outputs of the step. With exactly one source they describe it. With several, the outputs of a single source but
 * for the one plan file are empty, `status` is the worst, and `reason` names each failed source. `results` has one object per source, with the
 * same names and strings.
 */
export function outputsOf(result: StepResult): Outputs {
  const each = result.outcomes.map((outcome) => sourceOutputs(outcome, result.planFile));
  const [first] = each;
  const single = each.length === 1 && first !== undefined ? first : NOTHING;
  return {
    ...single,
    ...shownSafely(single),
    'plan-file': result.planFile ?? '',
    status: statusOf(result),
    reason: reasonOf(result),
    // The same JSON, in which the runner finds no command if a later step prints it.
    results: JSON.stringify(
      result.outcomes.map((outcome) => sourceResult(outcome, result.planFile)),
    ).replaceAll('##[', '#\\u0023['),
  };
}

/** What ISC or the workflow calls things, so that the runner finds no command in it if a later step prints it. */
function shownSafely(outputs: SourceOutputs): Pick<SourceOutputs, (typeof NAMES)[number]> {
  const safe = NAMES.map((name) => [name, forOutput(outputs[name])]);
  return Object.fromEntries(safe) as Pick<SourceOutputs, (typeof NAMES)[number]>;
}

const NAMES = ['task-id', 'source-id', 'source-name'] as const;

/** Bytes. Linux starts no process with a variable of more than 131,072 (MAX_ARG_STRLEN), its name included. */
const LARGE_RESULTS = 100_000;

/** A line for the log if `results` is too large for a variable of a later step, or nearly so; else `undefined`. */
export function sayLarge({ results }: Pick<Outputs, 'results'>): string | undefined {
  const bytes = Buffer.byteLength(results);
  if (bytes <= LARGE_RESULTS) return undefined;
  return `The output results has ${count(bytes)} bytes. A variable of a later step (env:) ends at 131,072: take parts of it with fromJSON(…) in an expression, as examples/many-sources.yml does.`;
}

/** The failure of a step whose outputs cannot be written; `state` says what happened to the aggregation. */
export function unwritableOutputs(cause: unknown, state: string): StepFailure {
  return failureFor('outputs-unwritable', { why: thrownMessage(cause), state }, cause);
}

/** Passes the outputs to the runner. Throws what the toolkit throws (for an output file that cannot be written). */
export function setOutputs(toolkit: Pick<Toolkit, 'setOutput'>, outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) toolkit.setOutput(name, value);
}

function sourceResult(outcome: Outcome, planFile: string | undefined): SourceResult {
  return { ...sourceOutputs(outcome, planFile), 'object-type': outcome.target.objectType };
}

function sourceOutputs(outcome: Outcome, planFile: string | undefined): SourceOutputs {
  const { target, source, counts, plan, csv } = outcome;
  const isOfAccounts = target.objectType === ACCOUNT;
  const [ofAccounts, ofEntitlements] = isOfAccounts ? [counts, NO_COUNTS] : [NO_COUNTS, counts];
  return {
    'task-id': taskIdOf(outcome) ?? '',
    status: outcome.status,
    'source-id': source?.id ?? target.sourceId ?? '',
    'source-name': source?.name ?? target.sourceName ?? '',
    'accounts-total': digits(ofAccounts.total),
    'accounts-created': digits(ofAccounts.created),
    'accounts-updated': digits(ofAccounts.updated),
    'accounts-deleted': digits(ofAccounts.deleted),
    'accounts-unchanged': digits(ofAccounts.unchanged),
    'accounts-ignored': digits(ofAccounts.ignored),
    'entitlements-total': digits(ofEntitlements.total),
    'entitlements-created': digits(ofEntitlements.created),
    'entitlements-updated': digits(ofEntitlements.updated),
    'entitlements-deleted': digits(ofEntitlements.deleted),
    'planned-created': digits(plan?.created),
    'planned-deleted': digits(plan?.deleted),
    'planned-kept': digits(plan?.kept),
    'planned-deleted-active': digits(plan && isOfAccounts ? activeDeletions(plan.deletedPeople) : undefined),
    'planned-changed': digits(plan && changedAccounts(plan.values)),
    reason: reasonOfSource(outcome),
    'csv-rows': digits(csv?.rows),
    'csv-accounts': digits(csv?.accounts),
    'plan-file': planFile ?? '',
    verified: verifiedAs(outcome.verification),
  };
}

const NOTHING = Object.fromEntries(SOURCE_OUTPUTS.map((name) => [name, ''])) as SourceOutputs;

function digits(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}
