import { hashedDeletions } from '../../../src/aggregation/reviewed/deletion-set.js';
import { planKeys } from '../../../src/aggregation/reviewed/keys.js';
import type { ReviewedPlan } from '../../../src/aggregation/reviewed/reviewed-plan.js';
import type { AboutToHappen, MergedPullRequest } from '../../../src/aggregation/reviewed/verdict.js';

export const SECRET = 'opens nothing but these tests';
export const TENANT = 'https://acme.api.identitynow.com';
export const SOURCE = '2c9180835d2e5168015d32f890ca1581';
export const HEAD = 'b'.repeat(40);
export const SHA256 = '5'.repeat(64);

/** As many native identities as asked for. */
export function leavers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `contractor-${String(index).padStart(5, '0')}`);
}

/** The plan of a pull request over the limit; `ids` are the deletions. */
export function planOf(
  ids: readonly string[],
  changes: Partial<ReviewedPlan> = {},
  secret: string = SECRET,
): ReviewedPlan {
  const tenant = changes.tenant ?? TENANT;
  const sourceId = changes.sourceId ?? SOURCE;
  return {
    repositoryId: '4711',
    pullRequest: 12,
    head: HEAD,
    tenant,
    sourceId,
    fileSha256: SHA256,
    created: 3,
    deleted: ids.length,
    kept: 40,
    plannedAt: '2026-11-25T07:00:00.000Z',
    deletions: hashedDeletions(planKeys(secret, tenant, sourceId).deletions, ids),
    ...changes,
  };
}

/** What the step after the merge is about to do. */
export function aboutTo(deletions: readonly string[]): AboutToHappen {
  return { repositoryId: '4711', tenant: TENANT, sourceId: SOURCE, fileSha256: SHA256, deletions };
}

/** The merged pull request 12 with a comment of our own for each body. */
export function merged(...bodies: readonly string[]): MergedPullRequest {
  const comments = bodies.map((body) => ({ body, otherAuthor: undefined, otherEditor: undefined }));
  return { number: 12, head: HEAD, comments };
}
