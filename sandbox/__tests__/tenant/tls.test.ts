import { get } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { makeAuthority, makeCertificate, type Certificate } from '../../../__tests__/support/certificates.js';

describe('the sandbox over https', () => {
  let authority: Certificate;
  let sandbox: Sandbox;

  beforeAll(async () => {
    authority = await makeAuthority('A company');
    sandbox = await startSandbox({ tls: await makeCertificate(authority, '127.0.0.1') });
  });

  afterAll(async () => {
    await sandbox.close();
  });

  function statusOf(path: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      get(`${sandbox.url}${path}`, { ca: authority.cert, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
  }

  it('answers', async () => {
    expect(sandbox.url).toMatch(/^https:/);
    expect(await statusOf('/sources/v1')).toBe(401);
  });

  it('hangs up where a fault says so', async () => {
    sandbox.script({ operation: 'listSources', fault: { kind: 'reset-after-processing' } });
    await expect(statusOf('/sources/v1')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
