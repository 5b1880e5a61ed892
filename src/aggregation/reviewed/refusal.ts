/**
 * All reasons why a merged pull request does not approve deletions over `max-deletions` (docs/reviewed-deletions.md,
 * "When it says no"). Texts in them are external, to be escaped where they are shown.
 */
export type Refusal =
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
      readonly kind: 'not-reviewed';
      readonly number: number;
      readonly deletions: number;
      readonly reviewed: number;
      /** Deletions that are not in the reviewed set. */
      readonly others: number;
    };
