/**
 * Proxy variables that would be ignored without a word, so that the step would connect directly:
 * findings/http-client-proxy-with-a-port.sh.
 */
import type { Problems } from './reader.js';

/** As @actions/http-client reads them (its lib/proxy.js): the first of each pair that is not empty. */
const PAIRS = [
  ['https_proxy', 'HTTPS_PROXY'],
  ['http_proxy', 'HTTP_PROXY'],
] as const;

/** Adds a problem for each proxy variable in use that is no address of a proxy. It never shows the value. */
export function checkProxies(env: Readonly<Record<string, string | undefined>>, problems: Problems): void {
  for (const pair of PAIRS) {
    const variable = pair.find((name) => (env[name] ?? '') !== '');
    const fault = variable === undefined ? undefined : faultOf(env[variable] ?? '');
    if (variable !== undefined && fault !== undefined) {
      problems.add(variable, `${fault} Write it as http://proxy.example.org:3128, or leave it unset.`);
    }
  }
}

/** A sentence about what is wrong with the address; `undefined` if the library takes it. */
function faultOf(value: string): string | undefined {
  const url = parsed(value);
  if (url === undefined) return 'the address of the proxy is not a URL.';
  if (url.hostname === '') return 'the address of the proxy has no http:// in front.';
  if (!['http:', 'https:'].includes(url.protocol)) return 'only http and https proxies work.';
  try {
    decodeURIComponent(url.username);
    decodeURIComponent(url.password);
    return undefined;
  } catch {
    return 'the user name or password of the proxy has a percent sign that is no code; a percent sign itself is %25.';
  }
}

/** The library puts http:// in front of what is no URL, such as an IP address with a port. */
function parsed(value: string): URL | undefined {
  if (URL.canParse(value)) return new URL(value);
  if (/^https?:\/\//.test(value)) return undefined;
  return URL.canParse(`http://${value}`) ? new URL(`http://${value}`) : undefined;
}
