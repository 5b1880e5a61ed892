/** Searches for the task of an upload without a clear answer, and says whether it is proven that there is none. */
import { ConnectionFailure, HttpRefusal } from '../../isc/failures.js';
import { listAggregations, listNewest } from '../../isc/tasks.js';
import { failureFor, type StepFailure } from '../../model/failure.js';
import { kindOf } from '../../model/object-kind.js';
import { proofOf, type SeenOf } from '../../model/proof.js';
import {
  isAggregationOf,
  isOfSource,
  mayBeOfSource,
  mayBeAggregationOf,
  type Task,
  type UploadMoment,
} from '../../model/task.js';
import type { StepContext } from '../common/context.js';

/** What a start needs of the step. */
export type StartContext = Pick<StepContext, 'connection' | 'clock' | 'pace' | 'deadline'>;

/** An upload that ended without a clear answer, and why. */
export interface LostUpload extends UploadMoment {
  readonly reason: Error;
}

/** What a search has found: our task, or what its absence from the last list says about the start. */
export type SearchResult =
  { readonly kind: 'found'; readonly task: Task } | { readonly kind: 'none'; readonly seen: SeenOf<'start'> };

/**
 * Searches for the task of a lost upload several times, since a task may appear some time after its request. A list
 * without it proves something only if it is a list that would show it: see `seenIn`. Where the source has no earlier
 * task to be known by, the tasks of all sources are listed, once.
 *
 * @param waited milliseconds that have passed since the upload: they shorten the waits between the looks.
 * @throws StepFailure if it cannot be determined which task it is; the deadline's reason.
 */
export async function searchForTask(
  context: StartContext,
  lost: LostUpload,
  waited = 0,
): Promise<SearchResult> {
  const { before = NONE, reason } = lost;
  if (lost.before === undefined)
    requireNoStart('tasks not readable', reason, 'The tasks of the source cannot be read.');
  const { clock, deadline, pace } = context;
  let left = waited;
  let seen: SeenOf<'start'> = 'not in a list that has proven nothing';
  for (const [at, wait] of pace.searchMs.entries()) {
    const isLast = at === pace.searchMs.length - 1;
    const ms = Math.max(0, wait - left);
    left = Math.max(0, left - wait);
    if (ms === 0 && !isLast) continue;
    if (ms > 0) await clock.sleep(ms, deadline.signal);
    const tasks = await asked(() => listAggregations(context.connection, lost.source), reason);
    const task = oursIn(tasks, before, lost);
    if (task !== undefined) return { kind: 'found', task };
    seen = seenIn(tasks, ({ id }) => before.has(id));
  }
  if (before.size > 0 || proofOf('start', seen) === 'proven') return { kind: 'none', seen };
  const tasks = await asked(() => listNewest(context.connection), reason);
  const own = tasks.filter((task) => mayBeOfSource(task, lost.source));
  const task = oursIn(own.filter(namesASource), before, lost);
  if (task !== undefined) return { kind: 'found', task };
  return {
    kind: 'none',
    seen: seenIn(tasks, ({ created }) => created !== undefined && created < lost.since),
  };
}

const NONE: ReadonlySet<string> = new Set();

/**
 * What a list says about an upload whose task it does not show. It would show it if it is sorted, the newest first, and
 * shows a task that is older than the upload: everything newer stands before that one, however short the list is.
 */
function seenIn(tasks: readonly Task[], isOlder: (task: Task) => boolean): SeenOf<'start'> {
  const isSorted = tasks.every(
    ({ created }, at) => created !== undefined && created <= (tasks[at - 1]?.created ?? Infinity),
  );
  return isSorted && tasks.some(isOlder)
    ? 'not in a list that has proven itself'
    : 'not in a list that has proven nothing';
}

function namesASource({ sourceIds, sourceName }: Task): boolean {
  return sourceIds.length > 0 || sourceName !== undefined;
}

/** Our task, if the source's list shows one now; as `searchForTask`, but with a single look that proves nothing. */
export async function lookForTask(
  context: StartContext,
  others: ReadonlySet<string>,
  lost: LostUpload,
): Promise<Task | undefined> {
  return oursIn(
    await asked(() => listAggregations(context.connection, lost.source), lost.reason),
    others,
    lost,
  );
}

