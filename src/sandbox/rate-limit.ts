/** ISC's rate limit. */

/** 100 requests in 10 s per client and API version (docs/isc-api.md#who-may-do-what). */
export const LIMIT = { requests: 100, windowMs: 10_000 } as const;

/** Counts requests by client and version, and remembers the busiest 10 s of all. */
export class RateLimit {
  readonly #accepted = new Map<string, number[]>();
  readonly #arrivals: number[] = [];
  #peak = 0;

  /** Most requests that arrived within any 10 s, whoever sent them and however they were answered. */
  get peak(): number {
    return this.#peak;
  }

  /** Notes a request that has arrived at `now` (milliseconds). */
  arrived(now: number): void {
    forgetOld(this.#arrivals, now);
    this.#arrivals.push(now);
    this.#peak = Math.max(this.#peak, this.#arrivals.length);
  }

  /** Takes one request of this client and version: 0, or the seconds after which there is room again. */
  take(key: string, now: number): number {
    const accepted = this.#accepted.get(key) ?? [];
    this.#accepted.set(key, accepted);
    forgetOld(accepted, now);
    const oldest = accepted[0];
    if (accepted.length >= LIMIT.requests && oldest !== undefined) {
      return Math.max(1, Math.ceil((oldest + LIMIT.windowMs - now) / 1_000));
    }
    accepted.push(now);
    return 0;
  }
}

/** Takes the times out of a list, oldest first, that lie before the window that ends now. */
function forgetOld(times: number[], now: number): void {
  while ((times[0] ?? now) <= now - LIMIT.windowMs) times.shift();
}
