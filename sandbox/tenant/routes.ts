/** The operation of each address. */

/** The operations that the sandbox serves, by the names used in scripts and the journal. */
export const OPERATIONS = [
  'token',
  'getSource',
  'listSources',
  'getSchemas',
  'getSchemaHeader',
  'getConnections',
  'loadAccounts',
  'listAccounts',
  'getTask',
  'listTasks',
  'getAggregationStatus',
  'getEntitlementHeader',
  'loadEntitlements',
  'listEntitlements',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** The versions of the API whose paths the tenant serves. */
export const SERVED_VERSIONS = ['v1', 'v2026', 'v2025', 'v2024', 'beta', 'v3'] as const;
export type ServedVersion = (typeof SERVED_VERSIONS)[number];

/** What a method and a path stand for. */
export interface Route {
  readonly operation: Operation;
  /** `undefined` for the token, which has no version. */
  readonly version: ServedVersion | undefined;
  /** The id in the path; empty if the operation has none. */
  readonly id: string;
}

const PATTERNS: readonly {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST';
  readonly path: readonly string[];
}[] = [
  { operation: 'listSources', method: 'GET', path: ['sources'] },
  { operation: 'getSource', method: 'GET', path: ['sources', '{id}'] },
  { operation: 'getSchemas', method: 'GET', path: ['sources', '{id}', 'schemas'] },
  { operation: 'getSchemaHeader', method: 'GET', path: ['sources', '{id}', 'schemas', 'accounts'] },
  {
    operation: 'getEntitlementHeader',
    method: 'GET',
    path: ['sources', '{id}', 'schemas', 'entitlements'],
  },
  { operation: 'getConnections', method: 'GET', path: ['sources', '{id}', 'connections'] },
  { operation: 'loadAccounts', method: 'POST', path: ['sources', '{id}', 'load-accounts'] },
  { operation: 'loadEntitlements', method: 'POST', path: ['sources', '{id}', 'load-entitlements'] },
  { operation: 'listAccounts', method: 'GET', path: ['accounts'] },
  { operation: 'listEntitlements', method: 'GET', path: ['entitlements'] },
  { operation: 'listTasks', method: 'GET', path: ['task-status'] },
  { operation: 'getTask', method: 'GET', path: ['task-status', '{id}'] },
  { operation: 'getAggregationStatus', method: 'GET', path: ['account-aggregations', '{id}', 'status'] },
];

/** v3 never had the operations of an aggregation (docs/isc-api.md#addresses). */
const NOT_IN_V3: readonly Operation[] = [
  'loadAccounts',
  'loadEntitlements',
  'listEntitlements',
  'getTask',
  'listTasks',
  'getAggregationStatus',
];

/**
 * The operation of a method and a path, in either form of address (docs/isc-api.md#addresses): `/sources/v1/{id}` or
 * `/beta/sources/{id}`. `undefined` if there is none.
 */
export function findRoute(method: string, path: string): Route | undefined {
  if (path === '/oauth/token') {
    return method === 'POST' ? { operation: 'token', version: undefined, id: '' } : undefined;
  }
  const address = versionOf(segmentsOf(path));
  if (address === undefined) return undefined;
  const { version, rest } = address;
  const pattern = PATTERNS.find((candidate) => candidate.method === method && fits(candidate.path, rest));
  if (pattern === undefined) return undefined;
  if (version === 'v3' && NOT_IN_V3.includes(pattern.operation)) return undefined;
  return { operation: pattern.operation, version, id: rest[pattern.path.indexOf('{id}')] ?? '' };
}

/** True if the sandbox serves a version of this name. */
export function isServedVersion(name: string | undefined): name is ServedVersion {
  return SERVED_VERSIONS.some((version) => version === name);
}

function segmentsOf(path: string): string[] {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return [];
  }
}

function versionOf(segments: string[]): { version: ServedVersion; rest: string[] } | undefined {
  const [first, second] = segments;
  if (second === 'v1' && first !== undefined) {
    return { version: 'v1', rest: [first, ...segments.slice(2)] };
  }
  if (first !== 'v1' && isServedVersion(first)) return { version: first, rest: segments.slice(1) };
  return undefined;
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part === '{id}' ? segments[index] !== '' : part === segments[index]))
  );
}
