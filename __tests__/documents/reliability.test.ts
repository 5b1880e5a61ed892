import { describe, expect, it } from '@jest/globals';
import { PACE } from '../../src/runtime/pace.js';
import { readPage } from './documents.js';

const { text } = readPage('docs/reliability.md');
const seconds = (ms: readonly number[]): string => ms.map((one) => String(one / 1_000)).join(', ');
const inWords = ['', 'once', 'twice'];

describe('the figures of docs/reliability.md are those of src/runtime/pace.ts:', () => {
  it.each([
    ['the waits of reads', `about ${seconds(PACE.retryMs)} s, then ${PACE.longestRetryMs / 1_000} s`],
    ['how often a read is repeated', `| ${PACE.retryMs.length} times; `],
    [
      'a read after 500',
      `| 500 | ${inWords[PACE.retriesAfter500] ?? ''} | about ${seconds(PACE.retryMs.slice(0, PACE.retriesAfter500))} s |`,
    ],
    ['the limit of a request', `each request has its own: ${PACE.requestMs / 1_000} s for the whole reply`],
    ['the limit of an upload', `for the upload ${PACE.uploadIdleMs / 60_000} minutes without a byte`],
    ['an upload that did not get through', `sends again, at most ${PACE.retryMs.length} times`],
    [
      'the search for a lost task',
      `for about ${seconds([PACE.searchMs.reduce((sum, wait) => sum + wait, 0)])} s;`,
    ],
    ['an upload without a task', `sends again, at most ${inWords[PACE.uploadRetries] ?? ''} |`],
  ])('%s', (_, figure) => {
    expect(text).toContain(figure);
  });
});
