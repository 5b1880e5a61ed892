import { describe, expect, it } from '@jest/globals';
import { aggregate, type AggregationResult } from '../../tenant/aggregation.js';
import { Ids } from '../../tenant/ids.js';
import { mergeRows } from '../../tenant/merge-rows.js';
import type { AttributeValues, SandboxAccount, SandboxSource } from '../../tenant/model.js';
import { sourceOf, type SourceSeed } from '../../tenant/source-seed.js';

function source(seed: Partial<SourceSeed> = {}): SandboxSource {
  return sourceOf({ name: 'HR', attributes: ['id', 'name'], ...seed }, new Ids(), 0);
}

/** Accounts 1 to `count`, each with its number as its name. */
function accounts(count: number): Map<string, SandboxAccount> {
  const ids = Array.from({ length: count }, (_, index) => String(index + 1));
  return new Map(ids.map((id) => [id, account(id)]));
}

function account(id: string): SandboxAccount {
  return {
    id,
    sourceId: 'hr',
    nativeIdentity: id,
    name: id,
    attributes: { id, name: id },
    created: 0,
    modified: 0,
  };
}

/** What an aggregation makes of the rows that a source delivers. */
function aggregated(
  of: SandboxSource,
  now: ReadonlyMap<string, SandboxAccount>,
  delivered: readonly AttributeValues[],
  optimization = true,
): AggregationResult {
  return aggregate(of, now, mergeRows(delivered, of), optimization);
}

function rows(...ids: (string | [string, string])[]): AttributeValues[] {
  return ids.map((one) => {
    const [id, name] = typeof one === 'string' ? [one, one] : one;
    return { id, name };
  });
}

describe('what an aggregation makes of the accounts', () => {
  it.each([
    ['a new row creates', rows('1', '2'), 1, { total: 2, created: 1, updated: 0, deleted: 0, optimized: 1 }],
    [
      'a changed row updates',
      rows(['1', 'new']),
      1,
      { total: 1, created: 0, updated: 1, deleted: 0, optimized: 0 },
    ],
    ['an absent row deletes', rows('1'), 2, { total: 1, created: 0, updated: 0, deleted: 1, optimized: 1 }],
    ['no row deletes all', rows(), 3, { total: 0, created: 0, updated: 0, deleted: 3, optimized: 0 }],
    [
      'a row without identity is ignored',
      rows('1', ''),
      1,
      { total: 1, created: 0, updated: 0, deleted: 0, ignored: 1 },
    ],
  ])('%s', (_name, delivered, now, counts) => {
    expect(aggregated(source(), accounts(now), delivered).counts).toMatchObject(counts);
  });

  it('reprocesses what has not changed with the optimization switched off', () => {
    const { counts } = aggregated(source(), accounts(2), rows('1', '2'), false);
    expect(counts).toMatchObject({ updated: 2, optimized: 0 });
  });
});

describe('values', () => {
  const typed = { attributes: ['id', 'name', { name: 'groups', isMulti: true }] };
  const person = (id: string, name: string, groups: readonly string[]): AttributeValues => ({
    id,
    name,
    groups,
  });
  const now = (...people: AttributeValues[]): Map<string, SandboxAccount> =>
    new Map(
      people.map((attributes) => [
        String(attributes['id']),
        { ...account(String(attributes['id'])), attributes },
      ]),
    );

  it('updated counts the accounts with a changed value, optimized the others', () => {
    const result = aggregated(
      source(typed),
      now(person('1', 'Ada', ['a', 'b']), person('2', 'Bob', []), person('3', 'Cy', ['a'])),
      [person('1', 'Ada', ['b']), person('1', 'Ada', ['a']), person('2', '', []), person('3', 'Cy', ['c'])],
    );
    expect(result.counts).toMatchObject({ total: 3, updated: 2, optimized: 1, created: 0, deleted: 0 });
    expect([...result.written.keys()]).toEqual(['2', '3']);
    expect(result.written.get('3')).toEqual({ id: '3', name: 'Cy', groups: ['c'] });
  });

  it('a value missing from both the account and the file is no change', () => {
    const result = aggregated(source(typed), now({ id: '1', name: 'Ada' }), [person('1', 'Ada', [])]);
    expect(result.counts).toMatchObject({ updated: 0, optimized: 1 });
  });
});

