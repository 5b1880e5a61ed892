import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Operation } from '../../sandbox/tenant/routes.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { makeAuthority, makeCertificate, type Certificate } from '../support/certificates.js';
import { csvOf, people } from '../support/people.js';
import { HR, play, SOURCE_ID } from '../support/play.js';
import { FINDS_TENANT, startProxy, TENANT_HOST, type ProxyProgram } from '../support/proxy-program.js';
import { startStep, type RunningStep, type StepRun } from '../support/run-action.js';
import { itUnless } from '../support/where-possible.js';

/** The ways to the tenant that people really have: proxies, a company's own certificates, redirects. */

const folder = mkdtempSync(join(tmpdir(), 'connections-'));
const COMPANY_CA = { NODE_EXTRA_CA_CERTS: join(folder, 'company-ca.pem') };
let authority: Certificate;

beforeAll(async () => {
  authority = await makeAuthority('Example Company CA');
  writeFileSync(COMPANY_CA.NODE_EXTRA_CA_CERTS, authority.cert);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function secureSandbox(host: string): Promise<Sandbox> {
  const tls = await makeCertificate(authority, host);
  return startSandbox({ tls, sources: [HR], settings: { taskMs: 300 } });
}

interface Way {
  readonly baseUrl: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly csv?: string;
  readonly inputs?: Readonly<Record<string, string>>;
}

function start({ baseUrl, csv = csvOf(people(20)), env = {}, inputs = {} }: Way): RunningStep {
  return startStep({
    files: { 'hr.csv': csv },
    env,
    inputs: { 'base-url': baseUrl, 'source-id': SOURCE_ID, 'csv-path': 'hr.csv', ...inputs },
  });
}

/** Listens at a free port of the loopback address. */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** The step failed at its first attempt at the first request, which no other attempt would change. */
function expectOneAttempt({ exitCode, failures, log, outputs }: StepRun, says: RegExp): void {
  expect({ exitCode, status: outputs['status'] }).toEqual({ exitCode: 1, status: 'FAILED' });
  expect(failures[0]).toMatch(says);
  expect(log).not.toContain('Trying again');
}

const onWindows = process.platform === 'win32' ? 'Windows has neither /bin/sh nor SIGINT' : undefined;

describe('through a proxy that requires a password', () => {
  const USER = 'build';
  const PASSWORD = 'öpens: the/way@7d1';
  let sandbox: Sandbox;
  let proxy: ProxyProgram;
  let baseUrl: string;

  beforeAll(async () => {
    if (onWindows !== undefined) return;
    [sandbox, proxy] = await Promise.all([
      secureSandbox(TENANT_HOST),
      startProxy({ user: USER, password: PASSWORD }),
    ]);
    baseUrl = `https://${TENANT_HOST}:${new URL(sandbox.url).port}`;
  });

  afterAll(async () => {
    if (onWindows === undefined) await Promise.all([sandbox.close(), proxy.close()]);
  });

  function proxyUrl(port: number, password = PASSWORD): string {
    return `http://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
  }

  function expectHidden({ log, masks, outputs, stderr, summary }: StepRun, password: string): void {
    const shown = [log, stderr, summary, JSON.stringify(outputs)].join('\n');
    const forms = [
      password,
      encodeURIComponent(password),
      Buffer.from(`${USER}:${password}`).toString('base64'),
    ];
    for (const form of forms) {
      expect(masks).toContain(form);
      expect(shown).not.toContain(form);
    }
  }

  for (const variable of ['https_proxy', 'HTTPS_PROXY']) {
    itUnless(onWindows)(`the whole step goes through it, the file byte by byte (${variable})`, async () => {
      sandbox.reset();
      const before = proxy.tunnels.length;
      const csv = csvOf(people(variable === 'https_proxy' ? 20_000 : 20));
      const env = { ...COMPANY_CA, [variable]: proxyUrl(proxy.port) };
      const run = await start({ baseUrl, env, csv }).ended;
      expect({ status: run.outputs['status'], failures: run.failures }).toEqual({
        status: 'SUCCESS',
        failures: [],
      });
      expect(sandbox.requests.length).toBeGreaterThan(6);
      // One tunnel for each request: "tunnel" keeps none open.
      const tunnels = proxy.tunnels.slice(before);
      expect(tunnels).toEqual(sandbox.requests.map(() => new URL(baseUrl).host));
      const upload = sandbox.requests.find(({ operation }) => operation === 'loadAccounts');
      expect(upload?.body).toMatchObject({
        chunked: false,
        files: [{ sha256: createHash('sha256').update(csv).digest('hex'), bytes: csv.length }],
      });
      expectHidden(run, PASSWORD);
    });
  }

  itUnless(onWindows)('a tenant that no_proxy names is reached directly', async () => {
    sandbox.reset();
    const before = proxy.tunnels.length;
    const env = {
      ...COMPANY_CA,
      NODE_OPTIONS: FINDS_TENANT,
      https_proxy: proxyUrl(proxy.port),
      no_proxy: 'elsewhere.example, example.test',
    };
    const run = await start({ baseUrl, env }).ended;
    expect({ status: run.outputs['status'], failures: run.failures }).toEqual({
      status: 'SUCCESS',
      failures: [],
    });
    expect(proxy.tunnels).toHaveLength(before);
  });

  itUnless(onWindows)('a wrong password ends it at once, with advice', async () => {
    sandbox.reset();
    const before = proxy.tunnels.length;
    const env = { ...COMPANY_CA, https_proxy: proxyUrl(proxy.port, 'not the right one') };
    const run = await start({ baseUrl, env }).ended;
    expectOneAttempt(
      run,
      /proxy does not allow this runner to reach tenant\.example\.test[^]*407[^]*https_proxy/,
    );
    expect(proxy.tunnels).toHaveLength(before + 1);
    expect(sandbox.requests).toEqual([]);
    expectHidden(run, 'not the right one');
  });

  itUnless(onWindows)('no password at all is refused as well', async () => {
    const env = { ...COMPANY_CA, https_proxy: `127.0.0.1:${proxy.port}` };
    expectOneAttempt(await start({ baseUrl, env }).ended, /407[^]*https_proxy/);
  });

  itUnless(onWindows)('an untrusted certificate is named as the cause', async () => {
    const run = await start({ baseUrl, env: { https_proxy: proxyUrl(proxy.port) } }).ended;
    expectOneAttempt(run, /tenant\.example\.test[^]*certificate[^]*NODE_EXTRA_CA_CERTS/);
  });

  itUnless(onWindows)(
    'an untrusted certificate stays untrusted with NODE_TLS_REJECT_UNAUTHORIZED=0',
    async () => {
      sandbox.reset();
      const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0', https_proxy: proxyUrl(proxy.port) };
      expectOneAttempt(await start({ baseUrl, env }).ended, /tenant\.example\.test[^]*certificate/);
      expect(sandbox.requests).toEqual([]);
    },
  );

  itUnless(onWindows)(
    'a proxy that cannot be reached is named as the reason, after several attempts',
    async () => {
      const server = createServer();
      const port = await listening(server);
      server.close();
      const run = await start({ baseUrl, env: { ...COMPANY_CA, https_proxy: proxyUrl(port) } }).ended;
      expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
        exitCode: 1,
        status: 'FAILED',
      });
      expect(run.failures[0]).toMatch(
        /This runner cannot reach its proxy[^]*ECONNREFUSED 127\.0\.0\.1:\d+[^]*https_proxy/,
      );
      expect(run.log.match(/Trying again/g)).toHaveLength(5);
      expectHidden(run, PASSWORD);
    },
  );
});

describe('a proxy that takes the connection and never answers', () => {
  let server: Server;
  let way: Way;
  let onRequest = (): void => undefined;

  beforeAll(async () => {
    server = createServer((socket) => {
      socket
        .on('error', () => undefined)
        .on('data', () => {
          onRequest();
        });
    });
    const port = await listening(server);
    way = { baseUrl: `https://${TENANT_HOST}`, env: { https_proxy: `http://127.0.0.1:${port}` } };
  });

  afterAll(() => {
    server.close();
  });

  it('does not keep the step from ending by its deadline', async () => {
    const run = await start({ ...way, inputs: { 'timeout-minutes': '0.02' } }).ended;
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
      exitCode: 1,
      status: 'TIMED_OUT',
    });
    expect(run.ms).toBeLessThan(30_000);
  });

  itUnless(onWindows)('does not keep the step from being cancelled', async () => {
    const asked = new Promise<void>((resolve) => {
      onRequest = resolve;
    });
    const step = start(way);
    await asked;
    const since = Date.now();
    step.stop();
    const run = await step.ended;
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
      exitCode: 1,
      status: 'CANCELLED',
    });
    expect(Date.now() - since).toBeLessThan(20_000);
  });
});

