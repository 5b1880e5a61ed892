import { BlockList, isIPv4 } from 'node:net';
import type { InputReader, Problems } from './reader.js';

const TENANT = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');

/**
 * The origin of the tenant's API, from `tenant`, `base-url` or SAIL_BASE_URL. `Authorization` goes to this
 * origin alone, so whatever could lead elsewhere or in the clear is refused: http (but for loopback
 * addresses), user info, path, query, fragment.
 */
export function readBaseUrl(inputs: InputReader, problems: Problems): string {
  const tenant = inputs.text('tenant');
  const baseUrl = inputs.text('base-url');
  if (tenant !== '' && baseUrl !== '') {
    problems.add('tenant', 'give either tenant or base-url, not both.');
    return '';
  }
  if (tenant !== '') {
    if (TENANT.test(tenant)) return `https://${tenant.toLowerCase()}.api.identitynow.com`;
    problems.add(
      'tenant',
      `"${tenant}" is not a tenant name: letters, digits and hyphens, as in "acme" for https://acme.api.identitynow.com. For another address use base-url.`,
    );
    return '';
  }
  if (baseUrl !== '') return parseBaseUrl('base-url', baseUrl, problems);
  const fromEnvironment = inputs.text('base-url', 'SAIL_BASE_URL');
  if (fromEnvironment !== '') return parseBaseUrl('SAIL_BASE_URL', fromEnvironment, problems);
  problems.add(
    'tenant',
    'missing. Give tenant (such as "acme"), base-url, or the environment variable SAIL_BASE_URL.',
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
      'must not hold a user name or password. Credentials go into client-id and client-secret.',
    );
    return '';
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    problems.add(name, `${quoted(value)} holds more than an origin. Allowed is for example ${url.origin}.`);
    return '';
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url.origin;
  problems.add(
    name,
    `${quoted(value)} does not begin with https://. http is taken for loopback addresses alone, since everything would be readable on the way.`,
  );
  return '';
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIPv4(host) && loopback.check(host));
}

/** A value that does not parse may still hold a password before an @: that part is not shown. */
function quoted(value: string): string {
  return `"${value.replace(/\/\/[^/]*@/, '//***@').slice(0, 200)}"`;
}
