import { describe, expect, it } from '@jest/globals';
import { aggregate } from '../../src/sandbox/aggregation.js';
import { Ids } from '../../src/sandbox/ids.js';
import { mergeRows } from '../../src/sandbox/merge-rows.js';
import type { AttributeValues, SandboxAccount, SandboxSource } from '../../src/sandbox/model.js';
import { sourceOf, type SourceSeed } from '../../src/sandbox/source-seed.js';

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
    expect(aggregate(source(), accounts(now), delivered, true).counts).toMatchObject(counts);
  });

  it('reprocesses what has not changed with the optimization switched off', () => {
    const { counts } = aggregate(source(), accounts(2), rows('1', '2'), false);
    expect(counts).toMatchObject({ updated: 2, optimized: 0 });
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
    const result = aggregate(
      of,
      accounts(10),
      rows(...['10', '9', '8', '7', '6', '5', '4', '3', '2', '1'].slice(absent)),
      true,
    );
    expect(result.counts.deleted).toBe(deleted);
    expect(result.completionStatus).toBe(status);
    expect(result.messages).toHaveLength(status === 'WARNING' ? 1 : 0);
  });

  it('does not matter where deletion is switched off', () => {
    const of = source({ connectorAttributes: { checkDeletedDisabled: 'true' } });
    const result = aggregate(of, accounts(10), rows(), true);
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

  it('apart: the later one replaces the earlier one', () => {
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
