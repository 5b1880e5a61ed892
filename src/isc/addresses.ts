import type { ApiVersion } from '../model/settings.js';

/** The ISC services that this action uses, by their name in a path. */
export type Service = 'sources' | 'accounts' | 'task-status' | 'account-aggregations';

/**
 * The path of an operation. Since 2026 each service has its own version (`/sources/v1/{id}`); the older form has one
 * version for all services before the name (`/v2025/sources/{id}`) and still works (docs/isc-api.md#addresses). `rest`
 * begins with a slash and is already percent-encoded, or is empty.
 */
export function pathOf(version: ApiVersion, service: Service, rest = ''): string {
  return version === 'v1' ? `/${service}/v1${rest}` : `/${version}/${service}${rest}`;
}

/** The most entries that ISC gives of a list at once. */
export const PAGE_SIZE = 250;

/** The token service has no version. */
export const TOKEN_PATH = '/oauth/token';

/**
 * The page of a source in the admin UI. Known only for the two domains where the UI's host is the API's without `.api`
 * (docs/isc-api.md#addresses); `undefined` for vanity and government domains.
 */
export function pageOfSource(baseUrl: string, sourceId: string): string | undefined {
  const tenant = /^https:\/\/([a-z0-9-]+)\.api\.(identitynow|identitynow-demo)\.com$/.exec(baseUrl);
  if (tenant === null) return undefined;
  return `https://${tenant[1] ?? ''}.${tenant[2] ?? ''}.com/ui/a/admin/connections/sources/${encodeURIComponent(sourceId)}`;
}
