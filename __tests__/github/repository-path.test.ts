import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { GitIndex } from '../../src/github/git-index.js';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryPath, type RepositoryPath } from '../../src/github/repository-path.js';

let workspace = '';
beforeEach(() => {
  workspace = join(realpathSync(mkdtempSync(join(tmpdir(), 'checkout-'))), 'workspace');
  mkdirSync(workspace);
});
afterEach(() => {
  rmSync(dirname(workspace), { recursive: true });
});

function put(path: string, content = ''): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), content);
}

/** An index that names these paths. */
function tracking(...paths: readonly string[]): GitIndex {
  return { kind: 'read', has: (path) => paths.includes(path) };
}

function find(
  shown: string,
  path = join(workspace, shown),
  index = tracking(shown),
): Promise<RepositoryPath> {
  const csv = { path, name: 'hr.csv', shown, inWorkspace: true, sourceId: undefined };
  return repositoryPath(csv, workspace, index);
}

describe('repositoryPath', () => {
  it('is unknown where a system that ignores letter case finds the file under another spelling', async () => {
    put('data/hr.csv');
    await expect(find('Data/HR.csv', join(workspace, 'data/hr.csv'))).resolves.toEqual({
      kind: 'unknown',
      reason: 'Data/HR.csv has the name data/hr.csv in the repository.',
    });
  });

  it('is the path in the workspace for a file of the checkout', async () => {
    put('data/hr.csv');
    const index = tracking('README.md', 'data/hr.csv');
    await expect(find('data/hr.csv', undefined, index)).resolves.toEqual({
      kind: 'inside',
      path: 'data/hr.csv',
    });
  });

  it('is unknown if the index cannot be read', async () => {
    put('hr.csv');
    const index: GitIndex = { kind: 'unknown', reason: 'The workspace has no Git index.' };
    await expect(find('hr.csv', undefined, index)).resolves.toEqual(index);
  });

  it('is unknown for a file that an earlier step created', async () => {
    put('data/hr.csv');
    await expect(find('data/hr.csv', undefined, tracking('samples/data/hr.csv'))).resolves.toEqual({
      kind: 'unknown',
      reason: 'data/hr.csv is not a file of the commit.',
    });
  });

  it('is unknown for a file outside the workspace', async () => {
    const path = join(dirname(workspace), 'hr.csv');
    await expect(find(path, path)).resolves.toEqual({
      kind: 'unknown',
      reason: `${path} is outside the workspace.`,
    });
  });

  it('is unknown for a file behind a link', async () => {
    put('data/2026.csv');
    symlinkSync('2026.csv', join(workspace, 'data/hr.csv'));
    const found = await find('data/hr.csv', join(workspace, 'data/2026.csv'));
    expect(found).toEqual({ kind: 'unknown', reason: 'data/hr.csv is reached through a symbolic link.' });
  });

  it('is known even if the workspace itself is behind a link', async () => {
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
    await expect(repositoryPath(csv, link, tracking('hr.csv'))).resolves.toEqual({
      kind: 'inside',
      path: 'hr.csv',
    });
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
