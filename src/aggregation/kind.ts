/** What differs between the kinds of objects that a file can hold: the story asks this record, and has no forks. */
import type { Account } from '../isc/decode-account.js';
import { listAccounts, listOfIdentities, type AccountsNow, type ListOptions } from '../isc/accounts.js';
import type { Connection } from '../isc/connection.js';
import { hasEntitlements, listEntitlements, listOfValues } from '../isc/entitlements.js';
import { getProgress } from '../isc/tasks.js';
import { kindOf, type ObjectKind } from '../model/object-kind.js';
import type { Source } from '../model/source.js';
import type { AggregationProgress } from '../model/task.js';

/** The objects that a file is about: those of one type on one source. */
export type ObjectsOfType = Pick<Source, 'id' | 'name' | 'objectType'>;

/**
 * One kind of objects. All that it returns has the form of accounts, whatever the kind. Beside this record, what
 * differs is how the aggregation is started (`isc/load-accounts.ts`), how its tasks are called (`model/task.ts`), and
 * the word for an object (`model/object-kind.ts`).
 */
export interface Kind {
  /** True if the type must be known before anything is sent, also of a file that is only uploaded. */
  readonly hasTypes: boolean;
  /** Those now on the source. @throws what `listAccounts` throws. */
  readonly list: (
    connection: Connection,
    objects: ObjectsOfType,
    options: ListOptions,
  ) => Promise<AccountsNow>;
  /** Those with these identities; `undefined` if the tenant refuses to list them so. */
  readonly listOf: (
    connection: Connection,
    objects: ObjectsOfType,
    identities: readonly string[],
    values: boolean,
  ) => Promise<readonly Account[] | undefined>;
  /** True if the source has objects of another type, so that an empty list is not for want of rights; `undefined`: there are no types. */
  readonly hasOthers: ((connection: Connection, objects: ObjectsOfType) => Promise<boolean>) | undefined;
  /** How far a running task is, beside what the task says; `undefined`: ISC says no more. */
  readonly progressOf:
    | ((connection: Connection, taskId: string) => Promise<AggregationProgress | 'forbidden' | undefined>)
    | undefined;
  /** Whether identity profiles read their values. */
  readonly feedsProfiles: boolean;
  /** Whether the source's delete threshold and its switch for deletion detection are about them. */
  readonly hasThreshold: boolean;
}

const KINDS: Readonly<Record<ObjectKind, Kind>> = {
  account: {
    hasTypes: false,
    list: (connection, { id }, options) => listAccounts(connection, id, options),
    listOf: (connection, { id }, identities, values) => listOfIdentities(connection, id, identities, values),
    hasOthers: undefined,
    progressOf: getProgress,
    feedsProfiles: true,
    hasThreshold: true,
  },
  entitlement: {
    hasTypes: true,
    list: listEntitlements,
    listOf: listOfValues,
    hasOthers: hasEntitlements,
    progressOf: undefined,
    feedsProfiles: false,
    hasThreshold: false,
  },
};

/** How the step deals with what it aggregates of a source. */
export function kindFor({ objectType }: Pick<Source, 'objectType'>): Kind {
  return KINDS[kindOf(objectType)];
}
