/** Keeps the step within ISC's rate limit. */
import type { Clock } from '../runtime/clock.js';

/** ISC allows 100 in 10 s (docs/isc-api.md#who-may-do-what). Two are kept in reserve for differences between clocks. */
const REQUESTS = 98;
const WINDOW_MS = 10_000;

/** One request and the time from which it counts for 10 s, in milliseconds since the epoch. */
interface Spent {
  at: number;
}

/**
 * One request budget for the whole step, whatever the number of its sources. A 429 that others have caused slows
 * everything down instead of failing it.
 */
export class RequestBudget {
  readonly #clock: Clock;
  /** The requests of the last window. */
  readonly #spent = new Set<Spent>();
  #pausedUntil = 0;
  #waiting = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True while half of the budget is free and no request waits: only then are optional requests sent. */
  get hasRoom(): boolean {
    this.#forgetOld(this.#clock.now());
    return this.#waiting === 0 && this.#spent.size < REQUESTS / 2;
  }

  /**
   * Resolves when a request may be sent, first come, first served; rejects with the signal's reason. Call the returned
   * function when the reply has arrived: the request counts from then on, since the server saw it at some time before.
   * The server therefore never sees more in 10 s, however unevenly the network delivers.
   */
  take(signal: AbortSignal): Promise<() => void> {
    this.#waiting += 1;
    const turn = this.#queue.then(() => this.#waitForRoom(signal));
    // A caller that gives up must not affect the others.
    this.#queue = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  /** Sends no request for `ms` milliseconds, as ISC has asked. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms);
  }

  async #waitForRoom(signal: AbortSignal): Promise<() => void> {
    try {
      signal.throwIfAborted();
      for (let wait = this.#untilRoom(); wait > 0; wait = this.#untilRoom()) {
        await this.#clock.sleep(wait, signal);
      }
    } finally {
      this.#waiting -= 1;
    }
    const request: Spent = { at: this.#clock.now() };
    this.#spent.add(request);
    return () => {
      request.at = this.#clock.now();
    };
  }

  #untilRoom(): number {
    const now = this.#clock.now();
    this.#forgetOld(now);
    const oldest = Math.min(...[...this.#spent].map(({ at }) => at));
    const forRoom = this.#spent.size < REQUESTS ? 0 : oldest + WINDOW_MS - now;
    return Math.max(forRoom, this.#pausedUntil - now);
  }

  #forgetOld(now: number): void {
    for (const request of this.#spent) if (request.at <= now - WINDOW_MS) this.#spent.delete(request);
  }
}
