import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countOf, hashedDeletions, missingFrom } from '../../../src/aggregation/reviewed/deletion-set.js';

const KEY = Buffer.alloc(32, 7);

describe('the set of deletions', () => {
  it('knows exactly the ids that it was made of, in any order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ unit: 'binary' })), fc.array(fc.string()), (ids, others) => {
        const bytes = hashedDeletions(KEY, ids);
        expect(countOf(bytes)).toBe(ids.length);
        expect(hashedDeletions(KEY, [...ids].reverse())).toEqual(bytes);
        const asked = [...ids, ...others];
        expect(missingFrom(bytes, KEY, asked)).toEqual(asked.filter((id) => !ids.includes(id)));
      }),
    );
  });

  it('takes ids that differ only in letter case, blanks or half surrogates for different ones', () => {
    const bytes = hashedDeletions(KEY, ['a1', '\ud800']);
    expect(missingFrom(bytes, KEY, ['A1', ' a1', '\ud801', '\ufffd', 'a1'])).toEqual([
      'A1',
      ' a1',
      '\ud801',
      '\ufffd',
    ]);
  });

  it('is empty without deletions, and then knows nothing', () => {
    expect(hashedDeletions(KEY, [])).toHaveLength(0);
    expect(missingFrom(Buffer.alloc(0), KEY, ['a'])).toEqual(['a']);
  });
});
