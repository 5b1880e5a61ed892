import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Operation } from '../../sandbox/tenant/routes.js';
import { csvOf, people } from '../support/people.js';
import { play, type Played, type Scenario } from '../support/play.js';
import { itUnless } from '../support/where-possible.js';

/** `csv-path` need not name a file, and the file may change. */

const onWindows = process.platform === 'win32' ? 'Windows has no such files' : undefined;
const asRoot = process.getuid?.() === 0 ? 'nothing is unreadable to root' : onWindows;

const CSV = csvOf(people(20));
let folder: string;
let workspace: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
  workspace = join(folder, 'workspace');
  mkdirSync(workspace);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function playFile(csvPath: string, isInside = false): Promise<Played> {
  return play({ workspace, files: {}, inputs: { 'csv-path': csvPath }, isInside });
}

/** The same inside of this process: a variant of what a process shows as well. */
function playFileInside(csvPath: string): Promise<Played> {
  return playFile(csvPath, true);
}

/** Refused when the inputs are read, before anything is sent and without waiting for anything. */
function expectRefused({ exitCode, failures, ms, outputs, requests }: Played, says: RegExp): void {
  expect({ exitCode, status: outputs['status'] }).toEqual({ exitCode: 1, status: 'FAILED' });
  expect(failures).toEqual([expect.stringMatching(says)]);
  expect(requests).toEqual([]);
  // Only a wait is meant: a busy machine may take its time to start the process.
  expect(ms).toBeLessThan(30_000);
}

describe('a symbolic link', () => {
  it('that leads out of the workspace is refused, and nothing of its file is shown', async () => {
    writeFileSync(join(folder, 'outside.csv'), CSV);
    symlinkSync(join(folder, 'outside.csv'), join(workspace, 'hr.csv'));
    const run = await playFile('hr.csv');
    expectRefused(
      run,
      /csv-path: "hr\.csv" lies outside the workspace once links are followed\. Copy the file into/,
    );
    expect(run.log).not.toContain('acct-');
  });

  it('that leads out through a linked folder is refused', async () => {
    mkdirSync(join(folder, 'exports'));
    writeFileSync(join(folder, 'exports', 'hr.csv'), CSV);
    symlinkSync('../exports', join(workspace, 'data'));
    expectRefused(await playFileInside('data/hr.csv'), /"data\/hr\.csv" lies outside the workspace/);
  });

  it('that leads out by way of another one is refused', async () => {
    writeFileSync(join(folder, 'outside.csv'), CSV);
    symlinkSync(join(folder, 'outside.csv'), join(workspace, 'second.csv'));
    symlinkSync('second.csv', join(workspace, 'hr.csv'));
    expectRefused(await playFileInside('hr.csv'), /lies outside the workspace/);
  });

  it('to a neighbour whose name begins like that of the workspace is refused', async () => {
    mkdirSync(`${workspace}-2`);
    writeFileSync(join(`${workspace}-2`, 'hr.csv'), CSV);
    symlinkSync('../workspace-2/hr.csv', join(workspace, 'hr.csv'));
    expectRefused(await playFileInside('hr.csv'), /lies outside the workspace/);
  });

  it('that leads out is refused also where the path is absolute', async () => {
    writeFileSync(join(folder, 'outside.csv'), CSV);
    symlinkSync(join(folder, 'outside.csv'), join(workspace, 'hr.csv'));
    expectRefused(await playFile(join(workspace, 'hr.csv')), /lies outside the workspace/);
  });

  it('within the workspace is followed', async () => {
    mkdirSync(join(workspace, 'exports'));
    writeFileSync(join(workspace, 'exports', '2026-11-22.csv'), CSV);
    symlinkSync('exports/2026-11-22.csv', join(workspace, 'hr.csv'));
    const run = await playFileInside('hr.csv');
    expect(run.outputs['status']).toBe('SUCCESS');
    expect(run.asked('loadAccounts')[0]?.body?.files[0]).toMatchObject({ filename: 'hr.csv' });
  });

  it('that leads back to itself is refused', async () => {
    symlinkSync('b.csv', join(workspace, 'a.csv'));
    symlinkSync('a.csv', join(workspace, 'b.csv'));
    expectRefused(await playFileInside('a.csv'), /"a\.csv" is a symbolic link that points back to itself/);
  });

  it('that leads nowhere is refused', async () => {
    symlinkSync('gone.csv', join(workspace, 'hr.csv'));
    expectRefused(
      await playFileInside('hr.csv'),
      /"hr\.csv" does not exist\. "hr\.csv" is a link that leads nowhere\./,
    );
  });
});

