import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compareWithTenant } from '../../../src/aggregation/compare/compare.js';
import { changesOver } from '../../../src/aggregation/compare/limits.js';
import { listAccounts } from '../../../src/isc/accounts.js';
import { getSource } from '../../../src/isc/sources.js';
import type { PlannedValues } from '../../../src/model/outcome.js';
import type { AccountLimit } from '../../../src/model/limit.js';
import type { ValueChanges } from '../../../src/model/value-changes.js';
import { startSandbox, type Sandbox } from '../../../sandbox/tenant/sandbox.js';
import { accountsOf } from '../../csv/checking.js';
import { connect, type Connected } from '../../support/tenant.js';
import { changes, column, findings, times, valuesOf, type Account, type Row } from './comparing.js';
import { limitOf } from '../../support/limits.js';

/** What nobody should send, and somebody will: an answer each. */

const ID = '2c9180867a11e5a9017a1b2c3d4e0001';
const MIB = 1024 * 1024;

const percent = (of: number): AccountLimit => limitOf('max-changes', `${of}%`);

describe('a cell of 4 MiB', () => {
  const huge = 'Ü'.repeat(2 * MIB - 8);
  const notes = [column('notes', { isShown: true })];

  it('is equal to itself, and not to one with another end', () => {
    expect(changes(notes, [['1', huge]], [['1', { notes: huge }]]).affected).toBe(0);
    expect(changes(notes, [['1', huge]], [['1', { notes: `${huge}!` }]]).affected).toBe(1);
  });

  it('is not looked at for what an encoding may have made of it, which would take a minute', () => {
    const name = 'Ü'.repeat(1_000);
    const garbled = (text: string): Row => ['1', Buffer.from(text).toString('latin1')];
    const rules = (text: string): readonly string[] =>
      findings(notes, [garbled(text)], [['1', { notes: text }]]).map(({ rule }) => rule);
    expect(rules(name)).toEqual(['values-garbled']);
    expect(rules(`${name}Ü`)).toEqual([]);
    const groups = [column('groups', { isMulti: true })];
    const rows: Row[] = [['1', 'GÃ¤ste'], garbled(`${name}Ü`)];
    const found = findings(groups, rows, [['1', { groups: ['Gäste', `${name}Ü`] }]]);
    expect(found.map(({ rule }) => rule)).toEqual(['values-garbled']);
  });

  it('is shortened where it may be shown', () => {
    const long = 'Ü'.repeat(100_000);
    const { transitions } = changes(notes, [['1', long]], [['1', { notes: 'short' }]]);
    expect(JSON.stringify(transitions).length).toBeLessThan(300);
    expect(transitions[0]?.transitions).toMatchObject([{ from: { text: 'short' }, accounts: 1 }]);
  });
});

describe('a file with 1,000 columns', () => {
  const wide = times(1_000, (index) => column(`c${index}`));
  const rows = times(12, (account): Row => [`${account}`, ...times(1_000, (index) => `v${index}`)]);
  const accounts = times(12, (account): Account => {
    const values = times(1_000, (index) => [`c${index}`, account === 0 ? 'other' : `v${index}`]);
    return [`${account}`, Object.fromEntries(values)];
  });

  it('is compared in all of them', () => {
    const { affected, columns, comparedColumns } = changes(wide, rows, accounts);
    expect({ affected, comparedColumns, columns: columns.length }).toEqual({
      ...{ affected: 1, comparedColumns: 1_000, columns: 1_000 },
    });
    expect(findings(wide, rows, accounts)).toEqual([]);
  });
});

