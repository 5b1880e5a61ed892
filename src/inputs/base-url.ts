/** The address of the tenant, from the inputs `tenant` and `base-url`. */
import { BlockList, isIPv4 } from 'node:net';
import type { InputReader, Problems } from './reader.js';

const TENANT = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');

/**
 * The origin of the tenant's API, from `tenant`, `base-url` or SAIL_BASE_URL. `Authorization` is sent only to this
 * origin, so anything that could redirect it or send it unencrypted is refused: http (except for loopback addresses),
 * user info, path, query, fragment.
 */
export function readBaseUrl(inputs: InputReader, problems: Problems): string {
  const tenant = inputs.text('tenant');
  const baseUrl = inputs.text('base-url');
  if (tenant !== '' && baseUrl !== '') {
    problems.add('tenant', 'give tenant or base-url, not both.');
    return '';
  }
  if (tenant !== '') {
    if (TENANT.test(tenant)) return `https://${tenant.toLowerCase()}.api.identitynow.com`;
    problems.add('tenant', `${quoted(tenant)} is not a tenant name. ${adviceForTenant(tenant)}`);
    return '';
  }
  if (baseUrl !== '') return parseBaseUrl('base-url', baseUrl, problems);
  const fromEnvironment = inputs.text('base-url', 'SAIL_BASE_URL');
  if (fromEnvironment !== '') return parseBaseUrl('SAIL_BASE_URL', fromEnvironment, problems);
  problems.add(
    'tenant',
    'missing. Set tenant (such as "acme"), base-url, or the environment variable SAIL_BASE_URL.',
  );
  return '';
}

function parseBaseUrl(name: string, value: string, problems: Problems): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || url.hostname === '') {
    problems.add(name, `${quoted(value)} is not a URL such as https://acme.api.identitynow.com.`);
    return '';
  }
  if (url.username !== '' || url.password !== '') {
    problems.add(
      name,
      'must not contain a user name or password. Credentials go into client-id and client-secret.',
    );
    return '';
  }
  const api = apiOfPage(url);
  if (api !== undefined) {
    problems.add(name, `${quoted(value)} is the address of the admin UI. Did you mean ${api}?`);
    return '';
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    problems.add(name, `${quoted(value)} is more than an origin. Did you mean ${url.origin}?`);
    return '';
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url.origin;
  problems.add(
    name,
    `${quoted(value)} does not start with https://. http is only allowed for loopback addresses, since everything would be readable on the way.`,
  );
  return '';
}

/** The domains whose admin UI has the API's address without `.api` (docs/isc-api.md#addresses). */
const PAGE = /^([a-z0-9-]+)\.(identitynow|identitynow-demo)\.com$/;

/** The API's address for a copied address of the admin UI; `undefined` for any other. */
function apiOfPage({ hostname }: URL): string | undefined {
  const [, tenant, domain] = PAGE.exec(hostname) ?? [];
  return tenant === undefined ? undefined : `https://${tenant}.api.${domain ?? ''}.com`;
}

/** Most often, the whole address was given instead of the name. */
function adviceForTenant(written: string): string {
  const address = written.includes('://') ? written : `https://${written}`;
  const host = URL.canParse(address) ? new URL(address).hostname : '';
  const tenant = /^([a-z0-9-]+)(?:\.api)?\.identitynow\.com$/.exec(host)?.[1];
  if (tenant !== undefined) return `Did you mean "${tenant}"?`;
  return 'A name consists of letters, digits and hyphens, such as "acme" for https://acme.api.identitynow.com. For another address use base-url.';
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIPv4(host) && loopback.check(host));
}

/** A value that cannot be parsed may still contain a password before an @: that part is not shown. */
function quoted(value: string): string {
  return `"${value.replace(/\/\/[^/]*@/, '//***@').slice(0, 200)}"`;
}
