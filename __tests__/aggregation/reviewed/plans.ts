import {
  columnHash,
  fileHash,
  hashedDeletions,
  planKeys,
  type PlannedDeletion,
  type ReviewedPlan,
} from '../../../src/aggregation/reviewed/hidden-plan.js';
import type { AboutToHappen, MergedPullRequest } from '../../../src/aggregation/reviewed/verdict.js';
import type { PlannedValues } from '../../../src/model/outcome.js';
import type { ColumnChanges, ValueChanges } from '../../../src/model/value-changes.js';
import { peopleCounts } from '../../support/planned-people.js';

export const SECRET = 'opens nothing but these tests';
export const TENANT = 'https://acme.api.identitynow.com';
export const SOURCE = '2c9180835d2e5168015d32f890ca1581';
export const SUBJECT = { tenant: TENANT, sourceId: SOURCE, objectType: 'account' };
export const HEAD = 'b'.repeat(40);
export const SHA256 = '5'.repeat(64);

/** As many native identities as asked for. */
export function leavers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `contractor-${String(index).padStart(5, '0')}`);
}

/** Deletions of accounts of inactive people. */
export function deletions(ids: readonly string[], isInactive = true): readonly PlannedDeletion[] {
  return ids.map((identity) => ({ identity, isInactive }));
}

/** The hash of a column's name in a plan of these tests. */
export function hashOf(column: string, secret: string = SECRET): string {
  return columnHash(planKeys(secret, SUBJECT), column);
}

/** The plan of a pull request over a limit, which changes no value; `ids` are the deletions, of people unknown. */
export function planOf(
  ids: readonly string[],
  { fileSha256 = SHA256, ...facts }: Partial<ReviewedPlan> & { readonly fileSha256?: string } = {},
  secret: string = SECRET,
  isInactive = false,
): ReviewedPlan {
  const subject = { ...SUBJECT, ...facts };
  return {
    repositoryId: '4711',
    pullRequest: 12,
    head: HEAD,
    base: 'main',
    tenant: subject.tenant,
    sourceId: subject.sourceId,
    objectType: subject.objectType,
    fileHash: fileHash(planKeys(secret, subject), fileSha256),
    created: 3,
    deleted: ids.length,
    changes: { accounts: 0, unseen: 0, columns: {}, notCompared: [] },
    plannedAt: '2026-11-25T07:00:00.000Z',
    deletions: hashedDeletions(planKeys(secret, subject).deletions, deletions(ids, isInactive)),
    ...facts,
  };
}

/** A column in which so many accounts are changed, emptied and filled. */
export function columnOf(name: string, changed: number, emptied = 0, filled = 0): ColumnChanges {
  return { column: name, changed, notation: 0, emptied, filled, losing: undefined };
}

/** What the step after the merge is about to do. */
export function aboutTo(
  ids: readonly string[],
  { isInactive = true, created = 3, values = {} }: Partial<AboutOptions> = {},
): AboutToHappen {
  const compared: PlannedValues =
    'kind' in values ? values : { kind: 'compared', changes: { ...NOTHING_CHANGES, ...values } };
  return {
    ...{ repositoryId: '4711', base: 'main', ...SUBJECT, fileSha256: SHA256 },
    plan: { created, deleted: ids.length, values: compared },
    deletions: deletions(ids, isInactive),
  };
}

const NOTHING_CHANGES: ValueChanges = {
  ...{ compared: 40, unseen: 0, affected: 0, affectedInNotation: 0, people: peopleCounts(0) },
  ...{ comparedColumns: 9, columns: [], notCompared: [], transitions: [], ids: [], profileUse: undefined },
};

interface AboutOptions {
  readonly isInactive: boolean;
  readonly created: number;
  readonly values: PlannedValues | Partial<ValueChanges>;
}

/** The merged pull request 12 with a comment of our own for each body. */
export function merged(...bodies: readonly string[]): MergedPullRequest {
  const comments = bodies.map((body) => ({ body, otherAuthor: undefined, otherEditor: undefined }));
  return { number: 12, head: HEAD, comments };
}