describe('columns of several types whose values are mixed up', () => {
  /** A list that counts how often its values are read. */
  class Counted extends Array<string> {
    reads = 0;

    override [Symbol.iterator](): ArrayIterator<string> {
      this.reads += 1;
      return super[Symbol.iterator]();
    }
  }

  /** How often a value is read where it may stand in so many columns of another type. */
  function readsWith(others: number): number {
    const dates = times(others, (index) => column(`d${index}`, { type: 'DATE' }));
    const row: Row = ['1', 'x', ...times(others, () => 'name')];
    const value = new Counted();
    value.push('name');
    const now = Object.fromEntries(dates.map(({ name }) => [name, '2024-01-31']));
    changes([column('name'), ...dates], [row], [['1', { name: value, ...now }]]);
    return value.reads;
  }

  it('are read as another type once, however many columns have it', () => {
    expect(readsWith(40)).toBe(readsWith(1));
  });
});

describe('a column of show-values with 10,000 different values', () => {
  it('is counted, and not shown', () => {
    const badges = [column('badge', { isShown: true })];
    const rows = times(10_000, (index): Row => [`${index}`, `new ${index}`]);
    const accounts = times(10_000, (index): Account => [`${index}`, { badge: `old ${index}` }]);
    const { columns, transitions } = changes(badges, rows, accounts);
    expect(columns).toMatchObject([{ column: 'badge', changed: 10_000, emptied: 0, filled: 0 }]);
    expect(transitions).toEqual([{ column: 'badge', transitions: undefined }]);
  });
});

describe('attributes of the wrong shape', () => {
  let sandbox: Sandbox;
  let tenant: Connected;

  beforeEach(async () => {
    sandbox = await startSandbox({ sources: [{ id: ID, name: 'HR' }] });
    tenant = connect(sandbox.url);
  });

  afterEach(async () => {
    tenant.close();
    await sandbox.close();
  });

  /** Compares two accounts with ISC, which shows these attributes for each of them. */
  async function valuesBeside(attributes: unknown): Promise<PlannedValues | undefined> {
    const body = ['1', '2'].map((id) => ({ id, nativeIdentity: id, attributes }));
    const headers = { 'X-Total-Count': '2' };
    sandbox.script({
      operation: 'listAccounts',
      times: Infinity,
      fault: { kind: 'reply', status: 200, headers, body },
    });
    const file = valuesOf(
      [column('name')],
      [
        ['1', 'Ada'],
        ['2', 'Bo'],
      ],
    );
    const { plan } = await compareWithTenant(
      await listAccounts(tenant.connection, ID, { values: true }),
      await getSource(tenant.connection, ID),
      accountsOf(['1', '2']),
      { kind: 'values', file, ignored: [], hasRows: true },
      { limit: percent(10), showIds: false, mostReviewed: undefined },
    );
    return plan?.values;
  }

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'name=Ada'],
    ['a list', [{ name: 'Ada' }]],
    ['a number', 7],
    ['absent', undefined],
    ['without a key', {}],
  ])('%s: no value is seen, and max-changes cannot be held', async (_, attributes) => {
    const values = await valuesBeside(attributes);
    expect(values).toMatchObject({ changes: { compared: 0, unseen: 2, affected: 0 } });
    const plan = { accountsNow: 2, values: values as PlannedValues };
    expect(changesOver(plan, percent(100))).toBeUndefined();
    expect(changesOver(plan, percent(0))?.status).toBe('FAILED');
  });

  it.each<[string, unknown, Partial<ValueChanges>]>([
    [
      'an object in the place of a value',
      { name: {} },
      { notCompared: [{ column: 'name', why: 'unreadable' }] },
    ],
    ['a list of lists', { name: [['Ada']] }, { notCompared: [{ column: 'name', why: 'unreadable' }] }],
    ['a key of every object', { constructor: 'x' }, { notCompared: [{ column: 'name', why: 'not-shown' }] }],
  ])('%s: the column is not compared, and said to be', async (_, attributes, expected) => {
    const values = await valuesBeside(attributes);
    expect(values).toMatchObject({ changes: { ...expected, affected: 0 } });
    expect(changesOver({ accountsNow: 2, values: values as PlannedValues }, percent(0))?.status).toBe(
      'FAILED',
    );
  });
});
