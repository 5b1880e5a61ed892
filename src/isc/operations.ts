/** What this action requests from ISC; each operation has its own scope, and its own advice if it is refused. */
export type Operation =
  | 'token'
  | 'source'
  | 'source-by-name'
  | 'schema'
  | 'accounts'
  | 'connections'
  | 'load-accounts'
  | 'entitlement-schema'
  | 'entitlements'
  | 'load-entitlements'
  | 'task'
  | 'tasks'
  | 'progress';

/** The scope that an operation needs (docs/isc-api.md#who-may-do-what); `undefined` for the token. */
export function scopeFor(operation: Operation): string | undefined {
  switch (operation) {
    case 'token':
      return undefined;
    case 'source':
    case 'source-by-name':
    case 'connections':
    case 'load-accounts':
      return 'idn:sources:manage';
    case 'schema':
    case 'entitlement-schema':
      return 'idn:source-schema:read';
    case 'accounts':
      return 'idn:accounts:read';
    case 'entitlements':
      return 'idn:entitlement:read';
    case 'load-entitlements':
      return 'idn:entitlement:manage';
    case 'task':
    case 'tasks':
    case 'progress':
      return 'idn:task-management:read';
  }
}

/** What an operation does, to complete "ISC refused to …". */
export function purposeOf(operation: Operation): string {
  switch (operation) {
    case 'token':
      return 'issue a token';
    case 'source':
      return 'show the source';
    case 'source-by-name':
      return 'find the source by its name';
    case 'schema':
      return "show the source's account schema";
    case 'accounts':
      return "list the source's accounts";
    case 'entitlement-schema':
      return "show the source's entitlement schemas";
    case 'entitlements':
      return "list the source's entitlements";
    case 'connections':
      return 'show what uses the source';
    case 'load-accounts':
      return 'start the aggregation';
    case 'load-entitlements':
      return 'start the aggregation of entitlements';
    case 'task':
      return 'show the task';
    case 'tasks':
      return "list the source's tasks";
    case 'progress':
      return 'show the progress of the aggregation';
  }
}
