import { beforeAll, describe, expect, it } from '@jest/globals';
import { idOf, runMany, type ManyRun } from '../support/many-sources.js';

/** Tasks of 5 to 60 s, spread evenly and in no order. */
function scattered(count: number): { run: { durationMs: number } }[] {
  return Array.from({ length: count }, (_, index) => {
    const place = count === 1 ? 1 : ((index * 37 + 11) % count) / (count - 1);
    return { run: { durationMs: Math.round(5_000 + 55_000 * place) } };
  });
}

/** Requests for the status of a task where there is only one: the first scenario. */
let looksOfOne: number | undefined;

const UPLOAD_ONLY = { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' };

describe.each([
  [1, {}],
  [20, {}],
  [50, UPLOAD_ONLY],
])('%i sources whose tasks take 5 to 60 s %j', (count, inputs) => {
  let run: ManyRun;

  beforeAll(async () => {
    run = await runMany(scattered(count), { inputs });
  });

  it('all succeed', () => {
    expect(run.failures).toEqual([]);
    expect(run.results.map((result) => result['status'])).toEqual(Array(count).fill('SUCCESS'));
  });

  it('end soon after the longest task', () => {
    // One after the other they would take ten times as long; how busy this machine is must not decide.
    expect(run.tookMs).toBeLessThan(4 * 60_000);
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

describe('a hundred sources that are checked and compared, in no order', () => {
  let run: ManyRun;

  beforeAll(async () => {
    run = await runMany(scattered(100), { afterRunsBefore: true });
  });

  it('all succeed, each with its own result', () => {
    expect(run.failures).toEqual([]);
    expect(run.results.map((result) => result['source-name'])).toEqual(
      Array.from({ length: 100 }, (_, index) => `Source ${index}`),
    );
  });

  it('are started in the order of how long they took last, the longest first', () => {
    const durations = scattered(100).map(({ run: { durationMs } }) => durationMs);
    const started = run.requests
      .filter(({ operation }) => operation === 'loadAccounts')
      .map(
        ({ path }) =>
          durations[Array.from(durations.keys()).findIndex((index) => path.includes(idOf(index)))],
      );
    const expected = durations.toSorted((a, b) => b - a);
    // Eight are under way at once and may overtake each other.
    const places = started.map((duration, place) => Math.abs(expected.indexOf(duration ?? 0) - place));
    expect(Math.max(...places)).toBeLessThan(2 * 8);
  });

  it('end soon after the longest task', () => {
    // One after the other they would take ten times as long; how busy this machine is must not decide.
    expect(run.tookMs).toBeLessThan(4 * 60_000);
  });

  it('take three requests each before the task, and few for all together', () => {
    expect(run.count('getSchemas', 'listAccounts', 'loadAccounts')).toBeLessThanOrEqual(300 + 8);
    expect(run.count('listSources', 'getSource')).toBe(1);
    const looks = run.requests.filter(({ query }) => query['filters']?.startsWith('sourceId '));
    const looksForOthers = looks.filter(({ operation }) => operation === 'listTasks');
    const starts = run.requests.filter(({ operation }) => operation === 'loadAccounts');
    const startingMs = (starts.at(-1)?.time ?? 0) - (run.requests[0]?.time ?? 0);
    // One each 5 s until the last start.
    expect(looksForOthers.length).toBeLessThanOrEqual(2 + startingMs / 5_000);
  });

  it('start the first at once, and keep within the rate limit', () => {
    const start = run.requests.findIndex(({ operation }) => operation === 'loadAccounts');
    expect(start).toBeLessThan(30);
    expect(run.sandbox.rateLimit.peak).toBeLessThanOrEqual(100);
  });
});
