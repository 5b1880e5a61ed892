/** Which client may carry out which operation. */
import { assertNever } from './model.js';
import type { Operation } from './routes.js';
import type { SandboxClient } from './tokens.js';

/** Every scope that the operations of the sandbox use (docs/isc-api.md#who-may-do-what). */
export const ALL_SCOPES = [
  'idn:sources:manage',
  'idn:task-management:read',
  'idn:accounts:read',
  'idn:source-schema:read',
  'idn:entitlement:manage',
  'idn:entitlement:read',
] as const;

/** True if this client may carry out this operation. */
export function mayDo(client: SandboxClient, operation: Operation): boolean {
  const has = (...scopes: string[]): boolean =>
    [...scopes, 'sp:scopes:all'].some((scope) => client.scopes.includes(scope));
  switch (operation) {
    case 'token':
      return true;
    case 'getSource':
    case 'listSources':
    case 'getConnections':
      return has('idn:sources:manage', 'idn:sources:read');
    case 'loadAccounts':
      return has('idn:sources:manage');
    case 'getSchemas':
    case 'getSchemaHeader':
    case 'getEntitlementHeader':
      return client.userContext && has('idn:source-schema:read', 'idn:source-schema:manage');
    case 'listAccounts':
      return has('idn:accounts:read', 'idn:accounts:manage');
    case 'loadEntitlements':
      return client.userContext && has('idn:entitlement:manage');
    case 'listEntitlements':
      return client.userContext && has('idn:entitlement:read', 'idn:entitlement:manage');
    case 'getTask':
    case 'listTasks':
      return has('idn:task-management:read', 'idn:task-management:write');
    case 'getAggregationStatus':
      return client.userContext;
    default:
      return assertNever(operation);
  }
}

/** A personal access token that may do everything. The secret works only with a sandbox. */
export const DEFAULT_CLIENT: SandboxClient = {
  id: '5a4d6b0e2c9f4f0f9a3f6c1d8b7e2a10',
  secret: 'opens-nothing-but-the-sandbox-7d1f0c52',
  scopes: ALL_SCOPES,
  userContext: true,
};
