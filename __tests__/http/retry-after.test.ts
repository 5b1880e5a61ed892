import { expect, it } from '@jest/globals';
import { readRetryAfter } from '../../src/http/retry.js';

const NOW = Date.parse('2026-11-22T10:00:00Z');

it.each([
  ['7', 7_000],
  [' 0 ', 0],
  ['999999999', 999_999_999_000],
  ['Sun, 22 Nov 2026 10:00:30 GMT', 30_000],
  ['Sun, 22 Nov 2026 09:59:00 GMT', 0],
  [undefined, undefined],
  ['', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['2026-11-22', undefined],
  ['Sometime soon', undefined],
  ['10000000000', undefined],
])('Retry-After: %s asks to wait %s ms', (header, expected) => {
  expect(readRetryAfter(header, NOW)).toBe(expected);
});
