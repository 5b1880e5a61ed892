/** A running task as it is watched: lines in the log, and a warning about more deletions than planned. */
import type { Clock } from '../../runtime/clock.js';
import type { Connection } from '../../isc/connection.js';
import { type AggregationProgress, isOver, type Task } from '../../model/task.js';
import type { Plan } from '../../model/outcome.js';
import type { Log } from '../../runtime/log.js';
import type { Kind } from '../kind.js';
import { count, counted, duration } from '../../model/words.js';
import type { Semaphore } from '../../runtime/semaphore.js';
import { forLog } from '../../runtime/escape.js';

/** What a look at a running task needs, of the step as a whole. */
export interface WatchParts {
  /** How far the task is, beside what it says itself; `undefined`: ISC says no more. */
  readonly progressOf: Kind['progressOf'];
  readonly connection: Connection;
  readonly clock: Clock;
  readonly log: Log;
  /** How many tasks are being followed: with several, details are requested only once each. */
  readonly followed: () => number;
  /** Concurrent requests for details, of all sources. */
  readonly details: Semaphore;
}

/** With several tasks, when to request a task's progress: late enough for ISC to have read the file. Milliseconds. */
const LOOK_AT_ONE_OF_MANY_AFTER_MS = 4_000;

/** Until the deletions are known, the progress is requested again when the elapsed time has grown by this share. */
const PROGRESS_SHARE = 0.25;

/** Interval of further progress requests once the deletions are known, for display only. Milliseconds. */
const PROGRESS_EVERY_MS = 30_000;

/**
 * What happens at each poll of a running task: progress in the log, and a prominent warning as soon as ISC is about to
 * delete more accounts than planned. The details need a separate request, which nothing waits for: a slow answer must
 * not delay the verdict.
 */
export class TaskWatch {
  readonly #parts: WatchParts;
  readonly #taskId: string;
  readonly #plan: Plan | undefined;
  readonly #since: number;
  #progress: AggregationProgress | undefined;
  #shown: ShownProgress | undefined;
  #askAt: number;
  #warned = false;

  constructor(parts: WatchParts, taskId: string, plan: Plan | undefined) {
    this.#parts = parts;
    this.#taskId = taskId;
    this.#plan = plan;
    this.#since = parts.clock.now();
    this.#askAt = this.#since;
  }

  /** Call this after each poll. */
  look(task: Task): void {
    const { progressOf } = this.#parts;
    if (isOver(task)) return;
    const now = this.#parts.clock.now();
    this.#shown = this.#say(nextProgress(this.#shown, now, this.#since, task, this.#progress));
    if (progressOf === undefined) return;
    const several = this.#parts.followed() > 1;
    if (now < this.#askAt || (several && now - this.#since < LOOK_AT_ONE_OF_MANY_AFTER_MS)) return;
    const { connection, details } = this.#parts;
    // Starts and polls take priority: details of many sources would use up the shared budget.
    if (several && !(details.isFree && connection.hasRoom)) return;
    // Not again while this request is in progress.
    this.#askAt = Infinity;
    details
      .take(() => this.#ask(progressOf, several))
      .catch((failure: unknown) => {
        this.#parts.log.debug(`progress: ${String(failure)}`);
      });
  }

  async #ask(progressOf: NonNullable<Kind['progressOf']>, onlyOnce: boolean): Promise<void> {
    const { clock, connection } = this.#parts;
    const progress = await progressOf(connection, this.#taskId);
    if (progress === 'forbidden' || onlyOnce) this.#askAt = Infinity;
    else this.#askAt = clock.now() + this.#untilNextRequest(progress);
    if (progress === 'forbidden' || progress === undefined) return;
    this.#progress = progress;
    this.#compare(progress.markedForDeletion);
  }

  #untilNextRequest(progress: AggregationProgress | undefined): number {
    // While ISC is still reading the accounts it reports 0, which is not the final number.
    const isKnown = progress?.markedForDeletion !== undefined && progress.status !== 'STARTED';
    if (isKnown) return PROGRESS_EVERY_MS;
    return (this.#parts.clock.now() - this.#since) * PROGRESS_SHARE;
  }

  #compare(marked: number | undefined): void {
    this.#warnIfMore(marked, (accounts, planned) => {
      return `ISC is about to delete ${counted(accounts, 'account')}, but the plan has only ${count(planned)}. If that is wrong, stop task ${this.#taskId} in ISC now: this step does not stop it.`;
    });
  }

  /** Once per task: further warnings about the same deletions do not help. */
  #warnIfMore(accounts: number | undefined, say: (accounts: number, planned: number) => string): void {
    const planned = this.#plan?.deleted;
    if (this.#warned || accounts === undefined || planned === undefined || accounts <= planned) return;
    this.#warned = true;
    this.#parts.log.warning(say(accounts, planned));
  }

  #say(next: ShownProgress | undefined): ShownProgress | undefined {
    if (next === undefined) return this.#shown;
    this.#parts.log.info(next.line);
    return next;
  }
}

/** At most one line in this many milliseconds, however much changes. */
const SHORTEST_GAP_MS = 5_000;
/** At least one line in this many milliseconds, so that readers see that the step is alive. */
const LONGEST_GAP_MS = 30_000;
const MAX_PROGRESS_TEXT = 200;

/** The last line shown for a task. */
export interface ShownProgress {
  /** When it was shown, in milliseconds since the epoch. */
  readonly at: number;
  /** The progress in words; any difference counts as a change. */
  readonly state: string;
  readonly line: string;
}

/**
 * The new line that the log needs about a running task, or `undefined` if it needs none. `since` is when the step began
 * to follow it; times are in milliseconds since the epoch.
 */
export function nextProgress(
  shown: ShownProgress | undefined,
  now: number,
  since: number,
  task: Pick<Task, 'percentComplete' | 'progress'>,
  aggregation: AggregationProgress | undefined,
): ShownProgress | undefined {
  const state = stateOf(task, aggregation);
  if (shown !== undefined) {
    const gap = now - shown.at;
    const changed = state !== shown.state;
    if (!(changed && gap >= SHORTEST_GAP_MS) && gap < LONGEST_GAP_MS) return undefined;
  }
  return { at: now, state, line: `ISC is aggregating${state} (${duration(now - since)} so far)` };
}

function stateOf(
  task: Pick<Task, 'percentComplete' | 'progress'>,
  aggregation: AggregationProgress | undefined,
): string {
  const percent = task.percentComplete === undefined ? [] : [`${count(task.percentComplete)}%`];
  const text = task.progress?.trim() ? [forLog(task.progress.trim(), MAX_PROGRESS_TEXT)] : [];
  const parts = [...percent, ...text, ...(aggregation === undefined ? [] : accountsOf(aggregation))];
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

/** These counts cover new, changed and deleted accounts only (docs/isc-api.md#following-the-task). */
function accountsOf(aggregation: AggregationProgress): string[] {
  const { processedAccounts: processed, totalAccounts: total, markedForDeletion: marked } = aggregation;
  const done =
    processed === undefined
      ? []
      : [
          total === undefined
            ? `${count(processed)} changed accounts processed`
            : `${count(processed)} of ${count(total)} changed accounts processed`,
        ];
  return marked === undefined || marked === 0 ? done : [...done, `${count(marked)} marked for deletion`];
}
