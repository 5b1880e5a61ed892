import { describe, expect, it } from '@jest/globals';
import { RateLimitWords } from '../../src/http/rate-limit-words.js';

const REFUSED = new Error('ISC refused to list the accounts (429 Too Many Requests): Rate limit exceeded');

function atTimes(): { words: RateLimitWords; clock: { at: number } } {
  const clock = { at: 0 };
  return { words: new RateLimitWords({ now: () => clock.at }), clock };
}

describe('a pause for the rate limit', () => {
  it('says how long it takes and why', () => {
    expect(atTimes().words.wordsFor(REFUSED, 4_000)).toBe(
      `${REFUSED.message} All requests to the tenant pause for 4 s: its limit is shared by all that use this credential.`,
    );
  });

  it('is reported once for five requests that meet it at the same time', () => {
    const { words } = atTimes();
    const said = Array.from({ length: 5 }, () => words.wordsFor(REFUSED, 30_000));
    expect(said.filter((one) => one !== undefined)).toHaveLength(1);
  });

  it('is reported once for five short ones in a row', () => {
    const { clock, words } = atTimes();
    const said = Array.from({ length: 5 }, () => {
      const line = words.wordsFor(REFUSED, 1_000);
      clock.at += 1_000;
      return line;
    });
    expect(said.filter((one) => one !== undefined)).toHaveLength(1);
  });

  it('says how long it has been going on, at most every 10 s', () => {
    const { clock, words } = atTimes();
    const said = Array.from({ length: 4 }, () => {
      const line = words.wordsFor(REFUSED, 6_000);
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
    words.wordsFor(REFUSED, 1_000);
    clock.at = 500;
    words.over();
    expect(words.wordsFor(REFUSED, 400)).toBeUndefined();
    clock.at = 1_000;
    words.over();
    expect(words.wordsFor(REFUSED, 1_000)).toContain('pause for 1 s');
  });
});
