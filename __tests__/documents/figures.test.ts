import { describe, expect, it } from '@jest/globals';
import { COMPARE_ALWAYS_UP_TO } from '../../src/aggregation/compare/limits.js';
import { MAX_SHOWN_IDS } from '../../src/aggregation/compare/plan.js';
import { MOST_DELETIONS } from '../../src/aggregation/reviewed/review.js';
import { MAX_ACCOUNTS } from '../../src/csv/record-checks.js';
import { MAX_FAULTS, MAX_RECORD_BYTES } from '../../src/csv/scanner.js';
import { MAX_CELLS } from '../../src/csv/values/row-values.js';
import { MAX_SOURCES } from '../../src/inputs/source-list.js';
import { PAGE_SIZE } from '../../src/isc/addresses.js';
import { PACE } from '../../src/runtime/pace.js';
import { readPage } from './documents.js';

const { text } = readPage('docs/reliability.md');
const thousands = (count: number): string => count.toLocaleString('en-US');
const seconds = (ms: readonly number[]): string => ms.map((one) => String(one / 1_000)).join(', ');
const inWords = ['', 'once', 'twice'];

describe('the figures of docs/reliability.md are those of src/runtime/pace.ts:', () => {
  it.each([
    ['the waits of reads', `about ${seconds(PACE.retryMs)} s, then ${PACE.longestRetryMs / 1_000} s`],
    ['how often a read is repeated', `503, 504**: ${PACE.retryMs.length} times, and `],
    [
      'a read after 500',
      `- **500**: ${inWords[PACE.retriesAfter500] ?? ''}, after about ${seconds(PACE.retryMs.slice(0, PACE.retriesAfter500))} s.`,
    ],
    ['the limit of a request', `each request has its own: ${PACE.requestMs / 1_000} s for the whole reply`],
    ['the limit of an upload', `for the upload ${PACE.uploadIdleMs / 60_000} minutes without a byte`],
    ['an upload that did not get through', `sends again, at most ${PACE.retryMs.length} times`],
    [
      'the search for a lost task',
      `for about ${seconds([PACE.searchMs.reduce((sum, wait) => sum + wait, 0)])} s;`,
    ],
    ['an upload without a task', `sends again, at most ${inWords[PACE.uploadRetries] ?? ''}.`],
  ])('%s', (_, figure) => {
    expect(text).toContain(figure);
  });
});

describe('the limits that pages name are those of the code:', () => {
  it.each([
    ['README.md', `takes up to ${thousands(MAX_SOURCES)} sources`],
    ['docs/checks.md', `More than ${thousands(MAX_ACCOUNTS)} accounts`],
    ['docs/checks.md', `A record over ${MAX_RECORD_BYTES / 1024 ** 2} MiB`],
    ['docs/checks.md', `ends after ${thousands(MAX_FAULTS)} quoting errors`],
    ['docs/inputs.md', `more than ${thousands(COMPARE_ALWAYS_UP_TO)} accounts`],
    ['docs/inputs.md', `name the first ${MAX_SHOWN_IDS} accounts`],
    ['docs/reviewed-plans.md', `About ${thousands(MOST_DELETIONS)} deletions fit`],
    ['docs/scaling.md', `Beyond ${thousands(MAX_CELLS)} values`],
    ['docs/scaling.md', `1 per ${PAGE_SIZE} accounts`],
    ['docs/security.md', `at most ${MAX_SHOWN_IDS} of each kind`],
  ])('%s: %s', (page, figure) => {
    expect(readPage(page).text).toContain(figure);
  });
});
