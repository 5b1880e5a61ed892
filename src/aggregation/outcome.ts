/** The only maker of an `Outcome`: from what was prepared, what became of the task, and how the work ended. */
import { Refusal } from '../http/failure.js';
import type { Failure, Stop } from '../model/failure.js';
import { RUN_AGAIN, STATES, type StateOfIsc } from '../model/failures/row.js';
import { fillHoles } from '../model/failures/table.js';
import { type Findings, NO_FINDINGS } from '../model/finding.js';
import type { CsvFacts, Doubt, Outcome, Plan, PlanReview, Verification } from '../model/outcome.js';
import type { Target } from '../model/settings.js';
import { ACCOUNT, saidOf } from '../model/object-kind.js';
import type { Source } from '../model/source.js';
import type { Status } from '../model/status.js';
import { NO_COUNTS, NO_TASK, ownTaskOf, type TaskFate, type TaskMessage } from '../model/task.js';
import { asSentence } from '../model/words.js';

/** What is known about the file and its plan. */
export interface Facts {
  /** `undefined` if the file was not read to its end. */
  readonly csv: CsvFacts | undefined;
  readonly findings: Findings;
  /** `undefined` unless the file was compared account by account. */
  readonly plan: Plan | undefined;
  /** What a review has decided about a plan over its limits; `undefined` if none has, or it only adds to the failure. */
  readonly review: PlanReview | undefined;
}

/** What is known before the file is read: nothing. `undefined` is unknown, not none. */
export const NO_FACTS: Facts = { csv: undefined, findings: NO_FINDINGS, plan: undefined, review: undefined };

/** How the work on a source ended by itself, such as by the end of its task. */
export interface End {
  readonly kind: 'end';
  readonly status: Status;
  /** `undefined` exactly if the status does not fail the step. */
  readonly failure: Failure | undefined;
  /** Of an end that does not fail the step. */
  readonly doubt?: Doubt;
}

/** All that the work on a source has come to, whether it ended or was stopped. */
export interface Story {
  readonly facts: Facts;
  readonly fate: TaskFate;
  readonly end: End | Stop;
  /** Of an aggregation that ended well, with `verify`. */
  readonly verification?: Verification | undefined;
}

/** The story of a source that cannot be worked on. */
export function stoppedAtOnce(end: Stop): Story {
  return { facts: NO_FACTS, fate: NO_TASK, end };
}

/** Which source it was about. */
export interface OutcomeSubject {
  readonly target: Target;
  /** `undefined` if it was not found. */
  readonly source: Source | undefined;
  readonly durationMs: number;
  /** Files sent to ISC, whatever it did with them. */
  readonly uploads: number;
  /** True if another run of the step would wait, compare and show its plan before it sends anything. */
  readonly isSafeToRepeat: boolean;
}

/** The outcome of one source. What it says about the task follows from the task's fate alone. */
export function outcomeOf(about: OutcomeSubject, { end, facts, fate, verification }: Story): Outcome {
  const task = ownTaskOf(fate);
  const { status, failure } =
    end.kind === 'end' ? end : { ...end.failure, failure: stopped(end, fate, about) };
  const { durationMs, source, target } = about;
  const words = wordsOfKind(target, task?.messages ?? [], end);
  return {
    ...{ target, source, durationMs },
    ...saidFacts(facts, words),
    ...{ status, fate, failure: saidFailure(failure, words) },
    counts: task?.counts ?? NO_COUNTS,
    messages: task?.messages ?? [],
    verification,
    doubt: end.kind === 'end' ? end.doubt : undefined,
  };
}

type Words = (text: string) => string;

/** Says of entitlements what is written about accounts; ISC's own words and the path of the file stay as they are. */
function wordsOfKind(
  { csv, objectType }: Target,
  messages: readonly TaskMessage[],
  end: End | Stop,
): Words | undefined {
  if (objectType === ACCOUNT) return undefined;
  const { cause } = end.failure ?? {};
  const refused = cause instanceof Refusal ? [cause.message] : [];
  const kept = [...refused, ...messages.map(({ text }) => text), ...(csv === undefined ? [] : [csv.shown])];
  return (text) => saidOf(objectType, text, kept);
}

function saidFailure(failure: Failure | undefined, words: Words | undefined): Failure | undefined {
  if (failure === undefined || words === undefined) return failure;
  return { ...failure, message: words(failure.message), next: words(failure.next) };
}

function saidFacts(facts: Facts, words: Words | undefined): Facts {
  if (words === undefined) return facts;
  const { findings, plan } = facts;
  return {
    ...facts,
    findings: {
      ...findings,
      kept: findings.kept.map((one) => ({ ...one, message: words(one.message) })),
    },
    plan: plan && {
      ...plan,
      notes: plan.notes.map(words),
      values: plan.values.kind === 'compared' ? plan.values : { ...plan.values, why: words(plan.values.why) },
    },
  };
}

/** The failure of work that was stopped, with what is certain about ISC, and what to do about that. */
function stopped(
  { failure }: Stop,
  fate: TaskFate,
  about: Pick<OutcomeSubject, 'uploads' | 'isSafeToRepeat'>,
): Failure {
  const { cause, message, next, status } = failure;
  // What was rejected says by its status that nothing was sent.
  if (status === 'REJECTED') return { message, next, cause };
  const state = stateOf(fate, about.uploads);
  const task = ownTaskOf(fate)?.id ?? '';
  const first = STATES[state].look === '' ? '' : adviceAfter(state, about.isSafeToRepeat);
  return {
    message: inSentences(message, fillHoles(STATES[state].words, { task })),
    next: inSentences(first, next),
    cause,
  };
}

/** What ISC has done, as far as that is certain. */
function stateOf(fate: TaskFate, uploads: number): StateOfIsc {
  switch (fate.kind) {
    case 'none':
      return uploads === 0 ? 'nothing-sent' : 'nothing-started';
    case 'running':
      return 'goes-on';
    case 'refused':
      return 'blocked';
    case 'ended':
      return 'ended';
    case 'perhaps':
      return fate.task === undefined ? 'unclear' : 'in-words';
    case 'not-ours':
    case 'unseen':
      return 'in-words';
  }
}

/** What to do about an aggregation whose end the step has not seen, or cannot be sure of. */
function adviceAfter(state: StateOfIsc, isSafeToRepeat: boolean): string {
  return `${STATES[state].look} ${isSafeToRepeat ? RUN_AGAIN.safe : RUN_AGAIN.unsafe}`;
}

function inSentences(...parts: readonly string[]): string {
  const given = parts.filter((part) => part !== '');
  return given.map((part, at) => (at < given.length - 1 ? asSentence(part) : part)).join(' ');
}
