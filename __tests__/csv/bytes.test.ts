import { describe, expect, it } from '@jest/globals';
import { countLineFeeds, lineBreak, lineBreakLength, lineStart, standsAt } from '../../src/csv/bytes.js';

const TEXT = Buffer.from('ab\ncd\r\nef\rg');

describe('bytes of lines', () => {
  it.each([
    [0, 12, 2],
    [0, 2, 0],
    [2, 3, 1],
    [3, 6, 0],
    [3, 7, 1],
  ])('from %i to %i there are %i line feeds', (from, to, count) => {
    expect(countLineFeeds(TEXT, from, to)).toBe(count);
  });

  it.each([
    [0, 0],
    [2, 0],
    [3, 3],
    [6, 3],
    [7, 7],
    [11, 7],
  ])('the line of offset %i begins at %i', (at, start) => {
    expect(lineStart(TEXT, at)).toBe(start);
  });

  it.each([
    [0, 2],
    [2, 2],
    [3, 5],
    [6, 6],
    [7, 9],
    [10, 11],
    [11, 11],
  ])('the first line break from offset %i is at %i', (at, end) => {
    expect(lineBreak(TEXT, at)).toBe(end);
  });

  it.each([
    [0, 0],
    [2, 1],
    [5, 2],
    [6, 1],
    [9, 1],
    [11, 0],
  ])('the line break at offset %i has %i bytes', (at, length) => {
    expect(lineBreakLength(TEXT, at)).toBe(length);
  });

  it.each([
    ['a', 0, true],
    ['a', 1, false],
    ['ab', 0, true],
    ['ac', 0, false],
    ['cd', 3, true],
    ['gh', 10, false],
    ['', 0, false],
  ])('"%s" stands at %i: %s', (text, at, stands) => {
    expect(standsAt(TEXT, Buffer.from(text), at)).toBe(stands);
  });
});
