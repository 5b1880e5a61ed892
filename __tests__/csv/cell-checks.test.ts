import { describe, expect, it } from '@jest/globals';
import { CellChecks } from '../../src/csv/cell-checks.js';
import { FindingCollector } from '../../src/csv/findings-collector.js';
import { recordOf } from './checking.js';

const HEADING = ['id', 'name', 'dept'];

/** What is found in these rows; `null` where the column of the native identity is unknown. */
function found(rows: readonly (readonly string[])[], identity: number | null = 0): readonly string[] {
  const findings = new FindingCollector();
  const checks = new CellChecks();
  for (const [index, row] of rows.entries()) checks.check(recordOf(row, index + 2), identity ?? undefined);
  checks.report(HEADING, findings);
  return findings.result().kept.map(({ line, rule }) => `${rule}:${line ?? ''}`);
}

describe('cells that another program has corrupted', () => {
  it.each<[string, readonly (readonly string[])[], readonly string[]]>([
    [
      'misread text',
      [
        ['1', 'Ada', ''],
        ['2', 'MÃ¼ller', ''],
      ],
      ['garbled-text:3'],
    ],
    ['a replaced letter', [['1', 'M\u{fffd}ller', '']], ['garbled-text:2']],
    [
      'a spreadsheet error',
      [
        ['1', '#REF!', ''],
        ['2', '#N/A', ''],
      ],
      ['spreadsheet-error:2'],
    ],
    ['a rounded native identity', [['1.23E+11', 'Ada', '']], ['spreadsheet-error:2']],
    ['a rounded number elsewhere', [['1', '1.23E+11', '']], []],
    ['sound cells with such characters', [['1', 'C#', 'a E+1']], []],
  ])('%s', (_, rows, findings) => {
    expect(found(rows)).toEqual(findings);
  });

  it('rounds no native identity where its column is unknown', () => {
    const rows = [['1.23E+11', 'Ada', '']];
    expect([found(rows, 0).length, found(rows, 1).length]).toEqual([1, 0]);
    expect(found(rows, null)).toEqual([]);
  });

  it('are named by their columns, and a row with several of them counts once', () => {
    const findings = new FindingCollector();
    const checks = new CellChecks();
    checks.check(recordOf(['1', '#REF!', '#N/A'], 2), 0);
    checks.check(recordOf(['2', 'Ada', '#REF!'], 3), 0);
    checks.report(HEADING, findings);
    expect(findings.result().kept[0]?.message).toContain('lines 2 and 3 ("name", "dept")');
  });
});
