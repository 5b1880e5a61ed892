/** What differs between the kinds of objects that a file can hold: the story asks this record, and has no forks. */
import { listAccounts, listOfIdentities, type AccountsNow, type ListOptions } from '../isc/accounts.js';
import type { Account } from '../isc/account-page.js';
import type { Connection } from '../isc/connection.js';
import { loadAccounts, type Aggregation, type Attempt } from '../isc/load-accounts.js';
import { getAccountSchema } from '../isc/sources.js';
import { getProgress } from '../isc/tasks.js';
import type { AccountSchema, Source } from '../model/source.js';
import type { AggregationProgress } from '../model/task.js';

/** The objects that a file is about: those of one type on one source. */
export type Objects = Pick<Source, 'id' | 'objectType'>;

/** One kind of objects. All that it returns is named after accounts, whatever the kind. */
export interface Kind {
  /** The schema of their file. @throws HttpRefusal, ConnectionFailure. */
  readonly schemaOf: (connection: Connection, objects: Objects) => Promise<AccountSchema>;
  /** Those now on the source. @throws what `listAccounts` throws. */
  readonly list: (connection: Connection, objects: Objects, options: ListOptions) => Promise<AccountsNow>;
  /** Those with these identities; `undefined` if the tenant refuses to list them so. */
  readonly listOf: (
    connection: Connection,
    objects: Objects,
    identities: readonly string[],
    values: boolean,
  ) => Promise<readonly Account[] | undefined>;
  /** Asks ISC once to aggregate. @throws what `loadAccounts` throws. */
  readonly load: (
    connection: Connection,
    aggregation: Aggregation,
    beforeSending: () => void,
  ) => Promise<Attempt>;
  /** How far a running task is, beside what the task says; `undefined`: ISC says no more. */
  readonly progressOf:
    | ((connection: Connection, taskId: string) => Promise<AggregationProgress | 'forbidden' | undefined>)
    | undefined;
  /** Whether identity profiles read their values. */
  readonly feedsProfiles: boolean;
}

const ACCOUNTS: Kind = {
  schemaOf: (connection, { id }) => getAccountSchema(connection, id),
  list: (connection, { id }, options) => listAccounts(connection, id, options),
  listOf: (connection, { id }, identities, values) => listOfIdentities(connection, id, identities, values),
  load: loadAccounts,
  progressOf: getProgress,
  feedsProfiles: true,
};

/** How the step deals with what it aggregates of a source. */
export function kindFor(_source: Pick<Source, 'objectType'>): Kind {
  return ACCOUNTS;
}