/**
 * Our task, if exactly one can be ours: it is not one of `others`, and was created after our request.
 *
 * @throws StepFailure if it cannot be determined which task it is.
 */
export function oursIn(
  tasks: readonly Task[],
  others: ReadonlySet<string>,
  lost: Pick<LostUpload, 'reason' | 'since' | 'source'>,
): Task | undefined {
  const sight = sightIn(tasks, others, lost);
  if (sight === undefined) return undefined;
  const proof = proofOf('start', sight.seen);
  if (proof === 'unknown') throw unclearUpload(lost.reason, sight.why);
  return proof === 'contradicted' ? sight.task : undefined;
}

/** What a list shows of an upload: a task that may be its own, and, where that is ambiguous, why, as a sentence. */
interface Sight {
  readonly seen: SeenOf<'start'>;
  readonly task: Task;
  readonly why: string;
}

/**
 * What a list shows of an upload; `undefined` for nothing. A task that is not one of `others` but older by the server's
 * clock, or that does not say what it is or whose, is ambiguous: following it may give a false verdict, ignoring it a
 * second aggregation.
 */
function sightIn(
  tasks: readonly Task[],
  others: ReadonlySet<string>,
  { since, source }: Pick<LostUpload, 'since' | 'source'>,
): Sight | undefined {
  const unknown = tasks.filter((task) => !others.has(task.id) && mayBeAggregationOf(task, source));
  const candidates = unknown.filter(({ created }) => created === undefined || created >= since);
  const [task] = candidates;
  // ISC lists only so many tasks, so older ones may be missing from `others`.
  if (task === undefined) return olderIn(tasks, unknown, others, { since, source });
  // A running task and one that it blocked can both be ours: following the wrong one would give a false verdict.
  if (candidates.length > 1) {
    const why = `Several tasks match: ${candidates.map(({ id }) => id).join(', ')}.`;
    return { seen: 'several tasks', task, why };
  }
  if (!isOfSource(task, source)) {
    const why = `Task ${task.id} is new, and names another source, too.`;
    return { seen: 'a new task that names another source, too', task, why };
  }
  if (!isAggregationOf(task, source)) {
    const why = `Task ${task.id} is new, and its name does not say that it is an ${kindOf(source.objectType)} aggregation.`;
    return { seen: 'a new task that does not say what it is', task, why };
  }
  return { seen: 'a task since the upload', task, why: '' };
}

/** A task that must be new, because older ones are known, and is not by the server's clock. */
function olderIn(
  tasks: readonly Task[],
  unknown: readonly Task[],
  others: ReadonlySet<string>,
  { since, source }: Pick<LostUpload, 'since' | 'source'>,
): Sight | undefined {
  const newest = Math.max(...tasks.filter(({ id }) => others.has(id)).map(({ created }) => created ?? since));
  const task = unknown.find(
    (one) => one.created !== undefined && one.created > newest && isOfSource(one, source),
  );
  if (task === undefined) return undefined;
  const why = `Task ${task.id} is new, but by the server's clock it was created before the upload.`;
  return { seen: 'a new task from before the upload', task, why };
}

/** A list of tasks. @throws StepFailure if ISC does not give it: then nobody knows what has become of the upload. */
async function asked(list: () => Promise<readonly Task[]>, reason: Error): Promise<readonly Task[]> {
  try {
    return await list();
  } catch (failure) {
    if (!(failure instanceof HttpRefusal || failure instanceof ConnectionFailure)) throw failure;
    requireNoStart('tasks not readable', reason, failure.message);
    return [];
  }
}

/**
 * Holds what was seen of an upload against the table of proofs; `why` is a sentence.
 *
 * @throws StepFailure unless it is proven that nothing has started.
 */
export function requireNoStart(seen: SeenOf<'start'>, reason: Error, why: string): void {
  if (proofOf('start', seen) !== 'proven') throw unclearUpload(reason, why);
}

/** The failure of a step that cannot know whether its upload has started an aggregation; `why` is a sentence. */
export function unclearUpload(reason: Error, why: string): StepFailure {
  return failureFor('upload-unclear', { failure: reason.message, why }, reason);
}
