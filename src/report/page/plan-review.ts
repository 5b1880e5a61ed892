/** What a pull request decides about a plan over a limit. */
import { changedAccounts, type Outcome, type Plan } from '../../model/outcome.js';
import type { LimitName } from '../../model/limit.js';
import { saidOf } from '../../model/object-kind.js';
import { assertNever } from '../../model/status.js';
import { counted, enumerated } from '../../model/words.js';
import { activeInShort } from './people-section.js';

/** The plan of a dry run over a limit in a few words for a heading; `undefined` for any other outcome. */
export function reviewInShort({
  plan,
  review,
  target,
}: Pick<Outcome, 'plan' | 'review' | 'target'>): string | undefined {
  switch (review?.kind) {
    case 'to-approve':
      return `over ${enumerated(review.over)}: merging approves exactly ${saidOf(target.objectType, planned(plan))}`;
    case 'not-approvable':
      return `over ${enumerated(review.over)}: merging approves nothing`;
    case 'approved':
    case 'refused':
    case undefined:
      return undefined;
    default:
      return assertNever(review);
  }
}

/** What readers must know about a plan over a limit; `undefined` if there is nothing more to say. */
export function reviewSentence({
  findings,
  plan,
  review,
}: Pick<Outcome, 'findings' | 'plan' | 'review'>): string | undefined {
  switch (review?.kind) {
    case 'to-approve':
      return (
        `⚠️ **The plan is over ${inCode(review.over)}.** Merging this pull request approves exactly ${planned(plan)}: ` +
        `the step after the merge plans again, carries out this or less, and stops if ${more(plan)}. ` +
        `Do not merge until you know the reason.${findings.counts.has('delete-threshold') ? ` ${THRESHOLD}` : ''}`
      );
    case 'not-approvable':
      return (
        `⚠️ **The plan is over ${inCode(review.over)}**, and the comment that would hold it could not be written: ` +
        'merging approves nothing.'
      );
    case 'approved':
      return `The plan was over ${inCode(review.over)}: it is no more than what pull request #${review.pullRequest} showed.`;
    case 'refused':
    case undefined:
      return undefined;
    default:
      return assertNever(review);
  }
}

const THRESHOLD =
  '**Raise the delete threshold of the source in ISC before you merge:** with the threshold as it is, the step after the merge rejects the file.';

/** `these 8 deletions (1 of an **active** person), 3 creations and 214 changed accounts`: what is not 0. */
function planned(plan: Plan | undefined): string {
  if (plan === undefined) return 'this plan';
  const { created, deleted } = plan;
  const changed = changedAccounts(plan.values) ?? 0;
  return enumerated([
    ...(deleted === 0
      ? []
      : [`${deleted === 1 ? 'this' : 'these'} ${counted(deleted, 'deletion')}${activeInShort(plan)}`]),
    ...(created === 0 ? [] : [counted(created, 'creation')]),
    ...(changed === 0 ? [] : [counted(changed, 'changed account')]),
  ]);
}

/** What the step after the merge does not let pass, as half a sentence. */
function more(plan: Plan | undefined): string {
  const inColumns =
    plan?.values.kind === 'compared'
      ? ', or if it would change, empty or fill more values in any column'
      : '';
  return `it would delete another account or create more accounts${inColumns}`;
}

function inCode(over: readonly LimitName[]): string {
  return enumerated(over.map((name) => `\`${name}\``));
}
