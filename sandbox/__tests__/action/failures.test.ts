import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { addressOf, launchTenant } from '../../action/tenant-process.js';
import { Job, tenantRuns } from './job.js';

/** A tenant that cannot be started is explained to the author of the workflow, and nothing is started. */

// Each test starts processes, which takes its time on a busy machine.

let job: Job;
beforeEach(() => {
  job = new Job();
});
afterEach(async () => {
  await job.cleanUp();
});

describe('inputs that cannot be used', () => {
  const WRONG_KEY = '- name: HR\n  atributes: [id]\n';

  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'a wrong key',
      { sources: WRONG_KEY },
      'sources has 1 problem:\n- line 2, column 3: "atributes" is not a key of a source. Did you mean "attributes"? The keys are name, id,',
    ],
    [
      'broken YAML',
      { sources: '\n- name: "HR\n' },
      'sources has 1 problem:\n- line 3, column 1: not valid YAML here: Missing closing "quote',
    ],
    [
      'a single source',
      { sources: 'name: HR\nkind: file' },
      'sources has 1 problem:\n- line 1, column 1: a list is expected.',
    ],
    [
      'a file that is not there',
      { sources: 'hr/sources.yml' },
      'sources: there is no file hr/sources.yml. The input is a list of sources, or the path of a file in the workspace',
    ],
    ['a folder', { sources: 'folder' }, 'sources: the file folder cannot be read: EISDIR.'],
    [
      'a file in another encoding',
      { sources: 'latin1.yml' },
      'sources: the file latin1.yml is not UTF-8. Save it as UTF-8.',
    ],
    [
      'a file that is too large',
      { sources: 'large.yml' },
      'sources: the file large.yml has 2000001 bytes; at most 2000000 are read.',
    ],
    ['a port that is none', { port: 'http' }, 'port: "http" is not a whole number from 0 to 65535.'],
    ['a port that is too high', { port: '65536' }, 'port: "65536" is not a whole number from 0 to 65535.'],
  ])('%s', async (_, inputs, message) => {
    mkdirSync(join(job.workspace, 'folder'));
    writeFileSync(join(job.workspace, 'latin1.yml'), Buffer.from('- name: M\xfcnchen\n', 'latin1'));
    writeFileSync(join(job.workspace, 'large.yml'), Buffer.alloc(2_000_001, ' '));
    const started = await job.start(inputs);

    expect(started.exitCode).toBe(1);
    expect(started.failures).toEqual([expect.stringContaining(message)]);
    expect(started).toMatchObject({ exported: {}, outputs: {} });
    expect(job.state).toEqual({});
    expect(await job.end()).toMatchObject({ exitCode: 0, annotations: [], summary: '' });
  });

  it('in a file are annotated where they stand', async () => {
    writeFileSync(join(job.workspace, 'sources.yml'), WRONG_KEY);
    const { annotations, failures } = await job.start({ sources: 'sources.yml' });

    expect(failures).toEqual([
      expect.stringMatching(/^sources: the file sources\.yml has 1 problem:\n- line 2, /),
    ]);
    expect(annotations[0]).toMatchObject({
      kind: 'error',
      properties: { file: 'sources.yml', line: '2', col: '3' },
    });
  });

  it('are shortened if there are hundreds, and cannot give commands to the runner', async () => {
    const sources = Array.from({ length: 300 }, (_, index) => `- "::set-output name=x::${index}": 1\n`).join(
      '',
    );
    const started = await job.start({ sources });

    expect(started.failures[0]).toMatch(/^sources has 600 problems:\n/);
    expect(started.failures[0]).toMatch(/\n- and 590 more$/);
    expect(started.commands.map(({ name }) => name)).toEqual(['error']);
  });
});

describe('a tenant that cannot start', () => {
  it('names the port that is taken, and what to do', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const started = await job.start({ port: String(port) });

      expect(started).toMatchObject({ exitCode: 1, exported: {}, outputs: {} });
      expect(started.failures).toEqual([
        `port: another program on this runner already listens on port ${port}. Choose another one, or leave the input out for a free port.`,
      ]);
    } finally {
      server.close();
    }
    expect(await job.end()).toMatchObject({ exitCode: 0, annotations: [], summary: '' });
    expect(await tenantRuns(job)).toBe(false);
  });

  it.each([
    [
      "process.stderr.write('No room left.'); process.exit(3)",
      'ended at once (exit code 3). It said:\nNo room left.',
    ],
    [
      "process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)",
      'ended at once (signal SIGKILL). It said:\nnothing',
    ],
  ])('says what it said: %s', async (code, message) => {
    const program = join(job.workspace, 'program.mjs');
    writeFileSync(program, code);
    const settings = { port: 0, sources: undefined };

    await expect(addressOf(launchTenant(program, job.temp, settings), settings, 60_000)).rejects.toThrow(
      message,
    );
  });

  it('is not waited for forever', async () => {
    const program = join(job.workspace, 'program.mjs');
    writeFileSync(program, 'setInterval(() => {}, 1000)');
    const settings = { port: 0, sources: undefined };
    const tenant = launchTenant(program, job.temp, settings);
    job.state = { pid: String(tenant.pid), mark: tenant.mark };

    await expect(addressOf(tenant, settings, 100)).rejects.toThrow('did not listen within 0.1 seconds');
  });
});
