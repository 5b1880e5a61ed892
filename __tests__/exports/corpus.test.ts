import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import type { AttributeValues, SchemaAttribute } from '../../sandbox/tenant/model.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { turnClock } from '../support/clocks.js';
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
}

const FOLDER = '__tests__/exports';
const EXPORTS = read<readonly Export[]>('corpus.json');
const PEOPLE = read<Readonly<Record<Export['table'], People>>>('people.json');
const ALL = { 'max-deletions': '100%', 'max-changes': '100%' };

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});

afterAll(async () => {
  await sandbox.close();
});

function read<T>(name: string): T {
  return JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as T;
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
  return runMain({ ...given, ...inputs }, { 'hr.csv': file }, turnClock(10));
}

function named(kind: Export['kind']): readonly (readonly [string, Export])[] {
  return EXPORTS.filter((one) => one.kind === kind).map((one) => [one.name, one]);
}

describe('files of real programs', () => {
  it('are all in the list', () => {
    const files = readdirSync(`${FOLDER}/files`).map((file) => file.replace(/\.csv$/, ''));

    expect(files.sort()).toEqual(EXPORTS.map(({ name }) => name).sort());
  });

  it.each(named('right'))('raise no alarm where they are right: %s', async (_, one) => {
    const { outputs, log } = await plan(one, {});

    expect(log).not.toMatch(/^(?:error|warning|failed): /m);
    expect(outputs).toMatchObject({
      status: 'PLANNED',
      'planned-created': '0',
      'planned-deleted': '0',
      'planned-changed': '0',
    });
  });

  it.each(named('stopped'))('are stopped where nobody can read them: %s', async (_, one) => {
    const { outputs, failures } = await plan(one, ALL);

    expect(outputs['status']).toBe('REJECTED');
    expect(failures).toHaveLength(1);
  });
});
