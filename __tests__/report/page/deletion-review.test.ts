import { describe, expect, it } from '@jest/globals';
import type { DeletionReview } from '../../../src/model/outcome.js';
import { reviewInShort, reviewSentence } from '../../../src/report/page/deletion-review.js';
import { SUMMARY_DETAILS, type Detail } from '../../../src/report/page/detail.js';
import { sourceSection } from '../../../src/report/page/source-section.js';
import { CONTEXT, outcome } from '../fixtures.js';

const [FULL] = SUMMARY_DETAILS as [Detail];

describe('deletions over max-deletions', () => {
  it.each<[DeletionReview | undefined, string | undefined, RegExp | undefined]>([
    [
      { kind: 'to-approve', deletions: 1, hidden: '' },
      'over max-deletions: merging approves exactly this 1 deletion',
      /Merging this pull request approves exactly this 1 deletion: the step after the merge/,
    ],
    [
      { kind: 'not-approvable', deletions: 1_200 },
      'over max-deletions: merging approves none of these 1,200 deletions',
      /could not be written: merging approves none of these 1,200 deletions\.$/,
    ],
    [
      { kind: 'approved', pullRequest: 7, reviewed: 12 },
      undefined,
      /they are among the 12 deletions that pull request #7 showed\.$/,
    ],
    [{ kind: 'refused', otherIds: ['x'] }, undefined, undefined],
    [undefined, undefined, undefined],
  ])('%j', (review, inShort, sentence) => {
    expect(reviewInShort({ review })).toBe(inShort);
    if (sentence === undefined) expect(reviewSentence(review)).toBeUndefined();
    else expect(reviewSentence(review)).toMatch(sentence);
  });

  it('name those that nobody reviewed, with show-ids', () => {
    const review: DeletionReview = { kind: 'refused', otherIds: ['a', 'b', 'c'] };
    const page = sourceSection(outcome({ review }), CONTEXT, { ...FULL, ids: 2 });
    expect(page).toContain('Accounts whose deletion was not reviewed: 3 ids');
    expect(page).toContain('- `b`');
    expect(page).not.toContain('- `c`');
    expect(page).toContain('And 1 more.');
  });
});
