import { describe, expect, it } from '@jest/globals';
import { FirstLines } from '../../src/csv/first-lines.js';

describe('FirstLines', () => {
  it('tells on which line a text stood first, however many there are', () => {
    const lines = new FirstLines();
    for (let line = 1; line <= 50_000; line += 1) expect(lines.meet(`u${line}`, line)).toBeUndefined();
    for (let line = 1; line <= 50_000; line += 1) expect(lines.meet(`u${line}`, 99_999)).toBe(line);
  });

  it('tells texts apart that are alike', () => {
    const lines = new FirstLines();
    const texts = ['', ' ', 'a', 'aa', 'ab', 'ba', 'ä', '\u{1f600}', '\u{1f601}', '0', '00'];
    expect(texts.map((text) => lines.meet(text, 1))).toEqual(texts.map(() => undefined));
  });
});
