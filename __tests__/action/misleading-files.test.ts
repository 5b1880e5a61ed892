import { describe, expect, it } from '@jest/globals';
import { csvOf, people } from '../support/people.js';
import { playAll, type NamedScenario, type Played } from '../support/play.js';

/** Files that look sound and are not: each would delete accounts, or show a person's data, if it were believed. */

const ALL = people(20);
const CLEAN = csvOf(ALL);

const file = (content: string | Uint8Array, inputs: Record<string, string> = {}): NamedScenario => ({
  name: '',
  files: { 'hr.csv': content },
  inputs,
});

function expectNothingSent({ asked, identities, tasks }: Played): void {
  expect(asked('loadAccounts')).toEqual([]);
  expect(tasks).toEqual([]);
  expect(identities).toHaveLength(20);
}

const rulesOf = (run: Played): (string | undefined)[] =>
  run.annotations.flatMap(({ kind, properties }) =>
    properties['title'] === undefined ? [] : `${kind} ${properties['title']} ${properties['line'] ?? '-'}`,
  );

describe('a doubled heading of the native identity', () => {
  /** A reader that takes the last column finds twenty other accounts. */
  const doubled = (heading: string): string =>
    csvOf(ALL.map((person, index) => ({ ...person, again: `other-${index}` }))).replace('again', heading);
  const CASES: readonly NamedScenario[] = (['id', ' ID'] as const).flatMap((heading) =>
    (['error', 'warn', 'off'] as const).map((checks) => ({
      ...file(doubled(heading), { 'csv-checks': checks, 'max-deletions': '0' }),
      name: `"${heading}" with csv-checks: ${checks}`,
    })),
  );
  const ALLOWED: NamedScenario = {
    ...file(doubled('id'), { 'csv-checks': 'warn', 'max-deletions': '100%' }),
    name: 'with every deletion allowed',
  };
  const played = playAll([...CASES, ALLOWED], ['"id" with csv-checks: warn']);

  it.each([...CASES, ALLOWED])('leaves nothing to compare, so nothing is sent: $name', ({ name, inputs }) => {
    const run = played(name);
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'REJECTED']);
    expect(run.outputs['planned-deleted']).toBe('');
    expectNothingSent(run);
    const checks = inputs?.['csv-checks'];
    if (checks !== 'error') expect(run.failures[0]).toMatch(/hr\.csv can(?:not)? be read/);
    expect(rulesOf(run)).toEqual(
      checks === 'off' ? [] : [`${checks === 'warn' ? 'warning' : 'error'} duplicate-column 1`],
    );
  });
});

describe("a person's row in place of the heading", () => {
  const source = { attributes: ['id', 'Manager', 'status', 'email', 'name'] };
  const ROWS = [
    'acct-00001,Manager,retired-2024,mail-00001@people.example,Person 00001',
    'acct-00002,x,y,z,w',
    '',
  ];
  const CASES: readonly NamedScenario[] = [
    { ...file(ROWS.join('\n')), name: 'with the name of a column in it' },
    { ...file(ROWS.join('\n'), { 'csv-checks': 'warn' }), name: 'with csv-checks: warn' },
    { ...file(ROWS.join('\n').replaceAll(',', ';')), name: 'with another delimiter' },
    { ...file(ROWS.join('\n').replace('Person 00001', '"Person 00001')), name: 'with an open quote' },
  ].map((one) => ({ ...one, source }));
  const played = playAll(CASES, ['with csv-checks: warn', 'with an open quote']);

  it.each(CASES)('is shown nowhere: $name', ({ name }) => {
    const run = played(name);
    expect(run.outputs['status']).toBe('REJECTED');
    expectNothingSent(run);
    const seen = [run.stdout, run.stderr, run.summary, JSON.stringify(run.outputs)].join('\n');
    for (const cell of ['acct-00001', 'retired-2024', 'mail-00001', 'Person 00001'])
      expect(seen).not.toContain(cell);
    expect(rulesOf(run)).toEqual([`${name.includes('warn') ? 'warning' : 'error'} not-a-header 1`]);
    expect(run.annotations[0]?.message).toContain(
      'ISC expects the columns "id", "Manager", "status", "email", "name".',
    );
  });
});

