import { describe, expect, it } from '@jest/globals';
import { faultOf, type ConnectionFault } from '../../src/http/failure.js';
import { ConnectionFailure } from '../../src/isc/failures.js';

function error(message: string, properties: object = {}): Error {
  return Object.assign(new Error(message), properties);
}

describe('the fault behind an error of the network', () => {
  it.each<[string, Error, ConnectionFault]>([
    ['nobody listens', error('', { code: 'ECONNREFUSED', syscall: 'connect' }), 'refused'],
    ['no such name', error('', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }), 'refused'],
    ['no way while connecting', error('', { code: 'EHOSTUNREACH', syscall: 'connect' }), 'refused'],
    ['all addresses in vain', error('', { code: 'ETIMEDOUT', errors: [] }), 'refused'],
    [
      'no way any more, the request may be there',
      error('', { code: 'EHOSTUNREACH', syscall: 'read' }),
      'lost',
    ],
    ['silence on an open connection', error('', { code: 'ETIMEDOUT', syscall: 'read' }), 'timeout'],
    ['reset', error('', { code: 'ECONNRESET', syscall: 'read' }), 'lost'],
    ['no HTTP', error('Parse Error', { code: 'HPE_INVALID_CONSTANT' }), 'lost'],
    ['an error without a code', error('aborted'), 'lost'],
    ['a company that inspects TLS', error('', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'certificate'],
    ['another name', error('', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }), 'certificate'],
    ['an expired one', error('', { code: 'CERT_HAS_EXPIRED' }), 'certificate'],
    [
      'a proxy that says no',
      error('tunneling socket could not be established, statusCode=407', { code: 'ECONNRESET' }),
      'proxy-refusal',
    ],
    [
      'a proxy that finds no way',
      error('tunneling socket could not be established, statusCode=503', { code: 'ECONNRESET' }),
      'proxy',
    ],
    [
      'a proxy that is not there',
      error('tunneling socket could not be established, cause=connect ECONNREFUSED', { code: 'ECONNRESET' }),
      'proxy',
    ],
    ['TLS that breaks, at the start or in the middle', error('', { code: 'EPROTO' }), 'lost'],
  ])('%s', (_name, thrown, fault) => {
    expect(faultOf(thrown)).toBe(fault);
  });
});

it.each<[ConnectionFault, RegExp]>([
  ['refused', /typos/],
  ['lost', /Run the step again/],
  ['timeout', /Run the step again/],
  ['certificate', /NODE_EXTRA_CA_CERTS/],
  ['proxy', /https_proxy/],
  ['proxy-refusal', /https_proxy/],
  ['redirect', /base-url/],
  ['unreadable', /login page/],
  ['shape', /login page/],
])('%s comes with the request and advice', (fault, advice) => {
  const failure = new ConnectionFailure('accounts', fault, 'it broke.', 'why');
  expect(failure).toMatchObject({ operation: 'accounts', fault, status: 'FAILED', cause: 'why' });
  expect(failure.message).toBe("Request to list the source's accounts: it broke.");
  expect(failure.next).toMatch(advice);
});