describe('a certificate of the company', () => {
  it.concurrent('is trusted where NODE_EXTRA_CA_CERTS names its authority', async () => {
    const sandbox = await secureSandbox('127.0.0.1');
    try {
      const run = await start({ baseUrl: sandbox.url, env: COMPANY_CA }).ended;
      expect({ status: run.outputs['status'], failures: run.failures }).toEqual({
        status: 'SUCCESS',
        failures: [],
      });
    } finally {
      await sandbox.close();
    }
  });
});

describe("GitHub's certificate", () => {
  it('is verified even with NODE_TLS_REJECT_UNAUTHORIZED=0: no token reaches an untrusted server', async () => {
    const received: string[] = [];
    const tls = await makeCertificate(await makeAuthority('Nobody'), '127.0.0.1');
    const github = createHttpsServer(tls, (request, response) => {
      received.push(request.url ?? '');
      response.end('{}');
    });
    const port = await listening(github);
    const sandbox = await startSandbox({ sources: [HR], settings: { taskMs: 300 } });
    try {
      const event = join(folder, 'event.json');
      writeFileSync(event, JSON.stringify({ before: 'a'.repeat(40), after: 'b'.repeat(40) }));
      const { ended } = startStep({
        files: { 'hr.csv': csvOf(people(20)) },
        inputs: {
          'base-url': sandbox.url,
          'source-id': SOURCE_ID,
          'csv-path': 'hr.csv',
          'only-if-changed': 'true',
          'github-token': 'ghs_of_this_job',
        },
        env: {
          NODE_TLS_REJECT_UNAUTHORIZED: '0',
          GITHUB_API_URL: `https://127.0.0.1:${port}`,
          GITHUB_REPOSITORY: 'acme/identity',
          GITHUB_EVENT_NAME: 'push',
          GITHUB_EVENT_PATH: event,
        },
      });
      const run = await ended;
      expect(received).toEqual([]);
      // What cannot be found out never skips a run.
      expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
        exitCode: 0,
        status: 'SUCCESS',
      });
      expect(run.log).toMatch(/hr\.csv[^]*certificate/);
    } finally {
      github.close();
      await sandbox.close();
    }
  });
});

