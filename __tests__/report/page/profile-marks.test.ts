import { describe, expect, it } from '@jest/globals';
import type { Plan } from '../../../src/model/outcome.js';
import type { ColumnChanges, ValueChanges } from '../../../src/model/value-changes.js';
import { SUMMARY_DETAILS, type Detail } from '../../../src/report/page/detail.js';
import { valuesSection } from '../../../src/report/page/values-section.js';
import { PLAN } from '../fixtures.js';
import { peopleCounts } from '../../support/planned-people.js';

const NOTHING: ValueChanges = {
  ...{
    compared: 200,
    people: peopleCounts(0),
    unseen: 0,
    affected: 0,
    affectedInNotation: 0,
    comparedColumns: 3,
  },
  ...{ columns: [], notCompared: [], transitions: [], ids: [] },
  profileUse: undefined,
};

const DETAIL = SUMMARY_DETAILS[0] as Detail;

const column = (name: string, about: Partial<ColumnChanges> = {}): ColumnChanges => ({
  ...{ column: name, changed: 3, notation: 0, emptied: 2, filled: 1, losing: undefined },
  ...about,
});

function section(changes: Partial<ValueChanges>): string {
  const plan: Plan = { ...PLAN, values: { kind: 'compared', changes: { ...NOTHING, ...changes } } };
  return valuesSection(plan, DETAIL) ?? '';
}

const HOSTILE = '<img src=x>|`*_\u202e@everyone\n::error::x';

describe('columns that identity profiles read', () => {
  it('are marked where identity profiles read them, and the mark is explained', () => {
    const profileUse = { profiles: ['Employees', 'Contractors'], attributes: ['status', 'email'] };
    const text = section({ columns: [column('status'), column('badge')], profileUse });
    expect(text).toMatch(/\| status 👤 \|[^]*\| badge \|/);
    expect(text).toMatch(/👤 Read by identity profiles \(Employees, Contractors\): a change here can change/);
  });

  it('are marked in the sum of the other columns, too', () => {
    const columns = Array.from({ length: 22 }, (_, index) => column(`c${index}`));
    const text = section({ columns, profileUse: { profiles: [], attributes: ['c21'] } });
    expect(text).toContain('| 2 more columns 👤 |');
    expect(text).toContain('👤 Read by identity profiles: a change');
  });

  it.each([
    ['no profile reads one of them', { profiles: ['Employees'], attributes: ['email'] }],
    ['ISC has not told', undefined],
  ])('have no mark where %s', (_, profileUse) => {
    const text = section({ columns: [column('status')], profileUse });
    expect(text).not.toContain('👤');
    expect(text.includes('ISC has not said which of these columns')).toBe(profileUse === undefined);
  });

  it('name ten profiles, and count the others', () => {
    const profiles = Array.from({ length: 12 }, (_, index) => `P${index}`);
    const text = section({ columns: [column('status')], profileUse: { profiles, attributes: ['status'] } });
    expect(text).toContain('P9, 2 more)');
    expect(text).not.toContain('P10');
  });

  it('and values carry no Markdown, HTML, command or invisible character of a name or value', () => {
    const text = section({
      columns: [column(HOSTILE)],
      transitions: [
        { column: HOSTILE, transitions: [{ from: { text: HOSTILE }, to: { text: HOSTILE }, accounts: 1 }] },
      ],
      ids: [{ identity: HOSTILE, columns: [HOSTILE] }],
      profileUse: { profiles: [HOSTILE], attributes: [HOSTILE] },
    });
    // In a code span nothing but its end is Markdown.
    const outside = text.replace(/`` .*? ``/g, '');
    expect(outside).not.toMatch(/<img|`|@everyone/);
    expect(text).not.toMatch(/\n::|\u202e/);
    expect(text.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(3);
  });
});
