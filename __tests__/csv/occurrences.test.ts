import { describe, expect, it } from '@jest/globals';
import { Occurrences } from '../../src/csv/occurrences.js';

function linesOf(count: number): Occurrences {
  const found = new Occurrences();
  for (let line = 2; line < count + 2; line += 1) found.addLine(line);
  return found;
}

describe('the lines on which one cause appears', () => {
  it.each([
    [1, 'line 2'],
    [2, 'lines 2 and 3'],
    [3, 'lines 2, 3 and 4'],
    [4, 'lines 2, 3, 4 and 1 more'],
    [1_234, 'lines 2, 3, 4 and 1,231 more'],
  ])('%i of them in words: %s', (count, words) => {
    expect(linesOf(count).inWords()).toBe(words);
    expect(linesOf(count)).toMatchObject({ count, firstLine: 2 });
  });

  it('may be none', () => {
    expect(linesOf(0)).toMatchObject({ count: 0, firstLine: undefined, columns: [] });
  });

  it('keep five columns, each once', () => {
    const found = new Occurrences();
    for (const column of [3, 1, 3, 0, 4, 5, 6]) found.addColumn(column);
    expect(found.columns).toEqual([3, 1, 0, 4, 5]);
  });
});
