import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countOf, hashedDeletions, uncovered } from '../../../src/aggregation/reviewed/hidden-plan.js';

const KEY = Buffer.alloc(32, 7);

const deletion = (identity: string, isInactive = false) => ({ identity, isInactive });

describe('the set of deletions', () => {
  it('knows exactly the ids that it was made of, in any order', () => {
    const some = fc.record({ identity: fc.string({ unit: 'binary' }), isInactive: fc.boolean() });
    const ids = fc.uniqueArray(some, { selector: ({ identity }) => identity });
    fc.assert(
      fc.property(ids, fc.array(fc.string()), (reviewed, others) => {
        const bytes = hashedDeletions(KEY, reviewed);
        expect(countOf(bytes)).toBe(reviewed.length);
        expect(hashedDeletions(KEY, [...reviewed].reverse())).toEqual(bytes);
        const asked = [...reviewed, ...others.map((id) => deletion(id))];
        const known = new Set(reviewed.map(({ identity }) => identity));
        expect(uncovered(bytes, KEY, asked).notReviewed).toEqual(
          asked.map(({ identity }) => identity).filter((id) => !known.has(id)),
        );
        expect(uncovered(bytes, KEY, reviewed)).toEqual({ notReviewed: [], noLongerInactive: [] });
      }),
    );
  });

  it.each([
    ['active', 'active', false, false, []],
    ['active', 'inactive', false, true, []],
    ['inactive', 'inactive', true, true, []],
    ['inactive', 'active, or unknown', true, false, ['a']],
  ])('reviewed as %s, now %s', (_was, _is, was, is, noLongerInactive) => {
    const bytes = hashedDeletions(KEY, [deletion('a', was), deletion('b', !was)]);
    expect(uncovered(bytes, KEY, [deletion('a', is)])).toEqual({ notReviewed: [], noLongerInactive });
  });

  it('takes ids that differ only in letter case, blanks or half surrogates for different ones', () => {
    const bytes = hashedDeletions(KEY, [deletion('a1'), deletion('\ud800')]);
    const others = ['A1', ' a1', '\ud801', '\ufffd'];
    expect(
      uncovered(
        bytes,
        KEY,
        [...others, 'a1'].map((id) => deletion(id)),
      ).notReviewed,
    ).toEqual(others);
  });

  it('is empty without deletions, and then knows nothing', () => {
    expect(hashedDeletions(KEY, [])).toHaveLength(0);
    expect(uncovered(Buffer.alloc(0), KEY, [deletion('a')]).notReviewed).toEqual(['a']);
  });
});
