import { assertNever } from '../../model/status.js';
import { count, counted } from '../../runtime/wording.js';
import type { Refusal } from './refusal.js';

/** What happened, in one or more sentences, and what to do next. */
export interface RefusalWords {
  readonly message: string;
  readonly next: string;
}

/** The file is already merged, so a pull request must change it again to get a plan. */
const PLAN_AGAIN =
  'Plan again: revert the merge, open a pull request that reverts the revert, and merge it when its plan is reviewed.';

/** The reason, for the person who has to act. Never names an account. */
export function wordsFor(refusal: Refusal): RefusalWords {
  const words = (message: string, next: string): RefusalWords => ({ message, next });
  switch (refusal.kind) {
    case 'no-comment':
      return words(
        'reviewed-plan needs comment: true here: without a comment there is nothing that merging could approve.',
        'Set comment: true on the step of the pull request, with the permission "pull-requests: write".',
      );
    case 'too-many':
      return words(
        `Merging cannot approve ${refusal.deletions === undefined ? 'so many' : `these ${count(refusal.deletions)}`} deletions: a ` +
          `comment has room for about ${count(refusal.most)}, for all sources of the step together.`,
        'Check that the file is complete. If these deletions are intended, make them in several pull requests, one ' +
          'after the other, or raise max-deletions for one run, in a pull request of its own.',
      );
    case 'merge-queue':
      return words(
        'Reviewed deletions are not carried out in a merge queue: nothing has been merged yet.',
        'Do not run this step on merge_group: the step on push decides, once the queue has merged.',
      );
    case 'another-event':
      return words(
        `Reviewed deletions are carried out only on the push of a merge, but this run was started by ${refusal.event}. max-deletions applies.`,
        'Run the workflow of the merge again (Re-run jobs), or merge a pull request that makes the change.',
      );
    case 'unknown-run':
      return words(
        `The runner did not say which ${refusal.missing} this run is for, so the pull request cannot be found.`,
        'Report it with the kind and version of the runner. Until then, raise max-deletions for one run.',
      );
    case 'github-failed':
      return words(
        `It could not be determined whether a merged pull request approved the deletions: ${refusal.reason}`,
        'Run the step again. If GitHub refuses the request, give the job the permission "pull-requests: read" (beside "contents: read").',
      );
    case 'no-pull-request':
      return words(
        `No merged pull request belongs to commit ${shortened(refusal.commit)}: it was pushed without one.`,
        PLAN_AGAIN,
      );
    case 'several-pull-requests':
      return words(
        `The pull requests ${numbersOf(refusal.numbers)} all have the pushed commit as their merge, so it is unclear which one approved the deletions.`,
        PLAN_AGAIN,
      );
    case 'another-branch':
      return words(
        `Pull request #${refusal.number} was merged into ${refusal.branch}, and this push is to ${refusal.pushed}.`,
        `Carry the deletions out on ${refusal.branch}, or merge a pull request into ${refusal.pushed}.`,
      );
    case 'not-its-merge':
      return words(
        `Commit ${shortened(refusal.commit)} belongs to pull request #${refusal.number}, but is not its merge: GitHub names ${shortened(refusal.mergeCommit)} as that. Pull requests that were merged together, as a stack, end in the commit of the last one.`,
        'Merge the pull request that changes the file alone, or last. ' + PLAN_AGAIN,
      );
    case 'no-plan':
      return words(
        `Pull request #${refusal.number} has no comment with a plan of deletions over max-deletions for this source.`,
        'Check that its dry run had comment: true and reviewed-plan: true, and could write the comment. ' +
          PLAN_AGAIN,
      );
    case 'another-author':
      return words(
        `The comment with the plan on pull request #${refusal.number} is by ${refusal.author}, not by the author of this step's github-token.`,
        "Give both steps the same kind of github-token (the job's own by default). " + PLAN_AGAIN,
      );
    case 'another-source':
      return words(
        `The plan on pull request #${refusal.number} is for the source ${refusal.sourceId}, not for this one.`,
        'Check source-id and source-name of both steps. ' + PLAN_AGAIN,
      );
    case 'another-tenant':
      return words(
        `The plan on pull request #${refusal.number} is for the tenant ${refusal.tenant}, not for this one.`,
        'Plan and carry out on the same tenant: check tenant and base-url of both steps. ' + PLAN_AGAIN,
      );
    case 'another-format':
      return words(
        `The plan on pull request #${refusal.number} was written by another version of this action, which this one cannot read.`,
        'Use the same version in both steps. ' + PLAN_AGAIN,
      );
    case 'edited':
      return words(
        `The hidden plan in the comment on pull request #${refusal.number} is not as this action wrote it: it was edited.`,
        'Find out who edited the comment (its "edited" menu says so). ' + PLAN_AGAIN,
      );
    case 'another-secret':
      return words(
        `The plan on pull request #${refusal.number} was made with another secret.`,
        'The credential has changed since, or the two steps have different ones and no common plan-key (one from a secret that does not exist is empty). Give both the same plan-key. ' +
          PLAN_AGAIN,
      );
    case 'another-repository':
      return words(
        `The plan on pull request #${refusal.number} was made for another repository.`,
        PLAN_AGAIN,
      );
    case 'another-pull-request':
      return words(
        `The plan on pull request #${refusal.number} was made for pull request #${refusal.planned}: somebody has copied it.`,
        'Find out who copied it. ' + PLAN_AGAIN,
      );
    case 'edited-by':
      return words(
        `The comment with the plan on pull request #${refusal.number} was last edited by ${refusal.editor}, so it is not certain what the reviewers have read.`,
        'Find out why. ' + PLAN_AGAIN,
      );
    case 'another-head':
      return words(
        `The plan on pull request #${refusal.number} was made for commit ${shortened(refusal.planned)}, but ${shortened(refusal.head)} was merged.`,
        'Wait for the dry run of the last commit before merging: make it a required check. ' + PLAN_AGAIN,
      );
    case 'file-changed':
      return words(
        `The file is not the one that was planned on pull request #${refusal.number}: its content differs.`,
        'The branch was probably not up to date when it was planned: require that in the branch protection. ' +
          PLAN_AGAIN,
      );
    case 'not-reviewed':
      return words(
        `${count(refusal.others)} of the ${counted(refusal.deletions, 'deletion')} now are not among the ` +
          `${count(refusal.reviewed)} that pull request #${refusal.number} showed: the accounts on the source have changed since.`,
        PLAN_AGAIN,
      );
    default:
      return assertNever(refusal);
  }
}

function numbersOf(numbers: readonly number[]): string {
  return numbers.map((number) => `#${number}`).join(', ');
}

/** A commit as GitHub abbreviates it. */
function shortened(commit: string): string {
  return commit.slice(0, 7);
}
