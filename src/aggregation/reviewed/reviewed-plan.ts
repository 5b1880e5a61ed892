/**
 * The plan of a dry run on a pull request, as stored in the pull request's comment (docs/reviewed-deletions.md, "The
 * hidden plan").
 */
export interface ReviewedPlan extends PlanFacts {
  /** Each deletion as a truncated keyed hash: see `deletion-set.ts`. */
  readonly deletions: Buffer;
}

/** What a plan was made for, and its counts. Nothing in it identifies a person. */
export interface PlanFacts {
  /** GitHub's id of the repository, which does not change with its name. */
  readonly repositoryId: string;
  readonly pullRequest: number;
  /** Full hash of the last commit of the pull request's branch. */
  readonly head: string;
  /** Origin of the tenant's API. */
  readonly tenant: string;
  readonly sourceId: string;
  /** SHA-256 of the whole file, in lower-case hexadecimal. */
  readonly fileSha256: string;
  readonly created: number;
  readonly deleted: number;
  readonly kept: number;
  /** ISO 8601, UTC. */
  readonly plannedAt: string;
}
