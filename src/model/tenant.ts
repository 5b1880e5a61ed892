/** The tenant as reports name it: a variable of another step may have set its address. */

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/;

/** The tenant's host, with its port if it is not the usual one, and whether it is simulated on the runner itself. */
export interface TenantName {
  readonly host: string;
  readonly isSimulated: boolean;
}

/** The name of the tenant at `baseUrl`, an origin that has been validated. */
export function tenantName(baseUrl: string): TenantName {
  const { host, hostname } = new URL(baseUrl);
  return { host, isSimulated: LOOPBACK.test(hostname) };
}

/** "acme.api.identitynow.com", or "127.0.0.1:8080 (simulated)"; `show` puts the host into the form of its place. */
export function tenantInWords(
  { host, isSimulated }: TenantName,
  show = (plain: string): string => plain,
): string {
  return isSimulated ? `${show(host)} (simulated)` : show(host);
}
