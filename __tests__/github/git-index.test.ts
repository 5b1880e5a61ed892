import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readGitIndex } from '../../src/github/git-index.js';
import { pathsInIndex } from '../../src/github/git-index-format.js';
import { gitIndex, type IndexOptions } from '../support/git-index.js';
import { itUnless } from '../support/where-possible.js';

const folder = mkdtempSync(join(tmpdir(), 'git-index-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let checkouts = 0;
function checkout(files: Readonly<Record<string, string | Buffer>>): string {
  const workspace = join(folder, String((checkouts += 1)));
  mkdirSync(workspace);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true });
    writeFileSync(join(workspace, name), content);
  }
  return workspace;
}

const LONG = `data/${'x'.repeat(5_000)}.csv`;
const PATHS = ['README.md', 'data/hr.csv', 'data/hr.csv.bak', 'data/payroll.csv', LONG, 'data2/hr.csv', 'z'];
/** As the index has them: one character for each byte. */
const bytesOf = (paths: readonly string[]): string[] =>
  paths.map((path) => Buffer.from(path).toString('latin1')).toSorted();

describe('the paths in an index', () => {
  const FORMATS = ([2, 3, 4] as const).flatMap((version) =>
    (['sha1', 'sha256'] as const).map((hash) => ({ version, hash })),
  );
  const EXTENSIONS = { TREE: 'a cache of trees', UNTR: '', EOIE: 'DIRC\0\0\0\u0002' };

  it.each(FORMATS)('are read in format $version with $hash', (format) => {
    for (const more of [{}, { extensions: EXTENSIONS }, { withoutHash: true }] satisfies IndexOptions[]) {
      expect([...(pathsInIndex(gitIndex(PATHS, { ...format, ...more })) ?? [])]).toEqual(bytesOf(PATHS));
    }
    expect(pathsInIndex(gitIndex([], format))?.size).toBe(0);
  });

  it.each([3, 4] as const)('are without those that were only announced, in format %d', (version) => {
    const index = gitIndex(PATHS, { version, intended: ['data/hr.csv', 'z'] });
    expect([...(pathsInIndex(index) ?? [])]).toEqual(
      bytesOf(PATHS.filter((path) => path !== 'data/hr.csv' && path !== 'z')),
    );
  });

  it.each(FORMATS)(
    'are not guessed from one that is cut off or damaged: format $version with $hash',
    (format) => {
      // Zeros at the end count as "no hash was saved", so the structure alone has to show that something is missing.
      for (const withoutHash of [false, true]) {
        const whole = gitIndex(['README.md', 'data/hr.csv', 'x'.repeat(200)], { ...format, withoutHash });
        for (let length = 0; length < whole.length; length += 1) {
          expect(pathsInIndex(whole.subarray(0, length))).toBeUndefined();
        }
      }
      for (let at = 0; at < 120; at += 1) {
        const damaged = gitIndex(['README.md', 'data/hr.csv'], format);
        damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
        expect(pathsInIndex(damaged)).toBeUndefined();
      }
    },
  );

  it.each<[string, Buffer]>([
    ['of a version that is not known', gitIndex(PATHS, { withoutHash: true }).fill(9, 7, 8)],
    ['that is no index', Buffer.from(`GIFC${'\0'.repeat(60)}`)],
    ['whose entries need a second file', gitIndex(PATHS, { extensions: { link: 'x'.repeat(20) } })],
    ['with entries for whole folders', gitIndex([...PATHS, 'zz/'], { extensions: { sdir: '' } })],
    ['that counts more entries than it has', gitIndex(PATHS, { withoutHash: true }).fill(0xff, 8, 12)],
  ])('are not told by one %s', (_, index) => {
    expect(pathsInIndex(index)).toBeUndefined();
  });
});

