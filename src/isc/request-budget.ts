import type { Clock } from '../clock.js';

/** ISC allows 100 in 10 s (isc-api.md). Ours is less, since what is sent evenly may arrive in a bunch. */
const REQUESTS = 90;
const WINDOW_MS = 10_000;

/**
 * One budget of requests for all that the step does, whatever the number of its sources. A 429 that others
 * have caused slows everything down instead of failing it.
 */
export class RequestBudget {
  readonly #clock: Clock;
  /** When the requests of the last window were sent, oldest first. */
  readonly #sent: number[] = [];
  #pausedUntil = 0;
  #queue: Promise<void> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when a request may be sent, first come first served; rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<void> {
    const turn = this.#queue.then(() => this.#waitForRoom(signal));
    // The one who gives up must not take the others along.
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** No request for `ms` milliseconds, as ISC has asked. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms);
  }

  async #waitForRoom(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    for (let wait = this.#untilRoom(); wait > 0; wait = this.#untilRoom()) {
      await this.#clock.sleep(wait, signal);
    }
    this.#sent.push(this.#clock.now());
  }

  #untilRoom(): number {
    const now = this.#clock.now();
    while (this.#sent[0] !== undefined && this.#sent[0] <= now - WINDOW_MS) this.#sent.shift();
    const oldest = this.#sent[0];
    const forRoom = oldest === undefined || this.#sent.length < REQUESTS ? 0 : oldest + WINDOW_MS - now;
    return Math.max(forRoom, this.#pausedUntil - now);
  }
}
