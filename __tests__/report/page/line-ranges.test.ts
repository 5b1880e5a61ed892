import { expect, it } from '@jest/globals';
import { rangeInWords, rangesOf } from '../../../src/report/page/line-ranges.js';

it.each([
  ['nothing', [], ''],
  ['one line', [7], '7'],
  ['lines in a row', [2, 3, 4], '2–4'],
  ['lines with gaps', [2, 3, 5, 9, 10], '2–3, 5, 9–10'],
  ['lines in disorder, and twice', [10, 2, 9, 2], '2, 9–10'],
])('%s', (_, lines, words) => {
  expect(rangesOf(lines).map(rangeInWords).join(', ')).toBe(words);
});
