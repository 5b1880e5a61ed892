import { describe, expect, it } from '@jest/globals';
import { delimiterName } from '../../src/csv/column-names.js';

describe('a delimiter in words', () => {
  it.each([
    ['\t', 'tabs'],
    [',', 'commas'],
    [';', 'semicolons'],
    ['|', 'vertical bars'],
    [':', 'colons'],
    [' ', 'spaces'],
    ['^', '"^"'],
  ])('%j is %s', (delimiter, words) => {
    expect(delimiterName(delimiter)).toBe(words);
  });
});
