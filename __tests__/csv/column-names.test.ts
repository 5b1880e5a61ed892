import { describe, expect, it } from '@jest/globals';
import { delimiterName, quotedNames, quotedName } from '../../src/csv/column-names.js';

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

describe('the name of a column in a message', () => {
  it.each<[string, string, string]>([
    ['80 characters', 'x'.repeat(80), `"${'x'.repeat(80)}"`],
    ['81 characters', 'x'.repeat(81), `"${'x'.repeat(79)}…"`],
    // Each of them takes two code units.
    ['80 emojis', '🚀'.repeat(80), `"${'🚀'.repeat(80)}"`],
    ['81 emojis', '🚀'.repeat(81), `"${'🚀'.repeat(79)}…"`],
    ['control characters', 'a\u0007b\u2028c\u200bd', '"a\u{fffd}b\u{fffd}c\u{fffd}d"'],
    ['a megabyte', 'x'.repeat(2 ** 20), `"${'x'.repeat(79)}…"`],
  ])('%s', (_, name, text) => {
    expect(quotedName(name)).toBe(text);
  });

  it.each<[string, readonly string[], string]>([
    ['none', [], ''],
    ['one', ['id'], '"id"'],
    ['two', ['id', 'name'], '"id", "name"'],
    ['40', Array<string>(40).fill('a'), Array<string>(40).fill('"a"').join(', ')],
    ['42', Array<string>(42).fill('a'), `${Array<string>(40).fill('"a"').join(', ')} and 2 more`],
    // 20 names of 75 characters with quotes, commas and spaces are 1,500 characters; one longer name is too much.
    [
      '1,500 characters',
      Array<string>(20).fill('x'.repeat(71)),
      shownAll(Array<string>(20).fill('x'.repeat(71))),
    ],
    [
      '1,501 characters',
      [...Array<string>(19).fill('x'.repeat(71)), 'x'.repeat(72)],
      `${shownAll(Array<string>(19).fill('x'.repeat(71)))} and 1 more`,
    ],
  ])('in a list of %s', (_, names, text) => {
    expect(quotedNames(names)).toBe(text);
  });

  function shownAll(names: readonly string[]): string {
    return names.map((name) => `"${name}"`).join(', ');
  }
});