describe('the index of a checkout', () => {
  const index = gitIndex(['data/hr.csv', 'data/Ärzte.csv']);

  it('shows exactly which paths are tracked', async () => {
    const read = await readGitIndex(checkout({ '.git/index': index }));
    if (read.kind === 'unknown') throw new Error(read.reason);
    for (const path of ['data/hr.csv', 'data/Ärzte.csv', 'data/Ärzte.csv'.normalize('NFD')]) {
      expect([path, read.has(path)]).toEqual([path, true]);
    }
    for (const path of ['hr.csv', 'data/hr.cs', 'data/HR.csv', 'data', 'r.csv', 'ta/hr.csv', '']) {
      expect([path, read.has(path)]).toEqual([path, false]);
    }
  });

  it.each([
    ['an absolute path', (git: string): string => `gitdir: ${git}\n`],
    ['a relative path', (): string => 'gitdir: elsewhere/.git/worktrees/one\r\n'],
  ])('is found by the file of a worktree, with %s', async (_, pointer) => {
    const workspace = checkout({ 'elsewhere/.git/worktrees/one/index': index });
    writeFileSync(join(workspace, '.git'), pointer(join(workspace, 'elsewhere/.git/worktrees/one')));
    expect(await readGitIndex(workspace)).toMatchObject({ kind: 'read' });
  });

  it.each<[string, Readonly<Record<string, string | Buffer>>, RegExp]>([
    ['without .git', {}, /has no Git index/],
    ['without an index', { '.git/HEAD': 'ref: refs/heads/main\n' }, /has no Git index/],
    ['with a .git that leads nowhere', { '.git': 'gitdir: ../gone\n' }, /has no Git index/],
    ['with a .git that says nothing', { '.git': 'hr.csv\0' }, /has no Git index/],
    ['with an index that is cut off', { '.git/index': index.subarray(0, -25) }, /cannot be read/],
    ['with an empty index', { '.git/index': '' }, /cannot be read/],
  ])('%s cannot tell', async (_, files, reason) => {
    expect(await readGitIndex(checkout(files))).toEqual({
      kind: 'unknown',
      reason: expect.stringMatching(reason),
    });
  });
});

describe('an index of the git on this machine', () => {
  const noGit =
    spawnSync('git', ['--version']).status === 0 ? undefined : 'this machine has no git to write an index';
  const noSha256 =
    noGit ??
    (spawnSync('git', ['init', '-q', '--object-format=sha256', checkout({})]).status === 0
      ? undefined
      : 'its git knows no SHA-256');

  function git(workspace: string, ...options: readonly string[]): void {
    const { status, stderr } = spawnSync('git', ['-C', workspace, ...options], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', HOME: folder },
    });
    if (status !== 0) throw new Error(stderr);
  }

  const tracked = ['data/hr.csv', 'data/payroll.csv', 'Übersicht.md', `${'long/'.repeat(40)}z`];
  function repository(...init: readonly string[]): string {
    const workspace = checkout(Object.fromEntries(tracked.map((path) => [path, path])));
    git(workspace, 'init', '-q', ...init);
    return workspace;
  }
  async function trackedIn(workspace: string): Promise<readonly boolean[]> {
    const index = await readGitIndex(workspace);
    if (index.kind === 'unknown') throw new Error(index.reason);
    return [...tracked, 'data/made-later.csv'].map((path) => index.has(path));
  }
  const ALL = [...tracked.map(() => true), false];

  for (const version of ['2', '4']) {
    itUnless(noGit)(`is read in format ${version}`, async () => {
      const workspace = repository();
      git(workspace, '-c', 'core.quotePath=false', 'add', '.');
      git(workspace, 'update-index', '--force-write-index', '--index-version', version);
      writeFileSync(join(workspace, 'data/made-later.csv'), '');
      expect(await trackedIn(workspace)).toEqual(ALL);
    });
  }

  itUnless(noGit)('is read in format 3, which says what was only announced', async () => {
    const workspace = repository();
    git(workspace, 'add', '.');
    writeFileSync(join(workspace, 'data/made-later.csv'), '');
    git(workspace, 'add', '--intent-to-add', 'data/made-later.csv');
    expect(await trackedIn(workspace)).toEqual(ALL);
  });

  itUnless(noSha256)('is read with SHA-256', async () => {
    const workspace = repository('--object-format=sha256');
    git(workspace, 'add', '.');
    expect(await trackedIn(workspace)).toEqual(ALL);
  });

  itUnless(noGit)('is read in a worktree', async () => {
    const workspace = repository();
    git(workspace, 'add', '.');
    git(workspace, '-c', 'user.name=x', '-c', 'user.email=x@example.org', 'commit', '-qm', 'x');
    const worktree = join(folder, 'a worktree');
    git(workspace, 'worktree', 'add', '-q', '-b', 'other', worktree);
    expect(await trackedIn(worktree)).toEqual(ALL);
  });

  itUnless(noGit)('shows no paths if it is split', async () => {
    const workspace = repository();
    git(workspace, 'add', '.');
    git(workspace, 'update-index', '--split-index');
    expect(await readGitIndex(workspace)).toMatchObject({ kind: 'unknown' });
  });
});
