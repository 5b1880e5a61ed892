import { describe, expect, it } from '@jest/globals';
import { ID_A, ID_B, inWorkspace, problemsOf, settingsOf } from './reading.js';

describe('sources', () => {
  it('is a YAML list, whose order the sources keep', async () => {
    const sources = `
# comments and blank lines are fine
- source-id: ${ID_A}
  csv-path: hr.csv
  max-deletions: 25
  disable-optimization: true

- source-name: Contractors
- csv-path: ${ID_B}-legacy.csv
`;
    await inWorkspace(['hr.csv', `${ID_B}-legacy.csv`], async (workspace) => {
      const inputs = { sources, 'max-deletions': '5%', 'disable-optimization': 'false' };
      expect((await settingsOf(inputs, workspace)).targets).toMatchObject([
        {
          sourceId: ID_A,
          sourceName: undefined,
          csv: { shown: 'hr.csv' },
          disableOptimization: true,
          maxDeletions: { count: 25, percent: undefined },
        },
        {
          sourceId: undefined,
          sourceName: 'Contractors',
          csv: undefined,
          disableOptimization: false,
          maxDeletions: { count: undefined, percent: '5' },
        },
        { sourceId: ID_B, csv: { shown: `${ID_B}-legacy.csv` } },
      ]);
    });
  });

  it('takes ids and paths without the spaces around them, as the runner takes inputs', async () => {
    await inWorkspace(['hr.csv'], async (workspace) => {
      const sources = `- source-id: " ${ID_A} "\n  csv-path: " hr.csv "`;
      expect((await settingsOf({ sources }, workspace)).targets).toMatchObject([
        { sourceId: ID_A, csv: { shown: 'hr.csv' } },
      ]);
    });
  });

  it('takes the step’s own inputs as defaults', async () => {
    const inputs = { sources: '- source-id: a', 'disable-optimization': 'true' };
    expect((await settingsOf(inputs)).targets).toMatchObject([{ disableOptimization: true }]);
  });

  it('may be JSON, as toJSON writes it', async () => {
    const sources = JSON.stringify(
      [{ 'source-id': 'a', 'max-deletions': '3' }, { 'source-name': 'B' }],
      null,
      2,
    );
    expect((await settingsOf({ sources })).targets).toMatchObject([
      { sourceId: 'a', maxDeletions: { count: 3 } },
      { sourceName: 'B' },
    ]);
  });

  it.each(['null', '~', 'no', '007', '1e3', '12345678901234567890123456789012', '"  blanks  "'])(
    'takes values as the text that was written, without spaces around: %s',
    async (written) => {
      const { targets } = await settingsOf({ sources: `- source-name: ${written}` });
      expect(targets[0]?.sourceName).toBe(written.replaceAll('"', '').trim());
    },
  );

  it('may be indented as a whole', async () => {
    expect((await settingsOf({ sources: '  - source-id: a\n  - source-id: b\n' })).targets).toHaveLength(2);
  });

  it('takes a file for two sources, and two sources of one name where the ids tell them apart', async () => {
    const sources = `
- { source-id: a, source-name: Staff, csv-path: x.csv }
- { source-id: b, source-name: Staff, csv-path: x.csv }`;
    await inWorkspace(['x.csv'], async (workspace) => {
      expect((await settingsOf({ sources }, workspace)).targets).toHaveLength(2);
    });
  });

  it('takes a glob that matches one file', async () => {
    const sources = '- { source-id: a, csv-path: "hr-*.csv" }';
    await inWorkspace(['hr-1.csv'], async (workspace) => {
      expect((await settingsOf({ sources }, workspace)).targets[0]?.csv?.shown).toBe('hr-1.csv');
    });
    await inWorkspace(['hr-1.csv', 'hr-2.csv'], async (workspace) => {
      expect(await problemsOf({ sources }, workspace)).toEqual([
        'sources, line 1, column 29: csv-path: "hr-*.csv" matches 2 files (hr-1.csv, hr-2.csv), but an entry is one source.',
      ]);
    });
  });

  it.each([
    [
      'beside another way to name a source',
      '- source-id: a',
      { 'source-name': 'X', 'csv-path': 'y.csv' },
      [/^sources: takes the place of source-name, csv-path/],
    ],
    ['empty', '[]', {}, [/^sources, line 1, column 1: the list is empty/]],
    ['nothing but a comment', '# none yet', {}, [/^sources, line 1, column 1: not a list/]],
    ['a map', 'source-id: a', {}, [/^sources, line 1, column 1: not a list/]],
    [
      'a list of names',
      '- HR\n- Contractors',
      {},
      [
        /^sources, line 1, column 3: not a source\. An entry has the keys source-id, source-name, csv-path/,
        /^sources, line 2, column 3: not a source/,
      ],
    ],
    ['not YAML', '- source-id: "a\n- b', {}, [/^sources, line \d+, column \d+: not valid YAML here/]],
    [
      'two documents',
      '- source-id: a\n---\n- source-id: b',
      {},
      [/line 2, column 1: a second document begins here/],
    ],
    ['with a tab', '-\tsource-id: a', {}, [/line 1, column 2: not valid YAML here: a tab/]],
    [
      'with an alias',
      '- &a { source-id: a }\n- *a',
      {},
      [/^sources, line 2, column 3: aliases \(\*name\) are not supported/],
    ],
    [
      'with a tag',
      '- !include other.yml',
      {},
      [/^sources, line 1, column 3: not valid YAML here: Unresolved tag/],
    ],
    ['with a map as a key', '- ? { a: b }\n  : c', {}, [/not valid YAML here/]],
    [
      'with an unknown key',
      '- source-id: a\n  csvpath: x\n  __proto__: y',
      {},
      [
        /^sources, line 2, column 3: "csvpath" is not a key of a source\. Did you mean "csv-path"\?$/,
        /^sources, line 3, column 3: "__proto__" is not a key of a source\. The keys are source-id, /,
      ],
    ],
    [
      'with the key that names the source misspelt, which is one problem',
      '- source-nmae: HR\n  csv-path: ID-x.csv'.replace('ID', ID_A.slice(1)),
      {},
      [
        /^sources, line 1, column 3: "source-nmae" is not a key of a source\. Did you mean "source-name"\?$/,
        /does not exist/,
      ],
    ],
    [
      'with a key twice',
      '- source-id: a\n  source-id: b',
      {},
      [/^sources, line 2, column 3: source-id is given twice/],
    ],
    [
      'with an empty value',
      '- source-id: a\n  csv-path:',
      {},
      [/^sources, line 2, column 3: csv-path takes one value/],
    ],
    [
      'with a list as a value',
      '- source-id: [a, b]',
      {},
      [/^sources, line 1, column 3: source-id takes one value/],
    ],
    ['without a source', '- max-deletions: 5', {}, [/^sources, line 1, column 3: source-id: missing/]],
    [
      'with wrong values',
      '- source-id: a/b\n  max-deletions: 200%\n  disable-optimization: yes\n  csv-path: none.csv',
      {},
      [
        /^sources, line 4, column 13: csv-path: "none\.csv" does not exist/,
        /^sources, line 1, column 14: source-id: "a\/b" is not an id/,
        /^sources, line 3, column 25: disable-optimization: "yes" is neither true nor false/,
        /^sources, line 2, column 18: max-deletions: "200%" is over 100%/,
      ],
    ],
    [
      'with a path out of the workspace',
      '- source-id: a\n  csv-path: ../x.csv',
      {},
      [/^sources, line 2, column 13: csv-path: "\.\.\/x\.csv" (leads out|does not exist)/],
    ],
    [
      'with a source twice by id',
      '- source-id: A\n- source-id: a',
      {},
      [/^sources, line 2, column 3: the same source as sources, line 1, column 3/],
    ],
    [
      'with a source twice by name',
      '- source-name: A\n- { source-id: x, source-name: A }',
      {},
      [/line 2, column 3: the same source/],
    ],
    [
      'with an id and a file that holds it',
      `- source-id: ${ID_A}\n- csv-path: ${ID_A}-x.csv`,
      {},
      [/line 2, column 3: the same source/],
    ],
    ['too long', `# ${'x'.repeat(100_000)}`, {}, [/^sources: 100,002 characters are more than 100,000/]],
    ['of too many', '- {}\n'.repeat(1_001), {}, [/1,001 sources are more than 1,000/]],
    [
      'deeper than any list',
      '['.repeat(20_000),
      {},
      [/too much is nested in each other/, /not valid/, /not valid/],
    ],
  ])('is refused: %s', async (_, sources, others, messages) => {
    await inWorkspace([`${ID_A}-x.csv`], async (workspace) => {
      expect(await problemsOf({ sources, ...(others as Record<string, string>) }, workspace)).toEqual(
        messages.map((message) => expect.stringMatching(message)),
      );
    });
  });

  it('reads thousands of keys in no time', async () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `k${index}: 1`).join(', ');
    const before = process.cpuUsage();
    expect(await problemsOf({ sources: `- { ${keys} }` })).toHaveLength(51);
    // Of processor time, in microseconds: other processes do not count.
    expect(process.cpuUsage(before).user).toBeLessThan(10_000_000);
  });
});
