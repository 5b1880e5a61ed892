/** Keeps the step within ISC's rate limit. */
import type { Clock } from '../runtime/clock.js';

/** ISC allows 100 in 10 s (docs/isc-api.md#who-may-do-what). Two are kept in reserve for differences between clocks. */
const REQUESTS = 98;
const WINDOW_MS = 10_000;

/** One request and the time from which it counts for 10 s, in milliseconds since the epoch. */
interface Spent {
  at: number;
}

/** A request that waits. */
interface Turn {
  readonly signal: AbortSignal;
  readonly resolve: (answered: () => void) => void;
  readonly reject: (reason: unknown) => void;
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
  readonly #urgent: Turn[] = [];
  readonly #others: Turn[] = [];
  #isServing = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True while half of the budget is free and no request waits: only then are optional requests sent. */
  get hasRoom(): boolean {
    this.#forgetOld(this.#clock.now());
    return this.#head === undefined && this.#spent.size < REQUESTS / 2;
  }

  /**
   * Resolves when a request may be sent, first come, first served, but urgent ones before all others; rejects with the
   * signal's reason. Call the returned function when the reply has arrived: the request counts from then on, since the
   * server saw it at some time before. The server therefore never sees more in 10 s, however unevenly the network
   * delivers.
   *
   * @param isUrgent for an upload, whose plan gets old while it waits.
   */
  take(signal: AbortSignal, isUrgent = false): Promise<() => void> {
    return new Promise((resolve, reject) => {
      (isUrgent ? this.#urgent : this.#others).push({ signal, resolve, reject });
      this.#serve().catch(reject);
    });
  }

  /** Sends no request for `ms` milliseconds, as ISC has asked. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.now() + ms);
  }

  get #head(): Turn | undefined {
    return this.#urgent[0] ?? this.#others[0];
  }

  /** Serves whoever is first when there is room, until nobody waits. */
  async #serve(): Promise<void> {
    if (this.#isServing) return;
    this.#isServing = true;
    for (let turn = this.#head; turn !== undefined; turn = this.#head) {
      const wait = turn.signal.aborted ? 0 : this.#untilRoom();
      if (wait > 0) {
        // Who waits no longer is rejected below; an urgent one may have come meanwhile.
        await this.#clock.sleep(wait, turn.signal).catch(() => undefined);
        continue;
      }
      (this.#urgent.includes(turn) ? this.#urgent : this.#others).shift();
      if (turn.signal.aborted) turn.reject(turn.signal.reason);
      else turn.resolve(this.#spend());
      // It goes before time passes for the others.
      await Promise.resolve();
    }
    this.#isServing = false;
  }

  #spend(): () => void {
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
