import { describe, expect, it } from '@jest/globals';
import type { AggregationProgress } from '../../../src/model/task.js';
import { nextProgress, type ShownProgress } from '../../../src/aggregation/follow/progress.js';

const AGGREGATION: AggregationProgress = {
  status: 'ACCOUNTS_COLLECTED',
  totalAccounts: 3_000,
  processedAccounts: 1_200,
  markedForDeletion: 2,
};
const AT_45 = { percentComplete: 45, progress: 'Aggregating' };
const AT_46 = { percentComplete: 46, progress: 'Aggregating' };
const NOTHING = { percentComplete: undefined, progress: undefined };

function first(): ShownProgress {
  const shown = nextProgress(undefined, 1_000, 0, AT_45, undefined);
  if (shown === undefined) throw new Error('the first look is always shown');
  return shown;
}

describe('nextProgress', () => {
  it.each([
    [
      'everything',
      AT_45,
      AGGREGATION,
      ': 45%, Aggregating, 1,200 of 3,000 changed accounts processed, 2 marked for deletion',
    ],
    ['no counts', AT_45, undefined, ': 45%, Aggregating'],
    [
      'no total',
      NOTHING,
      { ...AGGREGATION, totalAccounts: undefined, markedForDeletion: 0 },
      ': 1,200 changed accounts processed',
    ],
    ['only marked', NOTHING, { ...AGGREGATION, processedAccounts: undefined }, ': 2 marked for deletion'],
    ['nothing', NOTHING, undefined, ''],
    ['hostile text', { percentComplete: 0, progress: '::error::\nx' }, undefined, ': 0%, : :error:: ⏎ x'],
  ])('tells %s', (_, task, aggregation, words) => {
    expect(nextProgress(undefined, 82_000, 10_000, task, aggregation)?.line).toBe(
      `ISC is aggregating${words} (1 min 12 s so far)`,
    );
  });

  it.each([
    ['nothing new, soon after', AT_45, 11_000, false],
    ['nothing new, 30 s later', AT_45, 31_000, true],
    ['something new, too soon', AT_46, 5_999, false],
    ['something new, 5 s later', AT_46, 6_000, true],
  ])('%s', (_, task, now, speaks) => {
    expect(nextProgress(first(), now, 0, task, undefined) !== undefined).toBe(speaks);
  });

  it('is a handful of lines for an hour of polling, never one a poll', () => {
    let shown: ShownProgress | undefined;
    const lines: string[] = [];
    for (let now = 0; now <= 3_600_000; now += 2_000) {
      const next = nextProgress(shown, now, 0, NOTHING, undefined);
      if (next === undefined) continue;
      shown = next;
      lines.push(next.line);
    }
    expect(lines).toHaveLength(121);
  });
});
