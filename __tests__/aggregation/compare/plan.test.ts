import type { Account } from '../../../src/isc/decode-account.js';
import { describe, expect, it } from '@jest/globals';
import { planFrom, type PlanOptions } from '../../../src/aggregation/compare/plan.js';
import { accountsOf } from '../../csv/checking.js';
import { UNKNOWN_OWNERSHIP } from '../../support/planned-people.js';

const IDS_SHOWN: PlanOptions = { deletionDisabled: false, ignoresLetterCase: false, showIds: true };

async function* pagesOf(...pages: readonly string[][]): AsyncGenerator<Account[]> {
  for (const page of pages) yield await Promise.resolve(page.map(accountOf));
}

const accountOf = (identity: string): Account => ({
  id: identity,
  identity,
  created: '',
  attributes: undefined,
  ownership: UNKNOWN_OWNERSHIP,
});

const words = (text: string): string[] => (text === '' ? [] : text.split(' '));

describe('planFrom', () => {
  it.each([
    ['nothing changes', 'a b', ['a b'], { created: 0, deleted: 0, kept: 2, accountsNow: 2 }],
    ['some come, some go', 'b c d', ['a b'], { created: 2, deleted: 1, kept: 1, accountsNow: 2 }],
    ['a first load', 'a b', [], { created: 2, deleted: 0, kept: 0, accountsNow: 0 }],
    ['an empty file', '', ['a', 'b'], { created: 0, deleted: 2, kept: 0, accountsNow: 2 }],
    ['pages in any order', 'a d', ['c d', '', 'a b'], { created: 0, deleted: 2, kept: 2, accountsNow: 4 }],
    ['ids that differ in letter case', 'A', ['a'], { created: 1, deleted: 1, kept: 0, accountsNow: 1 }],
  ])('%s', async (_, file, pages, expected) => {
    const plan = await planFrom(accountsOf(words(file)), pagesOf(...pages.map(words)), IDS_SHOWN);
    expect(plan).toMatchObject({ ...expected, notes: [] });
  });

  it('compares ids in any letter case where the source does', async () => {
    const plan = await planFrom(
      accountsOf(['Ann', 'BOB', 'New'], true),
      pagesOf(['ANN', 'ann', 'Old'], ['bob']),
      {
        ...IDS_SHOWN,
        ignoresLetterCase: true,
      },
    );
    expect(plan).toMatchObject({ created: 1, deleted: 1, kept: 2, createdIds: ['New'], deletedIds: ['Old'] });
  });

  it('counts each of several accounts with the same native identity', async () => {
    async function* doubled(): ReturnType<typeof pagesOf> {
      const accounts = [accountOf('a'), accountOf('gone'), accountOf('b')];
      yield await Promise.resolve([...accounts, ...accounts.map((one) => ({ ...one, id: `${one.id}-2` }))]);
    }
    const plan = await planFrom(accountsOf(['a', 'b', 'c']), doubled(), IDS_SHOWN);
    expect(plan).toMatchObject({ created: 1, deleted: 2, kept: 4, accountsNow: 6, deletedIds: ['gone'] });
  });

  it.each([false, true])(
    'reports each account, with its number in the file (deletions off: %s)',
    async (deletionDisabled) => {
      const told: string[] = [];
      await planFrom(accountsOf(['a', 'new', 'b']), pagesOf(['b', 'old'], ['a', 'gone']), {
        ...IDS_SHOWN,
        deletionDisabled,
        onAccount: ({ identity }, number = -1) => told.push(`listed ${identity} ${number}`),
        onDeletion: (id) => told.push(`deleted ${id}`),
        onCreation: (id) => told.push(`created ${id}`),
      });
      const deleted = (id: string): string[] => (deletionDisabled ? [] : [`deleted ${id}`]);
      expect(told).toEqual([
        ...[
          'listed b 2',
          'listed old -1',
          ...deleted('old'),
          'listed a 0',
          'listed gone -1',
          ...deleted('gone'),
        ],
        'created new',
      ]);
    },
  );

  it('says that it is uncertain where a BuildMap rule may rewrite the ids', async () => {
    const plan = await planFrom(accountsOf(['a']), pagesOf(['a']), { ...IDS_SHOWN, hasBuildMapRule: true });
    expect(plan.notes).toEqual([
      expect.stringMatching(/^The plan is uncertain: the source has a BuildMap rule/),
    ]);
  });

  it('compares ids untrimmed', async () => {
    const plan = await planFrom(accountsOf(['a ']), pagesOf(['a']), IDS_SHOWN);
    expect(plan).toMatchObject({ created: 1, deleted: 1 });
  });

  it('names the first 50 ids, by the order of the file and of the source', async () => {
    const hundred = (letter: string): string[] =>
      Array.from({ length: 100 }, (_, index) => `${letter}${index}`);
    const plan = await planFrom(accountsOf(hundred('new')), pagesOf(hundred('old')), IDS_SHOWN);
    expect(plan.createdIds).toEqual(hundred('new').slice(0, 50));
    expect(plan.deletedIds).toEqual(hundred('old').slice(0, 50));
  });

  it('names no id unless asked to', async () => {
    const plan = await planFrom(accountsOf(['new']), pagesOf(['old']), {
      deletionDisabled: false,
      ignoresLetterCase: false,
      showIds: false,
    });
    expect(plan).toMatchObject({ created: 1, deleted: 1, createdIds: [], deletedIds: [] });
  });

  it('deletes nothing where deletion detection is switched off, and says what stays', async () => {
    const plan = await planFrom(accountsOf(['a']), pagesOf(['a', 'b', 'c']), {
      deletionDisabled: true,
      ignoresLetterCase: false,
      showIds: true,
    });
    expect(plan).toMatchObject({ created: 0, deleted: 0, kept: 3, deletedIds: [] });
    expect(plan.notes).toEqual([expect.stringContaining('(2 now)')]);
  });

  it('throws what the pages throw', async () => {
    async function* broken(): ReturnType<typeof pagesOf> {
      yield await Promise.resolve([accountOf('a')]);
      throw new Error('page 2 is gone');
    }
    await expect(planFrom(accountsOf([]), broken(), IDS_SHOWN)).rejects.toThrow('page 2 is gone');
  });
});
