/** The addresses of ISC's operations: paths, filters, and the page of a source. */
import type { ApiVersion } from '../model/settings.js';

/** The ISC services that this action uses, by their name in a path. */
export type Service = 'sources' | 'accounts' | 'entitlements' | 'task-status' | 'account-aggregations';

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

/** As many values as fit into an address that no gateway refuses: 100 ids of 32 digits are about 4 KB. */
const MAX_VALUES = 100;
/** The smallest common limit of gateways for a whole address: 8 KB. */
const MAX_LENGTH = 6_000;

/**
 * Filters for several values in one request: `field in ("a","b")`, percent-encoded, split so that addresses have a
 * usual length.
 */
export function inFilters(field: string, values: readonly string[]): readonly string[] {
  const parts: string[][] = [];
  let length = 0;
  for (const value of values) {
    const quoted = inQuotes(value);
    length += encodeURIComponent(quoted).length + 3;
    const last = parts.at(-1);
    if (last !== undefined && last.length < MAX_VALUES && length <= MAX_LENGTH) {
      last.push(quoted);
    } else {
      parts.push([quoted]);
      length = encodeURIComponent(quoted).length;
    }
  }
  return parts.map((part) => encodeURIComponent(`${field} in (${part.join(',')})`));
}

/** The filter for one value, percent-encoded. */
export function equalsFilter(field: string, value: string): string {
  return encodeURIComponent(`${field} eq ${inQuotes(value)}`);
}

function inQuotes(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