describe('line breaks that were lost on the way', () => {
  const ways = [' ', '', '\\n', ';', '\u2028'].flatMap((joined) =>
    (['error', 'warn'] as const).map((checks) => ({
      ...file(CLEAN.trimEnd().replaceAll('\n', joined), { 'csv-checks': checks }),
      name: `"${joined}" in their place, csv-checks: ${checks}`,
    })),
  );
  const ONLY_UPLOADED: NamedScenario = {
    ...file(CLEAN.trimEnd().replaceAll('\n', ' '), {
      ...{ 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' },
    }),
    name: 'only uploaded',
  };
  const played = playAll([...ways, ONLY_UPLOADED], ['" " in their place, csv-checks: warn']);
  const expectHidden = ({ stdout, summary, outputs }: Played): void => {
    const seen = [stdout, summary, JSON.stringify(outputs)].join('\n');
    for (const cell of ['acct-000', 'Person 000', 'mail-000']) expect(seen).not.toContain(cell);
  };

  it.each(ways)('are named as the cause, and no cell is shown: $name', ({ name }) => {
    const run = played(name);
    expect(run.outputs['status']).toBe('REJECTED');
    expectNothingSent(run);
    expectHidden(run);
    expect(rulesOf(run)).toEqual([`${name.includes('warn') ? 'warning' : 'error'} lost-line-breaks 1`]);
  });

  it('leave nothing of what ISC says of the file that may be shown', () => {
    const run = played('only uploaded');
    expect(run.outputs['status']).toBe('FAILED');
    expect(run.failures[0]).toMatch(/400 Bad Request\): ISC's words are not shown/);
    expectHidden(run);
  });
});

describe('record ends that are not those of the heading', () => {
  const [HEADING = '', ...LINES] = CLEAN.trimEnd().split('\n');
  const rows = LINES.join('\n');
  const WRITTEN: readonly (readonly [what: string, content: string])[] = [
    ['a heading with CRLF above rows with LF', `${HEADING}\r\n${rows}\n`],
    ['a heading with LF above rows with CRLF', `${HEADING}\n${LINES.join('\r\n')}\r\n`],
    [
      'half of the rows with CR alone',
      `${HEADING}\n${LINES.slice(0, 10).join('\n')}\n${LINES.slice(10).join('\r')}\n`,
    ],
    ['a CR inside a row', `${HEADING}\n${rows.replace('Person 00003', 'Person\r00003')}\n`],
    ['a CR inside a comment', `${HEADING}\n# as of\rNovember\n${rows}\n`],
  ];
  const CASES = WRITTEN.flatMap(([what, content]) =>
    (['error', 'warn', 'off'] as const).map((checks): NamedScenario => ({
      ...file(content, { 'csv-checks': checks, 'warn-only': 'mixed-line-ends', 'max-deletions': '100%' }),
      name: `${what}, csv-checks: ${checks}`,
    })),
  );
  const played = playAll(CASES, [`${WRITTEN[0]?.[0] ?? ''}, csv-checks: warn`]);

  it.each(CASES)('leave no one reading of the file, so nothing is sent: $name', ({ name, inputs }) => {
    const run = played(name);
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'REJECTED']);
    expect(run.outputs['planned-deleted']).toBe('');
    expectNothingSent(run);
    const rules = rulesOf(run).map((one) => one?.replace(/ \d+$/, ''));
    if (inputs?.['csv-checks'] === 'off') expect(rules).toEqual([]);
    else expect(rules).toContain('warning mixed-line-ends');
  });
});

describe('limits that look like 100 %', () => {
  const NINES = `99.${'9'.repeat(40)}%`;
  const others = csvOf(people(40).slice(20));
  const CASES: readonly NamedScenario[] = [
    { ...file(others, { 'max-deletions': NINES, 'csv-checks': 'off' }), name: 'a little under' },
    { ...file(others, { 'max-deletions': `100.${'0'.repeat(40)}1%` }), name: 'a little over' },
  ];
  const played = playAll(CASES, ['a little under']);

  it('hold where they are a little under it', () => {
    const run = played('a little under');
    expect(run.outputs).toMatchObject({ status: 'REJECTED', 'planned-deleted': '20' });
    expect(run.failures[0]).toContain('max-deletions');
    expectNothingSent(run);
  });

  it('are wrong where they are a little over it', () => {
    const run = played('a little over');
    expect([run.outputs['status'], run.requests.length]).toEqual(['FAILED', 0]);
    expect(run.failures[0]).toContain('max-deletions');
  });
});

