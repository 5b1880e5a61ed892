/** What this action requests from ISC: each operation has its own scope, and its own advice if it is refused. */

interface OperationFacts {
  /** The scope that it needs (docs/isc-api.md#who-may-do-what); `undefined` for the token. */
  readonly scope: string | undefined;
  /** What it does, to complete "ISC refused to …". */
  readonly purpose: string;
}

const OPERATIONS = {
  token: { scope: undefined, purpose: 'issue a token' },
  source: { scope: 'idn:sources:manage', purpose: 'show the source' },
  'source-by-name': { scope: 'idn:sources:manage', purpose: 'find the source by its name' },
  schema: { scope: 'idn:source-schema:read', purpose: "show the source's account schema" },
  accounts: { scope: 'idn:accounts:read', purpose: "list the source's accounts" },
  connections: { scope: 'idn:sources:manage', purpose: 'show what uses the source' },
  'load-accounts': { scope: 'idn:sources:manage', purpose: 'start the aggregation' },
  'entitlement-schema': { scope: 'idn:source-schema:read', purpose: "show the source's entitlement schemas" },
  entitlements: { scope: 'idn:entitlement:read', purpose: "list the source's entitlements" },
  'load-entitlements': { scope: 'idn:entitlement:manage', purpose: 'start the aggregation of entitlements' },
  task: { scope: 'idn:task-management:read', purpose: 'show the task' },
  tasks: { scope: 'idn:task-management:read', purpose: "list the source's tasks" },
  progress: { scope: 'idn:task-management:read', purpose: 'show the progress of the aggregation' },
} satisfies Record<string, OperationFacts>;

/** The name of a request in the table of operations. */
export type Operation = keyof typeof OPERATIONS;

/** The scope that an operation needs; `undefined` for the token. */
export function scopeFor(operation: Operation): string | undefined {
  return OPERATIONS[operation].scope;
}

/** What an operation does, to complete "ISC refused to …". */
export function purposeOf(operation: Operation): string {
  return OPERATIONS[operation].purpose;
}
