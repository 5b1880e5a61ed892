/** One access token for the whole step, renewed in time. */
import type { Clock } from '../runtime/clock.js';

/** A token from the token service. */
export interface Token {
  readonly value: string;
  /** Seconds of validity from its arrival. */
  readonly expiresInSeconds: number;
}

/** Renewed this long before it expires, or a fifth of its life before if that is shorter. */
const MARGIN_MS = 60_000;

/** Keeps one token for the whole step: requested once, renewed before it expires (a long wait outlasts one). */
export class TokenKeeper {
  readonly #request: () => Promise<Token>;
  readonly #clock: Clock;
  #current: Promise<{ value: string; renewAt: number }> | undefined;

  constructor(request: () => Promise<Token>, clock: Clock) {
    this.#request = request;
    this.#clock = clock;
  }

  /** A token that is currently valid. Concurrent callers share one request; throws what the request throws. */
  async get(): Promise<string> {
    const pending = (this.#current ??= this.#renew());
    const token = await pending;
    if (this.#clock.now() < token.renewAt) return token.value;
    if (this.#current === pending) this.#current = undefined;
    return (await (this.#current ??= this.#renew())).value;
  }

  /** Forgets `value` if it is still the current token: ISC answered it with 401. */
  async refuse(value: string): Promise<void> {
    const pending = this.#current;
    if ((await pending)?.value === value && this.#current === pending) this.#current = undefined;
  }

  #renew(): Promise<{ value: string; renewAt: number }> {
    const renewal = this.#request().then(({ value, expiresInSeconds }) => {
      const life = expiresInSeconds * 1000;
      return { value, renewAt: this.#clock.now() + life - Math.min(MARGIN_MS, life / 5) };
    });
    // A failure concerns only the current callers; the next one tries again.
    renewal.catch(() => {
      if (this.#current === renewal) this.#current = undefined;
    });
    return renewal;
  }
}
