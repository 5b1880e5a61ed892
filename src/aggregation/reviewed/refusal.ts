/** Why a pull request does not approve a plan over a limit (docs/reviewed-plans.md, "When it says no"). */
import { assertNever } from '../../model/status.js';
import { count, counted, enumerated } from '../../model/words.js';
import type { Excess } from './excess.js';

/** All reasons. Texts in them are external, to be escaped where they are shown. */
export type ReviewRefusal =
  /** Before the merge: on the pull request itself. */
  | { readonly kind: 'no-comment' }
  | { readonly kind: 'too-many'; readonly deletions?: number; readonly most: number }
  /** The event has no merged pull request. */
  | { readonly kind: 'merge-queue' }
  | { readonly kind: 'another-event'; readonly event: string }
  | { readonly kind: 'unknown-run'; readonly missing: string }
  | { readonly kind: 'github-failed'; readonly reason: string }
  | { readonly kind: 'no-pull-request'; readonly commit: string }
  | { readonly kind: 'several-pull-requests'; readonly numbers: readonly number[] }
  | {
      readonly kind: 'another-branch';
      readonly number: number;
      readonly branch: string;
      readonly pushed: string;
    }
  | {
      readonly kind: 'not-its-merge';
      readonly number: number;
      readonly commit: string;
      /** The merge that GitHub names for the pull request. */
      readonly mergeCommit: string;
    }
  /** The pull request has no valid plan. */
  | { readonly kind: 'no-plan'; readonly number: number }
  | { readonly kind: 'another-author'; readonly number: number; readonly author: string }
  | { readonly kind: 'another-source'; readonly number: number; readonly sourceId: string }
  | { readonly kind: 'another-type'; readonly number: number; readonly objectType: string }
  | { readonly kind: 'another-tenant'; readonly number: number; readonly tenant: string }
  | { readonly kind: 'another-format'; readonly number: number }
  | { readonly kind: 'edited'; readonly number: number }
  | { readonly kind: 'another-secret'; readonly number: number }
  | { readonly kind: 'another-repository'; readonly number: number }
  | { readonly kind: 'another-pull-request'; readonly number: number; readonly planned: number }
  | { readonly kind: 'edited-by'; readonly number: number; readonly editor: string }
  | {
      readonly kind: 'another-head';
      readonly number: number;
      readonly planned: string;
      readonly head: string;
    }
  /** The plan is valid, but differs from what is about to happen. */
  | { readonly kind: 'file-changed'; readonly number: number }
  | {
      readonly kind: 'another-base';
      readonly number: number;
      readonly planned: string;
      readonly base: string;
    }
  | { readonly kind: 'more-than-reviewed'; readonly number: number; readonly excess: readonly Excess[] };

/** What happened, in one or more sentences, and what to do next. */
export interface RefusalWords {
  readonly message: string;
  readonly next: string;
}

/** The file is already merged, so a pull request must change it again to get a plan. */
const PLAN_AGAIN =
  'Plan again: revert the merge, open a pull request that reverts the revert, and merge it when its plan is reviewed.';

