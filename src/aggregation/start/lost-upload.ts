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
  namesItsSource,
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

/** What a list of tasks shows of an upload. */
export type Sight =
  /** Exactly one task can be ours: it is not one of those before, and was created after our request. */
  | { readonly kind: 'found'; readonly task: Task }
  /** It is ambiguous, or cannot be read. `why` is a sentence. */
  | { readonly kind: 'unclear'; readonly seen: SeenOf<'start'>; readonly why: string };

/** What a search has come to; `none`: what the absence of our task from the last list says about the start. */
export type SearchResult = Sight | { readonly kind: 'none'; readonly seen: SeenOf<'start'> };

/**
 * Searches for the task of a lost upload several times, since a task may appear some time after its request. A list
 * without it proves something only if it is a list that would show it: see `seenIn`. Where the source has no earlier
 * task to be known by, the tasks of all sources are listed, once.
 *
 * @param waited milliseconds that have passed since the upload: they shorten the waits between the looks.
 * @throws the deadline's reason.
 */
export async function searchForTask(
  context: StartContext,
  lost: LostUpload,
  waited: number,
): Promise<SearchResult> {
  const { before, source } = lost;
  if (before === undefined) return unreadable('The tasks of the source cannot be read.');
  const { clock, connection, deadline, pace } = context;
  let left = waited;
  let seen: SeenOf<'start'> = 'not in a list that has proven nothing';
  for (const [at, wait] of pace.searchMs.entries()) {
    const isLast = at === pace.searchMs.length - 1;
    const ms = Math.max(0, wait - left);
    left = Math.max(0, left - wait);
    if (ms === 0 && !isLast) continue;
    if (ms > 0) await clock.sleep(ms, deadline.signal);
    const listed = await listTasks(() => listAggregations(connection, source));
    if (listed.kind === 'unclear') return listed;
    const sight = sightIn(listed.tasks, before, lost);
    if (sight !== undefined) return sight;
    seen = seenIn(listed.tasks, ({ id }) => before.has(id));
  }
  if (before.size > 0 || proofOf('start', seen) === 'proven') return { kind: 'none', seen };
  const listed = await listTasks(() => listNewest(connection));
  if (listed.kind === 'unclear') return listed;
  const { tasks } = listed;
  const own = tasks.filter((task) => mayBeOfSource(task, source) && namesItsSource(task));
  const isOlder = ({ created }: Task): boolean => created !== undefined && created < lost.since;
  return sightIn(own, before, lost) ?? { kind: 'none', seen: seenIn(tasks, isOlder) };
}

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

/** A single look at the source's list, which proves nothing: `undefined` if it shows no task that may be ours. */
export async function lookForTask(
  { connection }: StartContext,
  others: ReadonlySet<string>,
  lost: LostUpload,
): Promise<Sight | undefined> {
  const listed = await listTasks(() => listAggregations(connection, lost.source));
  return listed.kind === 'unclear' ? listed : sightIn(listed.tasks, others, lost);
}

/** What `tasks` show of an upload; `undefined` if none of them, but for the `others`, can be its own. */
export function sightIn(
  tasks: readonly Task[],
  others: ReadonlySet<string>,
  lost: Pick<LostUpload, 'since' | 'source'>,
): Sight | undefined {
  const candidate = candidateIn(tasks, others, lost);
  if (candidate === undefined) return undefined;
  const { seen, task, why } = candidate;
  switch (proofOf('start', seen)) {
    case 'contradicted':
      return { kind: 'found', task };
    case 'unknown':
      return { kind: 'unclear', seen, why };
    case 'proven':
      return undefined;
  }
}

/** A task that may be that of an upload, what it says about the start, and, where that is ambiguous, why, as a sentence. */
interface Candidate {
  readonly seen: SeenOf<'start'>;
  readonly task: Task;
  readonly why: string;
}

/**
 * The task of a list that may be that of an upload; `undefined` if there is none. A task that is not one of `others` but older by the server's
 * clock, or that does not say what it is or whose, is ambiguous: following it may give a false verdict, ignoring it a
 * second aggregation.
 */
function candidateIn(
  tasks: readonly Task[],
  others: ReadonlySet<string>,
  { since, source }: Pick<LostUpload, 'since' | 'source'>,
): Candidate | undefined {
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
): Candidate | undefined {
  const newest = Math.max(...tasks.filter(({ id }) => others.has(id)).map(({ created }) => created ?? since));
  const task = unknown.find(
    (one) => one.created !== undefined && one.created > newest && isOfSource(one, source),
  );
  if (task === undefined) return undefined;
  const why = `Task ${task.id} is new, but by the server's clock it was created before the upload.`;
  return { seen: 'a new task from before the upload', task, why };
}

/** A list of tasks, or why ISC does not give it: then nobody knows what has become of the upload. */
async function listTasks(
  list: () => Promise<readonly Task[]>,
): Promise<
  { readonly kind: 'listed'; readonly tasks: readonly Task[] } | Extract<Sight, { kind: 'unclear' }>
> {
  try {
    return { kind: 'listed', tasks: await list() };
  } catch (failure) {
    if (failure instanceof HttpRefusal || failure instanceof ConnectionFailure)
      return unreadable(failure.message);
    throw failure;
  }
}

function unreadable(why: string): Extract<Sight, { kind: 'unclear' }> {
  return { kind: 'unclear', seen: 'tasks not readable', why };
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
