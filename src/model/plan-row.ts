/** What the plan file says of one account or entitlement, and the heading by which such a file is known. */

/** The columns of the file. A file that begins with them is one of an earlier run. */
export const PLAN_HEADING =
  'source-id,source-name,object-type,action,native-identity,lifecycle-state,columns';

/** In the order in which they stand in the file. */
export const PLAN_ACTIONS = ['create', 'delete', 'change'] as const;
export type PlanAction = (typeof PLAN_ACTIONS)[number];

/** One account or entitlement that the file would create, delete or change. */
export interface PlanRow {
  readonly sourceId: string;
  readonly sourceName: string;
  /** `account`, or the type of the entitlements. */
  readonly objectType: string;
  readonly action: PlanAction;
  readonly nativeIdentity: string;
  /** The name of the person's lifecycle state, or `nobody` for an account without a person; `undefined`: unknown. */
  readonly person: { readonly lifecycleState: string } | 'nobody' | undefined;
  /** The columns whose values change, in the order of the heading. */
  readonly columns: readonly string[];
}
