import { createServer, type AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FAULTS, REFUSALS } from '../../../src/model/failures/requests.js';
import type { Fault } from '../../../sandbox/tenant/faults.js';
import { startSandbox } from '../../../sandbox/tenant/sandbox.js';
import { makeAuthority, makeCertificate } from '../../support/certificates.js';
import { HR, play, type Scenario } from '../../support/play.js';
import { startServer } from '../../support/server.js';
import { always, asOther, asProcess, inside, page, refusal, type RowPlay, without } from './play.js';
import { GROUPS } from './preparation.js';

/** What keeps a request to ISC from being answered as it should be, row by row. */

/** The limit passes by itself, so the step waits: only its deadline makes a failure of it. */
const limited = (how: typeof asProcess, fault: Fault): RowPlay =>
  how(
    'nothing-sent',
    { inputs: { 'timeout-minutes': '1' }, faults: always('getSource', fault) },
    { status: 'TIMED_OUT' },
  );
const LATER = { 'Retry-After': '90' };

export const REFUSAL_PLAYS: Readonly<Record<keyof typeof REFUSALS, RowPlay>> = {
  'token-refused': asProcess('nothing-sent', { inputs: { 'client-secret': 'not-the-secret-of-anybody' } }),
  'no-token-service': inside('nothing-sent', { faults: always('token', refusal(404)) }),
  'token-rejected': inside('nothing-sent', { faults: always('getSource', refusal(401)) }),
  'schema-forbidden': inside('nothing-sent', without('idn:source-schema:read')),
  'accounts-forbidden': asProcess('nothing-sent', without('idn:accounts:read')),
  'entitlements-forbidden': inside('nothing-sent', {
    ...GROUPS,
    ...without('idn:entitlement:read', 'idn:entitlement:manage'),
  }),
  'task-forbidden': asProcess('goes-on', without('idn:task-management:read')),
  forbidden: inside('nothing-sent', without('idn:sources:read', 'idn:sources:manage')),
  'file-refused': inside('nothing-started', { faults: always('loadAccounts', refusal(400)) }),
  'request-refused': inside('nothing-sent', { faults: always('getSource', refusal(400)) }),
  'not-found': asProcess('nothing-sent', { inputs: { 'source-id': 'b'.repeat(32) } }),
  'operation-unknown': inside('nothing-sent', { faults: always('listTasks', refusal(404)) }),
  'task-not-shown': inside('in-words', { settings: { tasks: { unknownMs: null, listLagMs: null } } }),
  'operation-off': asProcess('nothing-sent', { faults: always('getSource', refusal(410)) }),
  'version-off': inside('nothing-sent', {
    inputs: { 'api-version': 'v2025' },
    settings: { versionsOff: ['v2025'] },
  }),
  'file-too-large': inside('nothing-started', { settings: { uploadLines: 10 } }),
  'rate-limit': limited(asProcess, refusal(429, LATER)),
  'server-error': asProcess('nothing-sent', { faults: always('getSource', refusal(500)) }),
  'other-refusal': inside('nothing-sent', { faults: always('getSource', refusal(409)) }),
  'gateway-forbids': inside('nothing-sent', { faults: always('getSource', page(403)) }),
  'gateway-file-too-large': inside('nothing-started', { faults: always('loadAccounts', page(413)) }),
  'gateway-rate-limit': limited(inside, page(429, LATER)),
  'gateway-error': inside('nothing-sent', { faults: always('getSource', page(502)) }),
  'gateway-refusal': inside('nothing-sent', { faults: always('getSource', page(404)) }),
};

/** A credential that is revoked while the task is followed: the aggregation goes on without it. */
export const CREDENTIAL_DIES = asProcess('goes-on', {
  faults: [
    { operation: 'token', skip: 1, times: Infinity, fault: refusal(401) },
    { operation: 'getTask', times: Infinity, fault: refusal(401) },
  ],
});

const YEARS_AGO = new Date('2020-01-01');
/** Nobody listens at the discard port. */
const NOBODY = '127.0.0.1:9';

/** A tenant with a certificate for this host, by an authority that the runner knows only if `isKnown`. */
function behindCertificate(host: string, isKnown: boolean, since?: Date): RowPlay {
  return asOther('nothing-sent', async () => {
    const authority = await makeAuthority('Example Company CA');
    const tls = await makeCertificate(authority, host, since);
    const sandbox = await startSandbox({ tls, sources: [HR] });
    const folder = mkdtempSync(join(tmpdir(), 'authority-'));
    const path = join(folder, 'ca.pem');
    writeFileSync(path, authority.cert);
    try {
      const env = isKnown ? { NODE_EXTRA_CA_CERTS: path } : {};
      const run = await play({ inputs: { 'base-url': sandbox.url }, env });
      return { ...run, summary: run.summaryWritten, uploads: sandbox.requests.length, tasks: [], said: [] };
    } finally {
      await sandbox.close();
      rmSync(folder, { recursive: true });
    }
  });
}

/** A step that meets a server of another kind at this address, or on its way. */
function behind(
  start: () => Promise<{ readonly url: string; readonly close: () => void }>,
  way: (url: string) => Scenario,
): RowPlay {
  return asOther('nothing-sent', async () => {
    const server = await start();
    try {
      const run = await play(way(server.url));
      return { ...run, summary: run.summaryWritten, uploads: 0, tasks: [], said: [] };
    } finally {
      server.close();
    }
  });
}

/** A proxy that lets nobody through. */
async function refusingProxy(): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', () =>
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'),
      );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const byProxy = (https_proxy: string): Scenario => ({
  inputs: { 'base-url': 'https://tenant.example.test' },
  env: { https_proxy },
});

export const FAULT_PLAYS: Readonly<Record<keyof typeof FAULTS, RowPlay>> = {
  unreachable: inside('nothing-sent', { inputs: { 'base-url': `http://${NOBODY}` } }),
  'no-answer': inside('nothing-sent', { faults: always('getSource', { kind: 'reset-before-reading' }) }),
  'tls-broken': behind(
    () => startServer((_, response) => response.end('no TLS')),
    (url) => ({ inputs: { 'base-url': url.replace('http:', 'https:') } }),
  ),
  'certificate-expired': behindCertificate('127.0.0.1', true, YEARS_AGO),
  'certificate-of-another-name': behindCertificate('other.example.test', true),
  'certificate-untrusted': behindCertificate('127.0.0.1', false),
  'proxy-down': asProcess('nothing-sent', byProxy(`http://${NOBODY}`)),
  'proxy-refuses': behind(refusingProxy, byProxy),
  redirected: inside('nothing-sent', {
    faults: always('getSource', { kind: 'redirect', location: 'https://elsewhere.example/', status: 302 }),
  }),
  'reply-too-large': inside('nothing-sent', {
    faults: always('getSource', {
      kind: 'reply',
      status: 200,
      body: { filler: 'x'.repeat(9 * 1024 * 1024) },
    }),
  }),
  'reply-unreadable': inside('nothing-sent', {
    faults: always('getSource', { kind: 'reply', status: 200, body: '<html><title>Sign in</title></html>' }),
  }),
};
