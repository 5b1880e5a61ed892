import { describe, expect, it } from '@jest/globals';
import { FindingCollector, Occurrences } from '../../src/csv/findings-collector.js';
import { MAX_KEPT_FINDINGS } from '../../src/model/finding.js';

describe('FindingCollector', () => {
  it('lists findings by line, those of the whole file first', () => {
    const collector = new FindingCollector();
    collector.add('field-count', 'b', { line: 7 });
    collector.add('identity-blanks', 'c', { line: 3, column: 2 });
    collector.add('too-many-lines', 'a');
    expect(collector.result().kept).toEqual([
      { severity: 'warning', rule: 'too-many-lines', message: 'a', line: undefined, column: undefined },
      { severity: 'warning', rule: 'identity-blanks', message: 'c', line: 3, column: 2 },
      { severity: 'error', rule: 'field-count', message: 'b', line: 7, column: undefined },
    ]);
  });

  it('counts all findings and keeps the first ones of each rule', () => {
    const collector = new FindingCollector();
    for (let line = 1; line <= 20_000; line += 1) collector.add('identity-blanks', '', { line });
    for (let line = 1; line <= 3_000; line += 1) collector.add('field-count', '', { line });
    collector.add('garbled-text', '', { line: 20_000 });
    const { kept, counts, errors, warnings } = collector.result();
    expect({ errors, warnings }).toEqual({ errors: 3_000, warnings: 20_001 });
    expect(counts.get('identity-blanks')).toBe(20_000);
    expect(kept).toHaveLength(MAX_KEPT_FINDINGS);
    expect(kept.filter(({ rule }) => rule === 'garbled-text')).toHaveLength(1);
    const fieldCounts = kept.filter(({ rule }) => rule === 'field-count').map(({ line }) => line);
    expect(fieldCounts).toEqual(Array.from({ length: fieldCounts.length }, (_, index) => index + 1));
    expect(fieldCounts.length).toBeGreaterThanOrEqual(2_499);
  });

  it('lists those of the whole file before those of the first line', () => {
    const collector = new FindingCollector();
    collector.add('field-count', 'b', { line: 1 });
    collector.add('too-many-lines', 'a');
    expect(collector.result().kept.map(({ message }) => message)).toEqual(['a', 'b']);
  });

  it('gives a rule that comes late as much room as the first one', () => {
    const collector = new FindingCollector();
    collector.add('garbled-text', '', { line: 1 });
    for (let line = 1; line <= 6_000; line += 1) collector.add('identity-blanks', '', { line });
    for (let line = 1; line <= 6_000; line += 1) collector.add('field-count', '', { line });
    const { kept } = collector.result();
    const keptOf = (name: string): number => kept.filter(({ rule }) => rule === name).length;
    expect([keptOf('garbled-text'), keptOf('identity-blanks'), keptOf('field-count')]).toEqual([
      1, 2_500, 2_499,
    ]);
  });

  it('shares the room of two rules evenly', () => {
    const collector = new FindingCollector();
    for (let line = 1; line <= 6_000; line += 1) collector.add('identity-blanks', '', { line });
    for (let line = 1; line <= 6_000; line += 1) collector.add('field-count', '', { line });
    const { kept } = collector.result();
    expect(kept.filter(({ rule }) => rule === 'field-count')).toHaveLength(2_500);
  });
});

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
