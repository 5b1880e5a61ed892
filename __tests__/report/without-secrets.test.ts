import { describe, expect, it } from '@jest/globals';
import type { ValueChanges } from '../../src/model/value-changes.js';
import { withoutSecrets } from '../../src/report/without-secrets.js';
import { outcome, PLAN } from './fixtures.js';
import { peopleCounts } from '../support/planned-people.js';

const SECRET = 's3cret';
const redact = (text: string): string => text.replaceAll(SECRET, '***');

const CHANGES: ValueChanges = {
  ...{
    compared: 2,
    people: peopleCounts(2),
    unseen: 0,
    affected: 2,
    affectedInNotation: 0,
    comparedColumns: 1,
  },
  columns: [{ column: SECRET, changed: 1, notation: 0, emptied: 1, filled: 0, losing: undefined }],
  notCompared: [{ column: SECRET, why: 'ignored' }],
  transitions: [
    { column: SECRET, transitions: [{ from: { text: SECRET }, to: 'none', accounts: 1 }] },
    { column: SECRET, transitions: undefined },
  ],
  ids: [{ identity: SECRET, columns: [SECRET] }],
  profileUse: { profiles: [SECRET], attributes: [SECRET] },
};

describe('a secret', () => {
  it('in a name, a value or an id of a plan is not in the outcome that is shown', () => {
    const plan = {
      ...PLAN,
      ...{ createdIds: [SECRET], deletedIds: [SECRET], notes: [SECRET] },
      values: { kind: 'compared', changes: CHANGES } as const,
    };
    const shown = withoutSecrets(outcome({ plan }), { redact });
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    expect(JSON.stringify(shown).match(/\*\*\*/g)).toHaveLength(12);
  });

  it('in the reason why values are not compared is not shown either', () => {
    const plan = { ...PLAN, values: { kind: 'not-compared', why: `No: ${SECRET}.` } as const };
    expect(withoutSecrets(outcome({ plan }), { redact }).plan?.values).toEqual({
      kind: 'not-compared',
      why: 'No: ***.',
    });
  });
});
