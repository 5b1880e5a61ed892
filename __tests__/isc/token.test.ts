import { describe, expect, it } from '@jest/globals';
import { TokenKeeper, type Token } from '../../src/isc/token.js';
import { skippingClock } from '../support/clocks.js';
import { failureOf } from '../support/tenant.js';

interface Kept {
  readonly tokens: TokenKeeper;
  readonly clock: ReturnType<typeof skippingClock>;
  readonly requests: () => number;
}

/** A keeper whose n-th token is called `token n`; what `next` throws fails the request. */
function keeper(expiresInSeconds: number, next: (n: number) => void = () => undefined): Kept {
  const clock = skippingClock();
  let requests = 0;
  const request = async (): Promise<Token> => {
    requests += 1;
    const n = requests;
    await Promise.resolve();
    next(n);
    return { value: `token ${n}`, expiresInSeconds };
  };
  return { tokens: new TokenKeeper(request, clock), clock, requests: () => requests };
}

describe('keeping a token', () => {
  it('asks once for all who need one at the same time', async () => {
    const { tokens, requests } = keeper(749);
    expect(await Promise.all([tokens.get(), tokens.get(), tokens.get()])).toEqual(
      Array.from({ length: 3 }, () => 'token 1'),
    );
    expect(requests()).toBe(1);
  });

  it.each([
    [749, 688_999, 'token 1'],
    [749, 689_000, 'token 2'],
    [50, 39_999, 'token 1'],
    [50, 40_000, 'token 2'],
  ])('of %i s renews it in time: after %i ms it is %s', async (life, ms, expected) => {
    const { tokens, clock } = keeper(life);
    await tokens.get();
    clock.pass(ms);
    expect(await tokens.get()).toBe(expected);
  });

  it('shares the renewal, too', async () => {
    const { tokens, clock, requests } = keeper(100);
    await tokens.get();
    clock.pass(99_000);
    expect(await Promise.all([tokens.get(), tokens.get()])).toEqual(['token 2', 'token 2']);
    expect(requests()).toBe(2);
  });

  it('uses a token without a life instead of asking for ever', async () => {
    const { tokens, requests } = keeper(0);
    expect(await tokens.get()).toBe('token 2');
    expect(requests()).toBe(2);
  });
});

describe('a token that ISC refuses', () => {
  it('is asked for once more by all whom it has failed', async () => {
    const { tokens, requests } = keeper(749);
    const old = await tokens.get();
    await Promise.all([tokens.refuse(old), tokens.refuse(old)]);
    expect(await tokens.get()).toBe('token 2');
    await tokens.refuse(old);
    expect(await tokens.get()).toBe('token 2');
    expect(requests()).toBe(2);
  });
});

describe('a request for a token that fails', () => {
  it('fails for those who wait, and the next request tries again', async () => {
    const { tokens } = keeper(749, (n) => {
      if (n === 1) throw new Error('no token');
    });
    const [first, second] = await Promise.all([failureOf(tokens.get()), failureOf(tokens.get())]);
    expect([first.message, second.message]).toEqual(['no token', 'no token']);
    expect(await tokens.get()).toBe('token 2');
  });

  it('fails a renewal in the same way', async () => {
    const { tokens, clock } = keeper(100, (n) => {
      if (n === 2) throw new Error('no token');
    });
    await tokens.get();
    clock.pass(90_000);
    expect((await failureOf(tokens.get())).message).toBe('no token');
    expect(await tokens.get()).toBe('token 3');
  });
});