describe('what is no file', () => {
  it('a folder is refused', async () => {
    mkdirSync(join(workspace, 'hr.csv'));
    expectRefused(await playFileInside('hr.csv'), /"hr\.csv" is not a file/);
  });

  itUnless(onWindows)('a named pipe is refused, and not waited for', async () => {
    execFileSync('mkfifo', [join(workspace, 'hr.csv')]);
    expectRefused(await playFile('hr.csv'), /"hr\.csv" is not a file/);
  });

  itUnless(onWindows)('a device without an end is refused, and not read', async () => {
    expectRefused(await playFile('/dev/zero'), /"\/dev\/zero" lies outside the workspace/);
  });

  itUnless(asRoot)('a file without read permission is refused', async () => {
    writeFileSync(join(workspace, 'hr.csv'), CSV);
    chmodSync(join(workspace, 'hr.csv'), 0);
    expectRefused(await playFile('hr.csv'), /"hr\.csv" cannot be read by this runner/);
  });
});

describe('a file that changes after the check is not aggregated', () => {
  const SAME_SIZE = 'another content of the same size';
  const UNREAD = { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' };

  /** Plays a step whose file `change` changes while `during` is answered: after the check, before the upload. */
  function playChanged(
    during: Operation,
    change: (file: string) => void,
    { inputs = {}, isInside = false }: Pick<Scenario, 'inputs' | 'isInside'> = {},
  ): Promise<Played> {
    const file = join(workspace, 'hr.csv');
    writeFileSync(file, CSV);
    return play({
      workspace,
      files: {},
      inputs,
      isInside,
      faults: [{ operation: during, fault: { kind: 'delay', ms: 500 } }],
      meanwhile: async (_step, sandbox) => {
        await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === during));
        change(file);
      },
    });
  }

  function expectNothingStarted(run: Played, says: RegExp): void {
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
      exitCode: 1,
      status: 'FAILED',
    });
    expect(run.failures).toEqual([expect.stringMatching(says)]);
    expect(run.tasks).toEqual([]);
    expect(run.identities).toHaveLength(20);
    // The upload was tried once at most, and what arrived was incomplete.
    const uploads = run.asked('loadAccounts').map(({ body }) => body?.kind);
    expect(uploads.length).toBeLessThan(2);
    for (const kind of uploads) expect(kind).toBe('cut-off');
  }

  it.each<[string, (file: string) => void]>([
    [
      SAME_SIZE,
      (file) => {
        writeFileSync(file, CSV.replace('acct-00020', 'acct-00021'));
      },
    ],
    [
      'shorter',
      (file) => {
        truncateSync(file, CSV.length / 2);
      },
    ],
    [
      'empty',
      (file) => {
        truncateSync(file);
      },
    ],
    [
      'longer',
      (file) => {
        writeFileSync(file, csvOf(people(21)));
      },
    ],
    [
      'replaced by another file',
      (file) => {
        writeFileSync(`${file}.new`, csvOf(people(20, 2)));
        renameSync(`${file}.new`, file);
      },
    ],
    [
      'replaced by a link that leads out of the workspace',
      (file) => {
        writeFileSync(join(folder, 'outside.csv'), csvOf(people(20, 2)));
        rmSync(file);
        symlinkSync(join(folder, 'outside.csv'), file);
      },
    ],
  ])('%s', async (name, change) => {
    expectNothingStarted(
      await playChanged('listAccounts', change, { isInside: name !== SAME_SIZE }),
      /hr\.csv changed while the step was using it\. ISC has started nothing\./,
    );
  });

  it('gone', async () => {
    const run = await playChanged(
      'listAccounts',
      (file) => {
        rmSync(file);
      },
      { isInside: true },
    );
    expectNothingStarted(run, /hr\.csv cannot be read: ENOENT[^]*stays readable/);
  });

  it.each<[string, (file: string) => void]>([
    [
      SAME_SIZE,
      (file) => {
        writeFileSync(file, CSV.replace('acct-00020', 'acct-00021'));
      },
    ],
    [
      'longer',
      (file) => {
        writeFileSync(file, csvOf(people(21)));
      },
    ],
  ])('%s, where it is only uploaded', async (name, change) => {
    const how = { inputs: UNREAD, isInside: name !== SAME_SIZE };
    expectNothingStarted(await playChanged('getSource', change, how), /hr\.csv changed while the step/);
  });

  it('but a file rewritten with the same content counts as unchanged', async () => {
    const run = await playChanged(
      'listAccounts',
      (file) => {
        writeFileSync(`${file}.new`, CSV);
        renameSync(`${file}.new`, file);
      },
      { isInside: true },
    );
    expect(run.outputs['status']).toBe('SUCCESS');
  });
});
