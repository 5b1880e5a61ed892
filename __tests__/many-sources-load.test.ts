import { beforeAll, describe, expect, it } from '@jest/globals';
import { runMany, type ManyRun } from './support/many-sources.js';

/** The clock of the step and of the tenant runs twelve times as fast as the test's. */
const SPEED = 12;

/** Tasks of 5 to 60 s, spread evenly and in no order. */
function scattered(count: number): { run: { durationMs: number } }[] {
  return Array.from({ length: count }, (_, index) => {
    const place = count === 1 ? 1 : ((index * 37 + 11) % count) / (count - 1);
    return { run: { durationMs: Math.round(5_000 + 55_000 * place) } };
  });
}

/** Requests for the status of a task where there is only one: the first scenario. */
let looksOfOne: number | undefined;

const UPLOAD_ONLY = { 'csv-checks': 'off', 'max-deletions': '100%' };

describe.each([
  [1, {}],
  [10, {}],
  [20, {}],
  [100, UPLOAD_ONLY],
])('%i sources whose tasks take 5 to 60 s %j', (count, inputs) => {
  let run: ManyRun;

  beforeAll(async () => {
    run = await runMany(scattered(count), { inputs, speed: SPEED });
  }, 60_000);

  it('all succeed', () => {
    expect(run.failures).toEqual([]);
    expect(run.results.map((result) => result['status'])).toEqual(Array(count).fill('SUCCESS'));
  });

  it('end soon after the longest task', () => {
    expect(run.tookMs).toBeLessThan(60_000 + 15_000);
  });

  it('are followed with as many requests as one', () => {
    const looks = run.count('listTasks', 'getTask');
    looksOfOne ??= looks;
    // A few more, since the first tasks run while the last ones are started.
    expect(looks).toBeLessThanOrEqual(looksOfOne + 15);
  });

  it('keep within the rate limit', () => {
    expect(run.sandbox.rateLimit.peak).toBeLessThanOrEqual(100);
    expect(run.requests.filter(({ status }) => status === 429)).toEqual([]);
  });

  it('take fewer than three requests a source to follow', () => {
    if (count >= 20) {
      const following = run.count('listTasks', 'getTask', 'getAggregationStatus');
      expect(following / count).toBeLessThan(3);
    }
  });

  it('are found, and looked at for other aggregations, with one request each', () => {
    if (count > 1) expect([run.count('listSources'), run.count('getSource')]).toEqual([1, 0]);
    expect(run.count('loadAccounts')).toBe(count);
  });
});

describe('a hundred sources that are checked and compared', () => {
  it('start three requests each and the rate limit apart, the first ones at once', async () => {
    const run = await runMany(
      Array.from({ length: 100 }, () => ({ run: { durationMs: 5_000 } })),
      { speed: SPEED },
    );
    expect(run.failures).toEqual([]);
    // Schema, accounts and upload: 300 requests at 90 in 10 s, and the token, the lists and the looks among them.
    expect(run.tookMs).toBeLessThan(60_000);
    expect(run.count('getSchemas', 'listAccounts', 'loadAccounts')).toBe(300);
    const start = run.requests.findIndex(({ operation }) => operation === 'loadAccounts');
    expect(start).toBeLessThan(30);
    expect(run.sandbox.rateLimit.peak).toBeLessThanOrEqual(100);
  }, 60_000);
});
