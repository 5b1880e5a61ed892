import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryPath, type RepositoryPath } from '../../src/github/repository-path.js';

let workspace = '';
beforeEach(() => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'checkout-')));
});

function put(path: string, content = ''): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), content);
}

/** git's index as far as it matters here: paths as they are, each ended by a zero byte. */
function track(...paths: readonly string[]): void {
  put('.git/index', `DIRC\0\0\0\u0002${paths.map((path) => `\u0001\u0002${path}\0\0\0`).join('')}`);
}

function find(shown: string, path = join(workspace, shown)): Promise<RepositoryPath> {
  return repositoryPath({ path, name: 'hr.csv', shown, inWorkspace: true, sourceId: undefined }, workspace);
}

describe('repositoryPath', () => {
  it('is the path in the workspace for a file of the checkout', async () => {
    put('data/hr.csv');
    track('data/hr.csv', 'README.md');
    await expect(find('data/hr.csv')).resolves.toEqual({ kind: 'inside', path: 'data/hr.csv' });
  });

  it.each([
    ['without .git, as where the runner has no git', (): void => undefined],
    [
      'without an index',
      (): void => {
        put('.git/HEAD');
      },
    ],
  ])('takes a checkout %s as it is', async (_, prepare) => {
    put('hr.csv');
    prepare();
    await expect(find('hr.csv')).resolves.toEqual({ kind: 'inside', path: 'hr.csv' });
  });

  it.each(['hr.csv', 'data/hr.csv.bak', 'old/data/hr.csv2'])(
    'does not know a file that an earlier step made, where %s is tracked',
    async (tracked) => {
      put('data/hr.csv');
      track(tracked);
      await expect(find('data/hr.csv')).resolves.toEqual({
        kind: 'unknown',
        reason: 'data/hr.csv is not a file of the commit.',
      });
    },
  );

  it('does not know a file outside the workspace', async () => {
    const path = join(dirname(workspace), 'hr.csv');
    await expect(find(path, path)).resolves.toEqual({
      kind: 'unknown',
      reason: `${path} lies outside the workspace.`,
    });
  });

  it('does not know what is behind a link', async () => {
    put('data/2026.csv');
    symlinkSync('2026.csv', join(workspace, 'data/hr.csv'));
    const found = await find('data/hr.csv', join(workspace, 'data/2026.csv'));
    expect(found).toEqual({ kind: 'unknown', reason: 'A link leads to data/hr.csv.' });
  });

  it('does not mind that the workspace itself is behind a link', async () => {
    put('hr.csv');
    const link = `${workspace}-link`;
    symlinkSync(workspace, link);
    const csv = {
      path: join(workspace, 'hr.csv'),
      name: 'hr.csv',
      shown: 'hr.csv',
      inWorkspace: true,
      sourceId: undefined,
    };
    await expect(repositoryPath(csv, link)).resolves.toEqual({ kind: 'inside', path: 'hr.csv' });
  });

  it.each([
    [
      'a checkout with path',
      (): void => {
        put('exports/.git/HEAD');
      },
    ],
    [
      'a submodule',
      (): void => {
        put('exports/.git', 'gitdir: ../.git/modules/exports');
      },
    ],
  ])('does not know the files of %s', async (_, prepare) => {
    put('exports/data/hr.csv');
    prepare();
    await expect(find('exports/data/hr.csv')).resolves.toEqual({
      kind: 'unknown',
      reason: 'exports/data/hr.csv is part of the checkout in exports, not of one in the workspace itself.',
    });
  });
});
