import { beforeEach, describe, expect, it } from '@jest/globals';
import { Deadline } from '../../src/runtime/deadline.js';
import { StepFailure } from '../../src/model/failure.js';
import { Attempts, RateLimitWords } from '../../src/http/attempts.js';
import { ConnectionFailure } from '../../src/isc/failures.js';
import type { Patience } from '../../src/http/retry.js';
import { PACE } from '../../src/runtime/pace.js';
import { skippingClock } from '../support/clocks.js';
import { failureOf } from '../support/tenant.js';

let LOST: ConnectionFailure;
beforeEach(() => {
  LOST = new ConnectionFailure('source', 'lost', 'the cable was cut.');
});

function parts(limitMs = 3_600_000): {
  attempts: Attempts;
  clock: ReturnType<typeof skippingClock>;
  deadline: Deadline;
  said: string[];
} {
  const clock = skippingClock();
  const deadline = new Deadline();
  // It does not come by itself: what is tested looks ahead to it.
  deadline.limit({ now: () => clock.now(), sleep: async () => new Promise(() => undefined) }, 0, limitMs);
  const said: string[] = [];
  const events = { onRetry: (message: string) => said.push(message) };
  return {
    attempts: new Attempts({ clock, deadline, pace: PACE, random: () => 1, events }),
    clock,
    deadline,
    said,
  };
}

/** Fails so many times, then gives 'done'; counts how often it was tried. */
function failing(times: number, failure: unknown = LOST): { attempt: () => Promise<string>; tried: number } {
  const state = {
    tried: 0,
    attempt: async (): Promise<string> => {
      await Promise.resolve();
      state.tried += 1;
      if (state.tried <= times) throw failure;
      return 'done';
    },
  };
  return state;
}

describe('trying a read again', () => {
  it('says each time what went wrong and when it goes on', async () => {
    const { attempts, clock, deadline, said } = parts();
    expect(await attempts.run('brief', failing(2).attempt)).toBe('done');
    expect(clock.sleeps).toEqual([500, 1_000]);
    expect(said).toEqual([
      'Request to show the source: the cable was cut. Trying again in 0.5 s.',
      'Request to show the source: the cable was cut. Trying again in 1 s.',
    ]);
    deadline.clear();
  });

  it('gives the last failure when it has had enough', async () => {
    const { attempts, deadline } = parts();
    const state = failing(100);
    expect(await failureOf(attempts.run('brief', state.attempt))).toBe(LOST);
    expect(LOST.message).toBe('Request to show the source: the cable was cut. Asked 6 times in 15.5 s.');
    expect(state.tried).toBe(6);
    deadline.clear();
  });

  it('fails at once for what another attempt would meet again', async () => {
    const { attempts, clock, deadline } = parts();
    const defect = new TypeError('x is undefined');
    expect(await failureOf(attempts.run('until-the-end', failing(1, defect).attempt))).toBe(defect);
    expect(clock.sleeps).toEqual([]);
    deadline.clear();
  });

  it.each<[Patience, number]>([
    ['brief', 6],
    ['never', 6],
    ['until-the-end', 12],
  ])(
    'a token that was tried in vain is not tried anew by a read with patience %s',
    async (patience, tries) => {
      const { attempts, deadline } = parts();
      const token = failing(11);
      const outer = attempts.run(patience, () => attempts.run('brief', token.attempt));
      if (patience === 'until-the-end') expect(await outer).toBe('done');
      else expect(await failureOf(outer)).toBe(LOST);
      expect(token.tried).toBe(tries);
      deadline.clear();
    },
  );
});

describe('the deadline', () => {
  it('is not waited for: a wait that would reach it ends the step with the reason', async () => {
    const { attempts, clock, deadline } = parts(1_200);
    const failure = await failureOf(attempts.run('brief', failing(9).attempt));
    expect(failure).toMatchObject({ status: 'TIMED_OUT', cause: LOST });
    expect(failure.message).toBe(
      'Request to show the source: the cable was cut. The next attempt would be in 1 s, and the deadline is in 0.7 s.',
    );
    expect(clock.sleeps).toEqual([500]);
    deadline.clear();
  });

  it('gives its own reason when it has passed while the attempt was under way', async () => {
    const { attempts, deadline } = parts();
    const reason = new StepFailure('cancelled', { next: '', status: 'CANCELLED' });
    const attempt = async (): Promise<string> => {
      await Promise.resolve();
      deadline.end(reason);
      throw LOST;
    };
    expect(await failureOf(attempts.run('until-the-end', attempt))).toBe(reason);
  });

  it('looks once more before the deadline while a task is followed', async () => {
    const { attempts, clock, deadline } = parts(20_000);
    const failure = await failureOf(attempts.run('until-the-end', failing(Infinity).attempt));
    expect(failure).toMatchObject({ status: 'TIMED_OUT' });
    expect(clock.sleeps.slice(0, 5)).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
    // 4.5 s are left: half of it, and half of the rest, until less than a second is.
    expect(clock.sleeps.slice(5)).toEqual([2_250, 1_125, 562.5]);
    deadline.clear();
  });
});

const REFUSED = new Error('ISC refused to list the accounts (429 Too Many Requests): Rate limit exceeded');

function atTimes(): { words: RateLimitWords; clock: { at: number } } {
  const clock = { at: 0 };
  return { words: new RateLimitWords({ now: () => clock.at }), clock };
}

describe('a pause for the rate limit', () => {
  it('says how long it takes and why', () => {
    expect(atTimes().words.messageFor(REFUSED, 4_000)).toBe(
      `${REFUSED.message} All requests to the tenant pause for 4 s: its limit is shared by all that use this credential.`,
    );
  });

  it('is reported once for five requests that meet it at the same time', () => {
    const { words } = atTimes();
    const said = Array.from({ length: 5 }, () => words.messageFor(REFUSED, 30_000));
    expect(said.filter((one) => one !== undefined)).toHaveLength(1);
  });

  it('is reported once for five short ones in a row', () => {
    const { clock, words } = atTimes();
    const said = Array.from({ length: 5 }, () => {
      const line = words.messageFor(REFUSED, 1_000);
      clock.at += 1_000;
      return line;
    });
    expect(said.filter((one) => one !== undefined)).toHaveLength(1);
  });

  it('says how long it has been going on, at most every 10 s', () => {
    const { clock, words } = atTimes();
    const said = Array.from({ length: 4 }, () => {
      const line = words.messageFor(REFUSED, 6_000);
      clock.at += 6_000;
      return line;
    });
    expect(said.slice(1)).toEqual([
      undefined,
      'Still over the rate limit after 12 s: another pause of 6 s.',
      undefined,
    ]);
  });

  it('is reported again after a reply has arrived', () => {
    const { clock, words } = atTimes();
    words.messageFor(REFUSED, 1_000);
    clock.at = 500;
    words.over();
    expect(words.messageFor(REFUSED, 400)).toBeUndefined();
    clock.at = 1_000;
    words.over();
    expect(words.messageFor(REFUSED, 1_000)).toContain('pause for 1 s');
  });
});
