import { describe, expect, it } from '@jest/globals';
import type { ConnectionFault } from '../../src/http/failure.js';
import { ConnectionFailure } from '../../src/isc/failures.js';

function adviceFor(fault: ConnectionFault, cause: unknown): string {
  return new ConnectionFailure('source', fault, 'It broke.', cause).next;
}

describe('advice for TLS', () => {
  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /NODE_EXTRA_CA_CERTS/],
    ['CERT_HAS_EXPIRED', /clock of this runner/],
    ['CERT_NOT_YET_VALID', /clock of this runner/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /`base-url` for typos/],
    ['HOSTNAME_MISMATCH', /`base-url` for typos/],
  ])('%s', (code, advice) => {
    expect(adviceFor('certificate', { code })).toMatch(advice);
    expect(adviceFor('certificate', { code })).toMatch(/Never turn certificate verification off\.$/);
  });

  it.each(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER'])('%s: something that speaks no TLS', (code) => {
    expect(adviceFor('lost', { code })).toMatch(/https address of the tenant, with the right port/);
  });

  it('is not given for a connection that broke otherwise', () => {
    expect(adviceFor('lost', { code: 'ECONNRESET' })).toMatch(/^Run the step again/);
    expect(adviceFor('lost', undefined)).toMatch(/^Run the step again/);
  });
});
