/** ISC's rate limit. */

/** 100 requests in 10 s per client and API version (docs/isc-api.md#who-may-do-what). */
export const LIMIT = { requests: 100, windowMs: 10_000 } as const;

/** Counts requests by client and version, and remembers the busiest 10 s of all. */
export class RateLimit {
  readonly #accepted = new Map<string, number[]>();
  readonly #arrivals: number[] = [];
  #peak = 0;

  /** The most requests that arrived within any 10 s, whoever sent them and however they were answered. */
  get peak(): number {
    return this.#peak;
  }

  /** Records a request that arrived at `now` (milliseconds). */
  arrived(now: number): void {
    forgetOld(this.#arrivals, now);
    this.#arrivals.push(now);
    this.#peak = Math.max(this.#peak, this.#arrivals.length);
  }

  /** Takes one request of this client and version: returns 0, or the seconds until there is room again. */
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

/** Removes the times before the window that ends now from a list, oldest first. */
function forgetOld(times: number[], now: number): void {
  while ((times[0] ?? now) <= now - LIMIT.windowMs) times.shift();
}
