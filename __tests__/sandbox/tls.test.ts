import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';

/** A certificate for 127.0.0.1 that lives for a day; `undefined` where the machine has no openssl. */
function certificate(): { key: string; cert: string } | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-tls-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=sandbox', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '1'];
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject];
    execFileSync('openssl', made, { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const tls = certificate();

const name =
  tls === undefined
    ? 'SKIPPED: no openssl on this machine; the sandbox over https'
    : 'the sandbox over https';

// Jest does not show the names of a suite that is skipped as a whole.
if (tls === undefined) process.stderr.write(`${name}\n`);

(tls === undefined ? describe.skip : describe)(name, () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await startSandbox(tls === undefined ? {} : { tls });
  });

  afterAll(async () => {
    await sandbox.close();
  });

  function statusOf(path: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      get(`${sandbox.url}${path}`, { ca: tls?.cert, agent: false }, (response) => {
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
