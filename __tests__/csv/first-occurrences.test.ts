import { describe, expect, it } from '@jest/globals';
import { FirstOccurrences } from '../../src/csv/first-occurrences.js';

describe('FirstOccurrences', () => {
  it('tells on which line a text stood first, however many there are', () => {
    const lines = new FirstOccurrences();
    const texts = Array.from({ length: 50_000 }, (_, index) => `u${index}`);
    expect(texts.map((text, line) => lines.note(text, line)).every((met) => met === undefined)).toBe(true);
    expect(texts.map((text) => lines.note(text, 99_999)).every((met, line) => met === line)).toBe(true);
  });

  it('tells texts apart that are alike', () => {
    const lines = new FirstOccurrences();
    const texts = ['', ' ', 'a', 'aa', 'ab', 'ba', 'ä', '\u{1f600}', '\u{1f601}', '0', '00'];
    expect(texts.map((text) => lines.note(text, 1))).toEqual(texts.map(() => undefined));
  });
});