/** The reason, for the person who has to act. Never names an account. */
export function refusalWords(refusal: ReviewRefusal): RefusalWords {
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
          'after the other, or raise the limit for one run, in a pull request of its own.',
      );
    case 'merge-queue':
      return words(
        'Reviewed plans are not carried out in a merge queue: nothing has been merged yet.',
        'Do not run this step on merge_group: the step on push decides, once the queue has merged.',
      );
    case 'another-event':
      return words(
        `Reviewed plans are carried out only on the push of a merge, and this run was started by ${refusal.event}.`,
        'Run the workflow of the merge again (Re-run jobs), or merge a pull request that makes the change.',
      );
    case 'unknown-run':
      return words(
        `The runner did not say which ${refusal.missing} this run is for, so the pull request cannot be found.`,
        'Report it with the kind and version of the runner. Until then, raise the limit for one run.',
      );
    case 'github-failed':
      return words(
        `It could not be determined whether a merged pull request approved the plan: ${refusal.reason}`,
        'Run the step again. If GitHub refuses the request, give the job the permission "pull-requests: read" (beside "contents: read").',
      );
    case 'no-pull-request':
      return words(
        `No merged pull request belongs to commit ${shortened(refusal.commit)}: it was pushed without one.`,
        PLAN_AGAIN,
      );
    case 'several-pull-requests':
      return words(
        `The pull requests ${numbersOf(refusal.numbers)} all have the pushed commit as their merge, so it is unclear which one approved the plan.`,
        PLAN_AGAIN,
      );
    case 'another-branch':
      return words(
        `Pull request #${refusal.number} was merged into ${refusal.branch}, and this push is to ${refusal.pushed}.`,
        `Carry the plan out on ${refusal.branch}, or merge a pull request into ${refusal.pushed}.`,
      );
    case 'not-its-merge':
      return words(
        `Commit ${shortened(refusal.commit)} belongs to pull request #${refusal.number}, but is not its merge: GitHub names ${shortened(refusal.mergeCommit)} as that. Pull requests that were merged together, as a stack, end in the commit of the last one.`,
        'Merge the pull request that changes the file alone, or last. ' + PLAN_AGAIN,
      );
    case 'no-plan':
      return words(
        `Pull request #${refusal.number} has no comment with a plan over a limit for this source.`,
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
    case 'another-type':
      return words(
        `The plan on pull request #${refusal.number} is for ${refusal.objectType === 'account' ? 'accounts' : `entitlements of the type ${refusal.objectType}`}, not for this type.`,
        'Check object-type of both steps. ' + PLAN_AGAIN,
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
    case 'another-base':
      return words(
        `The plan on pull request #${refusal.number} was made for the branch ${refusal.planned}, and it was merged into ${refusal.base}.`,
        PLAN_AGAIN,
      );
    case 'more-than-reviewed':
      return words(
        `This is more than pull request #${refusal.number} showed: ${enumerated(inWords(refusal.excess))}. ` +
          'The accounts on the source have changed since.',
        PLAN_AGAIN,
      );
    default:
      return assertNever(refusal);
  }
}

/** Maximum number of columns that a message names. */
const MAX_NAMED = 5;

/** Parts of a sentence, each with the number now and the one that was reviewed. Columns beyond a few are counted. */
function inWords(excess: readonly Excess[]): readonly string[] {
  const inColumns = excess.filter(({ of }) => of === 'column');
  const others = excess.filter(({ of }) => of !== 'column');
  const left = inColumns.length - MAX_NAMED;
  return [
    ...[...others, ...inColumns.slice(0, MAX_NAMED)].map(inWordsOne),
    ...(left > 0 ? [`${count(left)} more such numbers by column`] : []),
  ];
}

function inWordsOne(one: Excess): string {
  switch (one.of) {
    case 'deletions':
      return `${count(one.others)} of the ${counted(one.now, 'deletion')} now are not among the ${count(one.reviewed)} that it showed`;
    case 'inactive':
      return `${counted(one.count, 'deletion')} that it showed as of nobody or of inactive people may now be of active ones`;
    case 'deleted':
      return `${counted(one.now, 'account')} would be deleted, not ${count(one.reviewed)}, with the same native identities`;
    case 'created':
      return `${counted(one.now, 'account')} would be created, not ${count(one.reviewed)}`;
    case 'changed accounts':
      return `values would change in ${counted(one.now, 'account')}, not in ${count(one.reviewed)}`;
    case 'column':
      return `"${one.column}" would be ${one.change} in ${counted(one.now, 'account')}, not in ${count(one.reviewed)}`;
    case 'not-compared':
      return one.columns.length === 0
        ? 'values that were compared then cannot be compared now'
        : `${enumerated(
            one.columns.map((column) => `"${column}"`),
            MAX_NAMED,
          )} can no longer be compared`;
    default:
      return assertNever(one);
  }
}

function numbersOf(numbers: readonly number[]): string {
  return numbers.map((number) => `#${number}`).join(', ');
}

/** A commit as GitHub abbreviates it. */
function shortened(commit: string): string {
  return commit.slice(0, 7);
}
