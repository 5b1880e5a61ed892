/** Follows all tasks of the step until each has ended, with few requests. */
import type { Clock } from '../../runtime/clock.js';
import type { Deadline } from '../../runtime/deadline.js';
import { HttpRefusal } from '../../isc/failures.js';
import { isOver, type Task } from '../../model/task.js';
import type { Pace } from '../../runtime/pace.js';

/** How a follower polls: one task by its id, several in one request. */
export interface TaskLooks {
  readonly one: (id: string) => Promise<Task>;
  /** Those of `ids` that ISC knows; `undefined` if it refuses to list several at once. */
  readonly several: (ids: readonly string[]) => Promise<ReadonlyMap<string, Task> | undefined>;
}

/** What a follower works with: how it looks at tasks, when, and until when. */
export interface FollowerParts {
  readonly looks: TaskLooks;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly deadline: Deadline;
}

interface FollowedTask {
  readonly id: string;
  readonly since: number;
  readonly onLook: (task: Task) => void;
  readonly resolve: (task: Task) => void;
  readonly reject: (reason: unknown) => void;
  /** Since when ISC has answered 404, in milliseconds since the epoch; `undefined` while it knows the task. */
  unknownSince: number | undefined;
}

/** True for the answer that ISC does not know the task. */
export function isUnknownTask(failure: unknown): boolean {
  return failure instanceof HttpRefusal && failure.httpStatus === 404;
}

/** With several tasks the share is this many times as large, since fewer requests matter more than a second or two. */
const LARGER_SHARE_OF_SEVERAL = 2;

/**
 * Milliseconds until the next poll of a task that started `elapsedMs` ago and is followed together with others, `tasks`
 * in all: about a second at first, then longer and longer, so that the lag stays a small share of the total time.
 */
export function nextLookIn(elapsedMs: number, pace: Pace, tasks = 1): number {
  const share = pace.lookShare * (tasks > 1 ? LARGER_SHARE_OF_SEVERAL : 1);
  return Math.min(pace.longestLookMs, Math.max(pace.firstLookMs, elapsedMs * share));
}

/** Four polls of single tasks per second, of the nine requests allowed: the rest is for starts. */
const SINGLE_LOOK_SHARE = 0.25;

/** Follows all tasks of the step together: the number of requests does not grow with the number of tasks. */
export class TaskFollower {
  readonly #parts: FollowerParts;
  readonly #followed = new Set<FollowedTask>();
  #wake: (() => void) | undefined;
  #running = false;
  #lastLook = -Infinity;
  #looksSingly = false;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  /** How many tasks are being followed. */
  get size(): number {
    return this.#followed.size;
  }

  /**
   * Resolves with the task when it has ended. `onLook` is called for each poll, including the last one.
   *
   * @throws HttpRefusal, a 404 only once it has lasted for `unknownTaskMs`; ConnectionFailure; the deadline's reason.
   */
  follow(id: string, onLook: (task: Task) => void): Promise<Task> {
    return new Promise((resolve, reject) => {
      this.#followed.add({
        id,
        since: this.#parts.clock.now(),
        onLook,
        resolve,
        reject,
        unknownSince: undefined,
      });
      // A new task needs its first poll soon, even during a long pause of the others.
      this.#wake?.();
      if (!this.#running) this.#run().catch(reject);
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#followed.size > 0) {
        const due = this.#untilNextLook();
        if (due > 0) await this.#pause(due);
        else await this.#lookAtAll();
      }
    } catch (failure) {
      for (const { reject } of this.#followed) reject(failure);
      this.#followed.clear();
    } finally {
      this.#running = false;
    }
  }

  /** The youngest task sets the pace. The others are included at no cost, unless ISC only returns single tasks. */
  #untilNextLook(): number {
    const { clock, pace } = this.#parts;
    const now = clock.now();
    const gap = this.#looksSingly ? this.#followed.size * pace.firstLookMs * SINGLE_LOOK_SHARE : 0;
    const times = [...this.#followed].map(({ since }) => {
      const from = Math.max(since, this.#lastLook);
      return from + Math.max(gap, nextLookIn(from - since, pace, this.#followed.size)) - now;
    });
    return Math.max(0, Math.min(...times));
  }

  async #pause(ms: number): Promise<void> {
    const { clock, deadline } = this.#parts;
    const woken = new AbortController();
    this.#wake = () => {
      woken.abort();
    };
    try {
      await clock.sleep(ms, AbortSignal.any([deadline.signal, woken.signal]));
    } catch (reason) {
      if (!woken.signal.aborted) throw reason;
    } finally {
      this.#wake = undefined;
    }
  }

  /** A task that ISC has named may be unknown to it for a while: that is not its end. */
  #isStillToCome(followed: FollowedTask, failure: unknown): boolean {
    if (!isUnknownTask(failure)) return false;
    const { clock, pace } = this.#parts;
    followed.unknownSince ??= clock.now();
    return clock.now() - followed.unknownSince < pace.unknownTaskMs;
  }

  async #lookAtAll(): Promise<void> {
    const all = [...this.#followed];
    const ids = [...new Set(all.map(({ id }) => id))];
    const together = ids.length > 1 && !this.#looksSingly;
    const found = together ? await this.#parts.looks.several(ids) : undefined;
    if (together && found === undefined) this.#looksSingly = true;
    await Promise.all(
      all.map(async (followed) => {
        const { id } = followed;
        try {
          const task = found?.get(id) ?? (await this.#parts.looks.one(id));
          followed.unknownSince = undefined;
          followed.onLook(task);
          if (!isOver(task)) return;
          this.#followed.delete(followed);
          followed.resolve(task);
        } catch (failure) {
          if (this.#isStillToCome(followed, failure)) return;
          this.#followed.delete(followed);
          followed.reject(failure);
        }
      }),
    );
    this.#lastLook = this.#parts.clock.now();
  }
}