describe('the delete threshold', () => {
  it.each([
    ['absent: protects nothing', undefined, 10, 10, 'SUCCESS'],
    ['0: protects nothing', 0, 10, 10, 'SUCCESS'],
    ['exactly at it: deletes', 10, 1, 1, 'SUCCESS'],
    ['above it: skips deleting', 10, 2, 0, 'WARNING'],
    ['100: deletes all', 100, 10, 10, 'SUCCESS'],
  ])('%s', (_name, deleteThreshold, absent, deleted, status) => {
    const of = source(deleteThreshold === undefined ? {} : { deleteThreshold });
    const result = aggregated(
      of,
      accounts(10),
      rows(...['10', '9', '8', '7', '6', '5', '4', '3', '2', '1'].slice(absent)),
    );
    expect(result.counts.deleted).toBe(deleted);
    expect(result.completionStatus).toBe(status);
    expect(result.messages).toHaveLength(status === 'WARNING' ? 1 : 0);
  });

  it('may be one of the connector attributes', () => {
    const of = source({ connectorAttributes: { deleteThresholdPercentage: '10' } });
    expect(aggregated(of, accounts(10), rows('1')).counts.deleted).toBe(0);
  });

  it.each(['true', true])('does not matter where deletion is switched off (%j)', (checkDeletedDisabled) => {
    const of = source({ deleteThreshold: 10, connectorAttributes: { checkDeletedDisabled } });
    const result = aggregated(of, accounts(10), rows());
    expect(result).toMatchObject({ completionStatus: 'SUCCESS', deleted: [], messages: [{ type: 'INFO' }] });
  });
});

describe('rows of one account', () => {
  const groups = ['id', 'name', { name: 'groups', isMulti: true }];
  const row = (id: string, group: string): AttributeValues => ({ id, name: id, groups: group });

  it.each([
    ['together, multi-valued attribute: merged', { attributes: groups }, ['a', 'b']],
    [
      'together, mergeRows: merged',
      { attributes: groups, connectorAttributes: { mergeRows: 'true' } },
      ['a', 'b'],
    ],
    ['together, nothing merges them: the last one counts', { attributes: ['id', 'name', 'groups'] }, 'b'],
  ])('%s', (_name, seed, expected) => {
    const { accounts: made } = mergeRows([row('1', 'a'), row('1', 'b')], source(seed));
    expect(made.get('1')?.['groups']).toEqual(expected);
  });

  it('apart: the later row replaces the earlier one', () => {
    const { accounts: made } = mergeRows(
      [row('1', 'a'), row('2', 'x'), row('1', 'b')],
      source({ attributes: groups }),
    );
    expect(made.get('1')?.['groups']).toEqual(['b']);
  });

  it('the same value twice is one value, an empty one is none', () => {
    const { accounts: made } = mergeRows(
      [row('1', 'a'), row('1', 'a'), row('1', '')],
      source({ attributes: groups }),
    );
    expect(made.get('1')?.['groups']).toEqual(['a']);
  });
});

describe('how a source merges', () => {
  const merging = { attributes: ['id', 'name', 'mail'], connectorAttributes: { mergeRows: true } };
  const row = (id: string, name: string, mail = ''): AttributeValues => ({ id, name, mail });

  it('a single value: the last one that is not blank', () => {
    const { accounts: made } = mergeRows(
      [row('1', 'Ada', 'a@x'), row('1', 'Eva'), row('1', '')],
      source(merging),
    );
    expect(made.get('1')).toEqual({ id: '1', name: 'Eva', mail: 'a@x' });
  });

  it.each([[{ indexColumn: 'mail' }], [{ indexColumns: 'mail' }], [{ indexColumns: 'mail, name' }]])(
    'by %j: rows of two identities become one account, the first one',
    (index) => {
      const of = source({ ...merging, connectorAttributes: { mergeRows: 'true', ...index } });
      const { accounts: made } = mergeRows(
        [row('1', 'Ada', 'm'), row('2', 'Ada', 'm'), row('3', 'Cy', 'n')],
        of,
      );
      expect([...made.keys()]).toEqual(['1', '3']);
      expect(made.get('1')).toEqual({ id: '1', name: 'Ada', mail: 'm' });
    },
  );

  describe('in any letter case', () => {
    const anyCase = source({
      ...merging,
      connectorAttributes: { mergeRows: 'true', isCaseInsensitiveMerge: true },
    });

    it('adjacent rows are merged; others replace each other', () => {
      const delivered = [row('ab', 'Ada'), row('AB', '', 'a@x'), row('c', 'Cy'), row('Ab', 'Eva')];
      expect([...mergeRows(delivered, anyCase).accounts]).toEqual([
        ['ab', { id: 'Ab', name: 'Eva', mail: '' }],
        ['c', { id: 'c', name: 'Cy', mail: '' }],
      ]);
      expect(mergeRows(delivered.slice(0, 2), anyCase).accounts.get('ab')).toEqual(row('ab', 'Ada', 'a@x'));
    });

    it('an account is found in whatever case it is delivered, and none is deleted because of its case', () => {
      const before = new Map([['AB', { ...account('AB'), attributes: row('AB', 'Ada') }]]);
      const result = aggregated(anyCase, before, [row('ab', 'Eva')]);
      expect(result).toMatchObject({ counts: { created: 0, updated: 1 }, deleted: [] });
      expect([...result.written.keys()]).toEqual(['AB']);
    });
  });

  it('otherwise letter case matters', () => {
    expect([...mergeRows([row('ab', 'Ada'), row('AB', 'Eva')], source(merging)).accounts.keys()]).toEqual([
      'ab',
      'AB',
    ]);
  });
});
