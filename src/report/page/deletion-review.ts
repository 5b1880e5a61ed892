import type { DeletionReview, Outcome } from '../../model/outcome.js';
import { assertNever } from '../../model/status.js';
import { count, counted } from '../../runtime/wording.js';

/** The plan of a dry run over `max-deletions` in a few words for a heading; `undefined` for any other outcome. */
export function reviewInShort({ review }: Pick<Outcome, 'review'>): string | undefined {
  switch (review?.kind) {
    case 'to-approve':
      return `over max-deletions: merging approves exactly ${these(review.deletions)}`;
    case 'not-approvable':
      return `over max-deletions: merging approves none of ${these(review.deletions)}`;
    case 'approved':
    case 'refused':
    case undefined:
      return undefined;
    default:
      return assertNever(review);
  }
}

/** What readers must know about deletions over `max-deletions`; `undefined` if there is nothing more to say. */
export function reviewSentence(review: DeletionReview | undefined): string | undefined {
  switch (review?.kind) {
    case 'to-approve':
      return (
        `⚠️ **More accounts would be deleted than \`max-deletions\` allows.** Merging this pull request approves exactly ` +
        `${these(review.deletions)}: the step after the merge carries out these or fewer of them, and stops if there is any other. ` +
        'Do not merge until you know why these accounts go.'
      );
    case 'not-approvable':
      return (
        `⚠️ **More accounts would be deleted than \`max-deletions\` allows**, and the comment that would hold the plan could ` +
        `not be written: merging approves none of ${these(review.deletions)}.`
      );
    case 'approved':
      return (
        `More accounts were to be deleted than \`max-deletions\` allows: they are among the ` +
        `${counted(review.reviewed, 'deletion')} that pull request #${review.pullRequest} showed.`
      );
    case 'refused':
    case undefined:
      return undefined;
    default:
      return assertNever(review);
  }
}

function these(deletions: number): string {
  return deletions === 1 ? 'this 1 deletion' : `these ${count(deletions)} deletions`;
}
