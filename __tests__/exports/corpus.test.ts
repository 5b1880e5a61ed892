import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import type { AttributeValues, SchemaAttribute } from '../../sandbox/tenant/model.js';
import { ACCOUNT_HABITS, VALUE_HABITS } from '../../sandbox/tenant/habits.js';
import { rowsOf } from '../../sandbox/tenant/csv-file.js';
import type { SettingsChange } from '../../sandbox/tenant/settings.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { idleClock } from '../support/idle-clock.js';
import { runMain, type MainRun } from '../support/run-main.js';

/** Files as real programs have written them (README.md in this folder), each against the people that it was made of. */

interface People {
  readonly attributes: readonly SchemaAttribute[];
  readonly identityAttribute: string;
  readonly displayAttribute: string;
  readonly accounts: readonly AttributeValues[];
}

interface Export {
  readonly name: string;
  /** `right`: nothing may be found or change. `spoilt`: so many accounts change. `stopped`: it must not pass. */
  readonly kind: 'right' | 'spoilt' | 'stopped';
  readonly table: 'full' | 'easy';
  readonly delimiter: string;
  readonly changed?: number;
  readonly columns?: Readonly<Record<string, Counts>>;
  /** The rules that a spoilt file breaks. */
  readonly findings?: readonly string[];
}

/** Counts of accounts by column. */
interface Counts {
  readonly changed: number;
  readonly emptied: number;
  readonly filled: number;
}

const FOLDER = '__tests__/exports';
const EXPORTS = read('corpus.json') as readonly Export[];
const PEOPLE = read('people.json') as Readonly<Record<Export['table'], People>>;
const ALL = { 'max-deletions': '100%', 'max-changes': '100%' };

const UNCHANGED = { 'planned-created': '0', 'planned-deleted': '0', 'planned-changed': '0' };

/** Every habit of a tenant in which it lists accounts and shows values, several at a time. */
const HABITS: readonly SettingsChange[] = [
  {
    accounts: { pageSize: 3, overlap: 1, totalCount: 'absent', slimAttributes: 'present' },
    values: { booleans: 'json', numbers: 'json', dates: 'epoch', blanks: 'null', lists: 'joined' },
  },
  {
    accounts: { pageSize: 4, created: 'epoch', slimAttributes: 'empty' },
    values: { dates: 'iso', blanks: 'absent', lists: 'one-as-string', extraKeys: true },
  },
  {
    accounts: { sorters: 'reverse-refused', totalCountError: -2, sourceField: 'source.id' },
    values: { blanks: 'null', lists: 'one-as-string', entitlements: 'apart-beside-null' },
  },
  {
    accounts: { slimAttributes: 'absent', otherField: 'empty' },
    values: { blanks: 'absent', entitlements: 'apart', lists: 'joined', dates: 'epoch' },
  },
];

let sandbox: Sandbox;

// A tenant for each file: one for all would answer 429 after its hundredth request in ten seconds.
beforeEach(async () => {
  sandbox = await startSandbox();
});

afterEach(async () => {
  await sandbox.close();
});

function read(name: string): unknown {
  return JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as unknown;
}

/** Plans the file against a source that has exactly the people that it was made of. */
async function plan(
  { name, table, delimiter }: Export,
  inputs: Readonly<Record<string, string>>,
): Promise<MainRun> {
  const connectorAttributes = { delimiter };
  const source = sandbox.tenant.addSource({
    name,
    ...PEOPLE[table],
    deleteThreshold: 20,
    connectorAttributes,
  });
  const file = readFileSync(`${FOLDER}/files/${name}.csv`);
  const given = { 'base-url': sandbox.url, 'source-id': source.id, 'csv-path': 'hr.csv', 'dry-run': 'true' };
  return runMain({ ...given, ...inputs }, { 'hr.csv': file }, idleClock());
}

function named(kind: Export['kind']): readonly (readonly [string, Export])[] {
  return EXPORTS.filter((one) => one.kind === kind).map((one) => [one.name, one]);
}

/** One of each group of right files with the same cells in the same order: for a tenant they do not differ. */
async function differentToTenants(): Promise<readonly (readonly [string, Export])[]> {
  const byCells = new Map<string, readonly [string, Export]>();
  for (const [name, one] of named('right')) {
    const rows: unknown[] = [one.table];
    const attributes = { connectorAttributes: { delimiter: one.delimiter } };
    for await (const row of rowsOf([readFileSync(`${FOLDER}/files/${name}.csv`)], attributes)) rows.push(row);
    byCells.set(JSON.stringify(rows), [name, one]);
  }
  return [...byCells.values()];
}

/** The rows of the table of values in the summary. */
function columnsIn(summary: string): Readonly<Record<string, Counts>> {
  const [, table = ''] = summary.split('| Column | Changed |');
  const rows = table.split('\n\n')[0]?.split('\n').slice(2) ?? [];
  return Object.fromEntries(
    rows.map((row) => {
      const [, name = '', changed, , emptied, filled] = row.split('|').map((cell) => cell.trim());
      return [name, { changed: Number(changed), emptied: Number(emptied), filled: Number(filled) }];
    }),
  );
}

/** The rules of the findings that the summary shows. */
function rulesIn(summary: string): readonly string[] {
  return Array.from(summary.matchAll(/^(?:❌|⚠️) \*\*`([a-z-]+)`\*\*/gmu), ([, rule = '']) => rule).sort();
}

const DIFFERENT = await differentToTenants();

describe('files of real programs', () => {
  it('are all in the list', () => {
    const files = readdirSync(`${FOLDER}/files`).map((file) => file.replace(/\.csv$/, ''));

    expect(files.sort()).toEqual(EXPORTS.map(({ name }) => name).sort());
  });

  it.each(named('right'))('raise no alarm where they are right: %s', async (_, one) => {
    const { outputs, log } = await plan(one, {});

    expect(log).not.toMatch(/^(?:error|warning|failed): /m);
    expect(outputs).toMatchObject({ ...UNCHANGED, status: 'PLANNED' });
  });

  it.each(DIFFERENT)('raise none on a tenant with any habit: %s', async (_, one) => {
    for (const settings of HABITS) {
      Object.assign(sandbox.settings.accounts, ACCOUNT_HABITS, settings.accounts);
      Object.assign(sandbox.settings.values, VALUE_HABITS, settings.values);
      const { outputs, log } = await plan(one, {});

      expect(log).not.toMatch(/^(?:error|warning|failed): /m);
      expect(outputs).toMatchObject({ ...UNCHANGED, status: 'PLANNED' });
    }
  });

  it.each(named('spoilt'))('are counted exactly where they are spoilt, and say why: %s', async (_, one) => {
    const { outputs, summary } = await plan(one, {});

    expect(outputs['planned-changed']).toBe(String(one.changed));
    expect(columnsIn(summary)).toEqual(one.columns);
    expect(rulesIn(summary)).toEqual(one.findings);
    expect(outputs['status']).toBe('REJECTED');
  });

  it.each(named('stopped'))('are stopped where nobody can read them: %s', async (_, one) => {
    const { outputs, failures } = await plan(one, ALL);

    expect(outputs['status']).toBe('REJECTED');
    expect(failures).toHaveLength(1);
  });
});
