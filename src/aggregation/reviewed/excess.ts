/** What a plan does beyond the one that was reviewed. */
import type { Plan, PlannedValues } from '../../model/outcome.js';
import {
  columnHash,
  deletionCount,
  uncoveredDeletions,
  type PlanKeys,
  type PlannedDeletion,
  type ReviewedChanges,
  type ReviewedPlan,
} from './hidden-plan.js';

/** What a file would do to its source. */
export interface FileEffect {
  readonly plan: Pick<Plan, 'created' | 'deleted' | 'values'>;
  /** All accounts that it would delete. */
  readonly deletions: readonly PlannedDeletion[];
}

/** How values change in a column. */
type Change = 'changed' | 'emptied' | 'filled';

/** One way in which a plan does more than was reviewed, with both numbers. */
export type Excess =
  /** `others`: deletions that are not among the `reviewed` ones. */
  | {
      readonly of: 'deletions';
      readonly now: number;
      readonly reviewed: number;
      readonly others: number;
    }
  /** Reviewed as accounts of nobody or of people who are not active; now active, or ISC does not say. */
  | { readonly of: 'inactive'; readonly count: number }
  /** More accounts with native identities that were reviewed: ISC has some of them twice. */
  | {
      readonly of: 'deleted' | 'created' | 'changed accounts';
      readonly now: number;
      readonly reviewed: number;
    }
  | {
      readonly of: 'column';
      readonly column: string;
      readonly change: Change;
      readonly now: number;
      readonly reviewed: number;
    }
  /** Values that were compared for the reviewed plan and cannot be now; `columns` is empty if no value can. */
  | { readonly of: 'not-compared'; readonly columns: readonly string[] };

/**
 * All in which `now` is more than `reviewed`, as far as a reader of the comment could see it; none if it is the same or
 * less. `others`: the deletions among it.
 */
export function moreThan(
  reviewed: ReviewedPlan,
  { deletions, plan }: FileEffect,
  keys: PlanKeys,
): { readonly excess: readonly Excess[]; readonly others: readonly string[] } {
  const { noLongerInactive, notReviewed } = uncoveredDeletions(reviewed.deletions, keys.deletions, deletions);
  const counts = {
    now: deletions.length,
    reviewed: deletionCount(reviewed.deletions),
    others: notReviewed.length,
  };
  return {
    excess: [
      ...(notReviewed.length === 0 ? [] : [{ of: 'deletions', ...counts } as const]),
      ...(notReviewed.length > 0 ? [] : over('deleted', plan.deleted, reviewed.deleted)),
      ...(noLongerInactive.length === 0 ? [] : [{ of: 'inactive', count: noLongerInactive.length } as const]),
      ...over('created', plan.created, reviewed.created),
      ...changesOver(reviewed.changes, plan.values, keys),
    ],
    others: [...notReviewed, ...noLongerInactive],
  };
}

function changesOver(
  reviewed: ReviewedChanges = NO_CHANGES,
  now: PlannedValues,
  keys: PlanKeys,
): readonly Excess[] {
  if (now.kind === 'not-compared') {
    return reviewed === NO_CHANGES ? [] : [{ of: 'not-compared', columns: [] }];
  }
  const { affected, columns, notCompared, unseen } = now.changes;
  const known = new Set(reviewed.notCompared);
  const hidden = notCompared.map(({ column }) => column).filter((name) => !known.has(columnHash(keys, name)));
  return [
    ...over('changed accounts', affected, reviewed.accounts),
    ...columns.flatMap((one) => {
      const [changed, emptied, filled] = reviewed.columns[columnHash(keys, one.column)] ?? [0, 0, 0];
      const counts = { changed, emptied, filled };
      return CHANGES.filter((change) => one[change] > counts[change]).map((change): Excess => ({
        ...{ of: 'column', column: one.column, change },
        ...{ now: one[change], reviewed: counts[change] },
      }));
    }),
    ...(reviewed === NO_CHANGES || (hidden.length === 0 && unseen <= reviewed.unseen)
      ? []
      : [{ of: 'not-compared', columns: hidden } as const]),
  ];
}

/** Of a plan whose values were not compared, nobody could see a change. */
const NO_CHANGES: ReviewedChanges = { accounts: 0, unseen: 0, columns: {}, notCompared: [] };

const CHANGES: readonly Change[] = ['changed', 'emptied', 'filled'];

function over(
  of: 'deleted' | 'created' | 'changed accounts',
  now: number,
  reviewed: number,
): readonly Excess[] {
  return now > reviewed ? [{ of, now, reviewed }] : [];
}