describe('a redirect', () => {
  /** Answers everything, so that a step that followed the redirect would succeed. */
  let elsewhere: Server;
  let host: string;
  const received: string[] = [];

  beforeAll(async () => {
    elsewhere = createHttpServer((request, response) => {
      received.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? ''}`);
      response.setHeader('content-type', 'application/json').end('{}');
    });
    host = `127.0.0.1:${await listening(elsewhere)}`;
  });

  afterAll(() => {
    elsewhere.close();
  });

  it.each<[Operation, number, string]>([
    ['token', 307, '/oauth/token'],
    ['token', 302, '/oauth/token'],
    ['getSource', 301, '/'],
    ['getSource', 308, '/?user=somebody&password=something'],
    ['listAccounts', 303, '/accounts'],
    ['loadAccounts', 307, '/load'],
    ['loadAccounts', 303, '/load'],
    ['getTask', 302, '/task'],
  ])('of %s (%i) is not followed; the failure names its host alone', async (operation, status, path) => {
    const location = `http://${host}${path}`;
    const run = await play({
      // The bundle meets one with the credentials, and one with the file.
      isInside: status !== 307,
      faults: [{ operation, fault: { kind: 'redirect', location, status } }],
    });
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
      exitCode: 1,
      status: 'FAILED',
    });
    expect(run.failures[0]).toContain(`answered ${status}, a redirect to ${host}.`);
    expect(run.failures[0]).toMatch(/Set `base-url` to the API address/);
    expect([run.log, run.summary].join()).not.toContain(location);
    expect(run.asked(operation)).toHaveLength(1);
    expect(run.tasks).toHaveLength(operation === 'getTask' ? 1 : 0);
    expect(received).toEqual([]);
  });

  it('within the tenant is not followed either', async () => {
    const run = await play({
      isInside: true,
      faults: [{ operation: 'getSource', fault: { kind: 'redirect', location: '/sources/v1/other' } }],
    });
    expect(run.failures[0]).toMatch(/answered 307, a redirect to 127\.0\.0\.1:\d+\./);
    expect(run.asked('getSource')).toHaveLength(1);
  });
});