describe('a source that merges rows in its own way', () => {
  const upper = csvOf(ALL.map((person) => ({ ...person, id: person.id.toUpperCase() })));
  const shared = csvOf(ALL.map((person) => ({ ...person, email: 'mail-00001@people.example' })));
  const fourBlank = csvOf(ALL.map((person, index) => (index < 4 ? { ...person, email: '' } : person)));
  const merging = (more: Record<string, string>): NonNullable<NamedScenario['source']> => ({
    connectorAttributes: { mergeRows: 'true', ...more },
  });
  const CASES: readonly NamedScenario[] = [
    {
      ...file(upper, { 'max-deletions': '0' }),
      name: 'any letter case',
      source: merging({ isCaseInsensitiveMerge: 'true' }),
    },
    { ...file(upper, { 'dry-run': 'true' }), name: 'exact letter case', source: merging({}) },
    ...(['error', 'warn', 'off'] as const).map((checks) => ({
      ...file(shared, { 'csv-checks': checks }),
      name: `by another column, csv-checks: ${checks}`,
      source: merging({ indexColumn: 'email' }),
    })),
    {
      ...file(shared, { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' }),
      name: 'by another column, only uploaded',
      source: { ...merging({ indexColumn: 'email' }), deleteThreshold: 100 },
    },
    {
      ...file(CLEAN, { 'dry-run': 'true' }),
      name: 'by another column that keeps the accounts apart',
      source: merging({ indexColumns: 'email' }),
    },
    {
      ...file(CLEAN, { 'dry-run': 'true' }),
      name: 'with a filter of its own',
      source: { connectorAttributes: { filterString: 'name=="Person 00001"' } },
    },
    {
      ...file(CLEAN, { 'dry-run': 'true' }),
      name: 'by a column that is not in the schema',
      source: merging({ indexColumn: 'ssn' }),
    },
    {
      ...file(CLEAN, { 'csv-checks': 'warn' }),
      name: 'by a column in other letters',
      source: merging({ indexColumn: 'EMAIL' }),
    },
    {
      ...file(fourBlank, { 'csv-checks': 'warn' }),
      name: 'by a column that four rows leave blank',
      source: merging({ indexColumn: 'email' }),
    },
  ];
  const played = playAll(CASES, [
    'any letter case',
    'by a column in other letters',
    'by a column that four rows leave blank',
  ]);

  it('is compared as it merges: identities that differ in letter case are one account', () => {
    const run = played('any letter case');
    expect(run.identities).toEqual(ALL.map(({ id }) => id));
    expect(run.outputs).toMatchObject({
      status: 'SUCCESS',
      'accounts-created': '0',
      'accounts-deleted': '0',
      'planned-created': '0',
      'planned-deleted': '0',
      'planned-kept': '20',
    });
  });

  it('makes one account of twenty where a file is only uploaded: this is what the checks prevent', () => {
    expect(played('by another column, only uploaded').identities).toHaveLength(1);
  });

  it('is compared exactly unless it says that it ignores letter case', () => {
    expect(played('exact letter case').outputs).toMatchObject({
      status: 'REJECTED',
      'planned-deleted': '20',
    });
  });

  it.each(['error', 'warn', 'off'])(
    'takes no file in which two accounts would become one, with csv-checks: %s',
    (checks) => {
      const run = played(`by another column, csv-checks: ${checks}`);
      expect([run.exitCode, run.outputs['status']]).toEqual([1, 'REJECTED']);
      expectNothingSent(run);
      if (checks === 'error') {
        expect(run.annotations[0]).toMatchObject({
          kind: 'error',
          properties: { title: 'merged-accounts', line: '3' },
        });
        expect(run.annotations[0]?.message).toMatch(/merges rows by "email", not by "id"/);
      }
    },
  );

  it('does not stop a file if the other column keeps the accounts apart', () => {
    const run = played('by another column that keeps the accounts apart');
    expect(run.outputs).toMatchObject({ status: 'PLANNED', 'planned-deleted': '0' });
    expect(rulesOf(run)).toEqual([]);
  });

  it('causes a warning if it leaves out rows that the plan keeps', () => {
    const run = played('with a filter of its own');
    expect(run.outputs).toMatchObject({ status: 'PLANNED', 'planned-deleted': '0' });
    expect(rulesOf(run)).toEqual(['warning rows-left-out -']);
  });

  it.each([
    ['by a column in other letters', 'other-merge-column', 'merges rows by "EMAIL"'],
    ['by a column that four rows leave blank', 'merged-accounts', 'merges rows by "email", not by "id"'],
  ])('is rejected whatever the checks say where it merges %s', (name, rule, says) => {
    const run = played(name);
    expect([run.exitCode, run.outputs['status']]).toEqual([1, 'REJECTED']);
    expect([run.asked('loadAccounts'), run.tasks]).toEqual([[], []]);
    expect(run.annotations.map(({ message, properties }) => [properties['title'], message])).toContainEqual([
      rule,
      expect.stringContaining(says),
    ]);
  });

  it('is rejected with the name of the column if the file cannot show what is merged', () => {
    const run = played('by a column that is not in the schema');
    expect(run.outputs['status']).toBe('REJECTED');
    expect(run.asked('loadAccounts')).toEqual([]);
    expect(rulesOf(run)).toContain('error other-merge-column -');
    expect(run.annotations[0]?.message).toContain('merges rows by "ssn"');
  });
});

describe('files that other programs have damaged', () => {
  const joined = `${csvOf(ALL.slice(0, 10))}\ufeff${csvOf(ALL.slice(10))}`;
  const CASES: readonly NamedScenario[] = [
    { ...file(joined), name: 'joined' },
    { ...file(joined, { 'csv-checks': 'warn', 'dry-run': 'true' }), name: 'joined, warn' },
    { ...file(`sep=;\n${CLEAN.replaceAll(',', ';')}`), name: 'with the line of Excel' },
    {
      ...file(CLEAN.replaceAll('Person 0000', 'PersÃ¶n 0000').replace('Person 00012', '#N/A')),
      name: 'garbled',
    },
    {
      ...file(Buffer.from(CLEAN.replaceAll('Person', 'Persön'), 'latin1')),
      name: 'not UTF-8',
    },
  ];
  const played = playAll(CASES, ['joined']);

  it('joined: the second heading is an error on its line', () => {
    const run = played('joined');
    expect(run.outputs['status']).toBe('REJECTED');
    expectNothingSent(run);
    expect(rulesOf(run)).toEqual(['error repeated-heading 12']);
  });

  it('joined, with csv-checks: warn: the account that ISC would make of it is part of the plan', () => {
    const run = played('joined, warn');
    expect(run.outputs).toMatchObject({ status: 'PLANNED', 'planned-created': '1', 'planned-kept': '20' });
  });

  it('the separator line of Excel is recognized and named', () => {
    const run = played('with the line of Excel');
    expect(rulesOf(run)).toEqual(['error not-a-header 1']);
    expect(run.annotations[0]?.message).toContain('separator line of Excel');
    expectNothingSent(run);
  });

  it('garbled text and errors of a spreadsheet are one warning each', () => {
    const run = played('garbled');
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(rulesOf(run)).toEqual(['warning garbled-text 2', 'warning spreadsheet-error 13']);
    expect(run.annotations[0]?.message).toContain('lines 2, 3, 4 and 6 more ("name")');
  });

  it('text that is not UTF-8 is one error, with the command that converts it', () => {
    const run = played('not UTF-8');
    expect(run.outputs['status']).toBe('REJECTED');
    expect(rulesOf(run)).toEqual(['error encoding 2']);
    expect(run.annotations[0]?.message).toMatch(
      /^20 lines are not valid UTF-8.*they look like Windows-1252.*iconv -f WINDOWS-1252 -t UTF-8/,
    );
    expectNothingSent(run);
  });
});
