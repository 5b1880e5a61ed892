import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { itUnless } from '../../../__tests__/support/where-possible.js';
import { DEFAULT_CLIENT } from '../../tenant/sandbox.js';
import { Job, tenantRuns } from './job.js';

/** A job with one additional step: `uses: ./sandbox`. */

// Each test starts processes, which takes its time on a busy machine.

let job: Job;
beforeEach(() => {
  job = new Job();
});
afterEach(async () => {
  await job.cleanUp();
});

const HR = readFileSync('demo/data/hr-employees.csv', 'utf8');

describe('a job that starts the simulated tenant', () => {
  it('tries a workflow from start to end with the example sources', async () => {
    const started = await job.start();
    expect(started).toMatchObject({ exitCode: 0, failures: [], annotations: [] });
    expect(started.log).toContain('HR Employees (accounts: 40)');
    expect(await tenantRuns(job)).toBe(true);

    const step = await job.aggregate(
      { 'source-name': 'HR Employees', 'csv-path': 'hr.csv' },
      { 'hr.csv': HR },
    );
    expect(step).toMatchObject({ exitCode: 0, outputs: { status: 'SUCCESS' } });

    const ended = await job.end();
    expect(ended).toMatchObject({ exitCode: 0, annotations: [] });
    expect(await tenantRuns(job)).toBe(false);
    const accounts = Number(step.outputs['csv-accounts']);
    expect(ended.summary).toContain(`| HR Employees | a CSV file | ${accounts} |`);
    const { 'accounts-created': created, 'accounts-deleted': deleted } = step.outputs;
    expect(ended.summary).toMatch(
      new RegExp(`\\| HR Employees \\| SUCCESS \\| ${created ?? ''} \\| \\d+ \\| ${deleted ?? ''} \\|`),
    );
    expect(ended.summary).toMatch(/\| hr\.csv \| HR Employees \| [\d,]+ \| [\d,]+ \| 202 \|/);
    expect(ended.summary).toContain('| loadAccounts | 1 | 202 × 1 |');
  });

  it('passes the address and the credential to later steps, as variables and as outputs', async () => {
    const { outputs, exported, masks } = await job.start();

    expect(outputs['base-url']).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(outputs).toMatchObject({ 'client-id': DEFAULT_CLIENT.id, 'client-secret': DEFAULT_CLIENT.secret });
    expect(exported).toEqual({
      SAIL_BASE_URL: outputs['base-url'],
      SAIL_CLIENT_ID: outputs['client-id'],
      SAIL_CLIENT_SECRET: outputs['client-secret'],
    });
    // A masked value would not reach another job, and this one is published anyway.
    expect(masks).toEqual([]);
  });

  it('takes sources from the workflow, and leaves ids as they are written', async () => {
    await job.start({
      sources: [
        '- name: Badges',
        '  attributes: [badge, owner]',
        '  accounts:',
        '    - { badge: 0017, owner: Ada }',
      ].join('\n'),
    });
    const step = await job.aggregate(
      { 'source-name': 'Badges', 'csv-path': 'badges.csv', 'dry-run': 'true' },
      { 'badges.csv': 'badge,owner\n0017,Ada\n18,Bruno\n' },
    );

    expect(step.outputs).toMatchObject({ status: 'PLANNED', 'planned-kept': '1', 'planned-created': '1' });
  });

  it.each([
    ['JSON', '[\n\t{ "name": "Badges", "accounts": [{ "id": "1" }] }\n]'],
    ['YAML with a byte order mark', '\ufeff- name: Badges\n  accounts: [{ id: 1 }]\n'],
  ])('takes sources from a file of the workspace: %s', async (_, text) => {
    await job.cleanUp();
    job = new Job({ 'sources.txt': text });
    const started = await job.start({ sources: 'sources.txt' });

    expect(started.failures).toEqual([]);
    expect(started.log).toContain('Badges (accounts: 1)');
  });

  it('connects to the loopback address directly if the job has a proxy', async () => {
    const proxy = { http_proxy: 'http://127.0.0.1:1', HTTP_PROXY: 'http://127.0.0.1:1' };

    expect(await job.start({}, proxy)).toMatchObject({ exitCode: 0 });
    expect((await job.end(proxy)).summary).toContain('HR Employees');
  });

  it('listens on loopback only', async () => {
    const { outputs } = await job.start();
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');

    for (const { address } of others) {
      await expect(reach(address, Number(new URL(outputs['base-url'] ?? '').port))).resolves.toBe(
        'ECONNREFUSED',
      );
    }
  });

  const itOnLinux = itUnless(process.platform === 'linux' ? undefined : 'only Linux has /proc');
  itOnLinux('gives the tenant none of the variables of the step', async () => {
    await job.start({}, { SOME_TOKEN: 'made-up', NODE_OPTIONS: '--no-warnings' });
    const variables = readFileSync(`/proc/${job.tenant.pid}/environ`, 'utf8').split('\0');
    const names = variables.filter((one) => one.includes('=')).map((one) => one.slice(0, one.indexOf('=')));

    // The runner ends what carries its own variable, should the end of the job never come.
    expect(names.sort()).toEqual(['PATH', 'RUNNER_TRACKING_ID']);
  });
});

/** The code of the error with which a connection is refused. */
function reach(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? '');
    });
    socket.once('connect', () => {
      socket.destroy();
      resolve('connected');
    });
  });
}
