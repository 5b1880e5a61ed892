import dns from 'node:dns';

/**
 * To be imported by a process before anything else: lets it, and no other, find the tenant of the tests. The ending
 * .test belongs to nobody (RFC 6761).
 */
const { lookup } = dns;
dns.lookup = (host, ...rest) => lookup(host === 'tenant.example.test' ? '127.0.0.1' : host, ...rest);
