import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { pool } from '../support/pool.js';
import { DRAW, play, type Draw, type Played } from './random-tenant.js';

/** Whatever a tenant does: nothing is green and nothing is sent without proof. */

/** In the suite always the same ones, as many as take well under `MOST_SECONDS`; more by `npm run random-tenant`. */
const IN_SUITE = 80;
const DRAWS = Number(process.env['RANDOM_TENANT_DRAWS'] ?? IN_SUITE);
const SEED = Number(process.env['RANDOM_TENANT_SEED'] ?? 20_261_129);
/** Draws at once: steps mostly wait for turns of the event loop. */
const AT_ONCE = 24;
/** What the draws of the suite may take of one processor: unlike time, it does not depend on what else is running. */
const MOST_SECONDS = 20;
/** Milliseconds that one draw may take on a busy machine. */
const MS_A_DRAW = 2_000;

/** Draws that once broke a promise. */
const KEPT = JSON.parse(readFileSync('__tests__/faults/random-tenant-cases.json', 'utf8')) as readonly Draw[];

/** The draws that break a promise, as text to be kept in `random-tenant-cases.json`. */
const brokenOf = (played: readonly Played[]): readonly string[] =>
  played
    .filter(({ broken }) => broken.length > 0)
    .map(({ broken, draw, run }) => `${broken.join('; ')}: ${JSON.stringify(draw)}\n${run.log}`);

describe('a tenant at random', () => {
  it(
    `of ${DRAWS} draws (seed ${SEED}) makes the step break no promise`,
    async () => {
      const draws = fc.sample(DRAW, { numRuns: DRAWS, seed: SEED });
      const before = process.cpuUsage();
      const played = await pool(draws, AT_ONCE, play);
      const { system, user } = process.cpuUsage(before);
      const seconds = (system + user) / 1e6;
      expect(brokenOf(played)).toEqual([]);
      // Without good ends the draws would prove nothing.
      const green = played.filter(({ run }) => run.exitCode === 0).length;
      const fit = Math.floor((DRAWS / seconds) * MOST_SECONDS);
      console.info(
        `${green} of ${DRAWS} draws ended well, in ${seconds.toFixed(1)} s of a processor: ${fit} fit into ${MOST_SECONDS} s.`,
      );
      expect(green).toBeGreaterThan(DRAWS / 10);
      if (DRAWS === IN_SUITE) expect(seconds).toBeLessThan(MOST_SECONDS);
    },
    60_000 + DRAWS * MS_A_DRAW,
  );

  it(
    `of the ${KEPT.length} that once did makes it break none`,
    async () => {
      expect(brokenOf(await pool(KEPT, AT_ONCE, play))).toEqual([]);
    },
    60_000 + KEPT.length * MS_A_DRAW,
  );
});
