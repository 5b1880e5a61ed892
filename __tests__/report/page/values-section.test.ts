import { describe, expect, it } from '@jest/globals';
import type { ColumnChanges, ValueChanges } from '../../../src/model/value-changes.js';
import { SUMMARY_DETAILS, type Detail } from '../../../src/report/page/detail.js';
import { valuesSection } from '../../../src/report/page/values-section.js';
import { PLAN } from '../fixtures.js';
import { peopleCounts } from '../../support/planned-people.js';

const [FULL] = SUMMARY_DETAILS as [Detail];

/** Ten accounts compared in two columns, and nothing changes. */
const UNCHANGED: ValueChanges = {
  compared: 10,
  unseen: 0,
  affected: 0,
  people: peopleCounts(0),
  affectedInNotation: 0,
  comparedColumns: 2,
  columns: [],
  notCompared: [],
  transitions: [],
  ids: [],
  profileUse: undefined,
};

function section(changes: Partial<ValueChanges>, detail = FULL): string | undefined {
  const values = { kind: 'compared', changes: { ...UNCHANGED, ...changes } } as const;
  return valuesSection({ ...PLAN, values }, detail);
}

function changing(column: string, changed: number, emptied = 0, filled = 0): ColumnChanges {
  return { column, changed, notation: 0, emptied, filled, losing: undefined };
}

describe('values', () => {
  it('are not mentioned if nothing changes, nobody asked for them, or there is no plan', () => {
    expect(section({})).toBeUndefined();
    expect(valuesSection({ ...PLAN, values: { kind: 'not-compared', why: '' } }, FULL)).toBeUndefined();
    expect(valuesSection(undefined, FULL)).toBeUndefined();
  });

  it('that cannot be compared are mentioned with the reason', () => {
    const values = { kind: 'not-compared', why: 'The source has the rule "<b>".' } as const;
    expect(valuesSection({ ...PLAN, values }, FULL)).toBe('ℹ️ The source has the rule "&#60;b&#62;".');
  });

  it('are in a table by column', () => {
    expect(section({ columns: [changing('status', 1_200, 3, 4), changing('a|b', 1)] }))
      .toMatchInlineSnapshot(`
      "**Values that change, by column** (of 10 accounts in the file and on the source)

      | Column | Changed | Only in notation | Emptied | Filled |
      | :-- | --: | --: | --: | --: |
      | status | 1,200 | 0 | 3 | 4 |
      | a&#124;b | 1 | 0 | 0 | 0 |

      ℹ️ ISC has not said which of these columns identity profiles read."
    `);
  });

  it('say how many change only in notation, and how many accounts lose one of several values', () => {
    const groups = { ...changing('groups', 36), losing: 35 };
    const page = section({ columns: [groups, { ...changing('start', 20), notation: 19 }] });
    expect(page).toContain('| Column | Changed | Only in notation | Emptied | Filled | Lose values |');
    expect(page).toContain('| groups | 36 | 0 | 0 | 0 | 35 |');
    expect(page).toContain('| start | 20 | 19 | 0 | 0 |  |');
  });

  it('of more than 20 columns are summed up in the last row', () => {
    const columns = Array.from({ length: 23 }, (_, n) => changing(`c${n + 1}`, 10, 20, 30));
    const page = section({ columns });
    expect(page).toContain('| c20 | 10 | 0 | 20 | 30 |');
    expect(page).not.toContain('| c21 |');
    expect(page).toContain('| 3 more columns | 30 | 0 | 60 | 90 |');
    expect(section({ columns: columns.slice(0, 20) })).not.toContain('more column');
  });
});

describe('the values of columns in show-values', () => {
  it('go from one to the other, none and several among them', () => {
    const page = section({
      transitions: [
        {
          column: 'status',
          transitions: [
            { from: { text: 'active' }, to: { text: 'in|active' }, accounts: 1_031 },
            { from: 'none', to: { text: 'active' }, accounts: 2 },
            { from: { text: 'active' }, to: 'several', accounts: 1 },
          ],
        },
      ],
    });
    expect(page).toMatchInlineSnapshot(`
      "**status**, most frequent changes

      - \`active\` → \`in|active\`: 1,031
      - (none) → \`active\`: 2
      - \`active\` → (several): 1"
    `);
  });

  it('may be too many to show, or none', () => {
    expect(section({ transitions: [{ column: 'id|x', transitions: undefined }] })).toMatchInlineSnapshot(
      `"**id&#124;x**: too many different values to show."`,
    );
    expect(section({ transitions: [{ column: 'status', transitions: [] }] })).toBeUndefined();
  });

  it('are shown of as many columns as the page has room for, and the others are counted', () => {
    const transitions = ['a', 'b', 'c'].map((column) => ({ column, transitions: undefined }));
    const page = section(
      { transitions: [{ column: 'same', transitions: [] }, ...transitions] },
      { ...FULL, transitions: 1 },
    );
    expect(page).toBe('**a**: too many different values to show.\n\nAnd the values of 2 more columns.');
    expect(section({ transitions }, { ...FULL, transitions: 3 })).not.toContain('more column');
  });
});

describe('what was not compared or counted', () => {
  it('is reported with the columns', () => {
    const page = section({
      unseen: 1,
      notCompared: [
        { column: 'a', why: 'ignored' },
        { column: 'b', why: 'not-shown' },
        { column: 'c', why: 'unreadable' },
      ],
    });
    expect(page?.split('<br>')).toEqual([
      'ℹ️ Not compared, because ISC does not show them: b, c.',
      'ℹ️ Not compared (ignore-columns): a.',
      'ℹ️ ISC shows no values for 1 account.',
    ]);
  });

  it('names 20 columns at most, and the number of the others', () => {
    const notCompared = Array.from({ length: 21 }, (_, n) => ({
      column: `c${n + 1}`,
      why: 'ignored' as const,
    }));
    expect(section({ notCompared })).toMatch(/ c19, c20, 1 more\.$/);
  });
});

describe('the changed accounts, with show-ids', () => {
  const ids = Array.from({ length: 3 }, (_, n) => ({ identity: `p\`${n}`, columns: ['name', 'a|b'] }));

  it('are named with their columns', () => {
    expect(section({ affected: 3, ids })).toMatchInlineSnapshot(`
      "<details><summary>Accounts to be changed: 3 ids</summary>

      - \`\` p\`0 \`\`: name, a&#124;b
      - \`\` p\`1 \`\`: name, a&#124;b
      - \`\` p\`2 \`\`: name, a&#124;b

      </details>"
    `);
  });

  it('are named with 20 columns at most', () => {
    const columns = Array.from({ length: 1_000 }, (_, n) => `c${n + 1}`);
    expect(section({ affected: 1, ids: [{ identity: 'p', columns }] })).toMatch(/ c20, 980 more$/m);
  });

  it('are listed as far as the page has room, and the rest are counted', () => {
    const page = section({ affected: 2_003, ids }, { ...FULL, ids: 2 });
    expect(page).toContain('Accounts to be changed: 2,003 ids');
    expect(page).toContain('And 2,001 more.');
    expect(page).not.toContain('p`2');
    expect(section({ affected: 3, ids }, { ...FULL, ids: 0 })).toBeUndefined();
  });
});
