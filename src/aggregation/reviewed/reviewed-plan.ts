/**
 * The plan of a dry run on a pull request, as the pull request's comment holds it for machines
 * (docs/reviewed-deletions.md, "The hidden plan").
 */
export interface ReviewedPlan extends PlanFacts {
  /** Each deletion as a truncated keyed hash: see `deletion-set.ts`. */
  readonly deletions: Buffer;
}

/** What a plan was made for and what it counts. None of it says anything about a person. */
export interface PlanFacts {
  /** GitHub's number of the repository, which a rename does not change. */
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
