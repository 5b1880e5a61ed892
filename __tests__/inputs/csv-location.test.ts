import { mkdirSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { itUnless } from '../support/where-possible.js';
import { ID_A, inWorkspace, problemsOf, settingsOf } from './reading.js';

const inputs = (path: string): Readonly<Record<string, string>> => ({ 'source-id': ID_A, 'csv-path': path });
const IS_ROOT = process.getuid?.() === 0;

describe('a file that cannot be read', () => {
  it.each<[string, string, (workspace: string) => void, RegExp]>([
    ['is absent', 'hr.csv', () => undefined, /^csv-path: "hr\.csv" does not exist\. Paths are relative to/],
    [
      'lies in a folder that is a file',
      'people/hr.csv',
      (workspace) => {
        writeFileSync(join(workspace, 'people'), '');
      },
      /^csv-path: "people\/hr\.csv" does not exist\./,
    ],
    [
      'is a link to itself',
      'hr.csv',
      (workspace) => {
        symlinkSync('hr.csv', join(workspace, 'hr.csv'));
      },
      /^csv-path: "hr\.csv" is a symbolic link that points back to itself\.$/,
    ],
    [
      'is a folder',
      'people',
      (workspace) => {
        mkdirSync(join(workspace, 'people'));
      },
      /^csv-path: "people" is not a file\. For all CSV files in a folder, give "folder\/\*\.csv"\.$/,
    ],
    [
      'has a name longer than any file system takes',
      `${'x'.repeat(300)}.csv`,
      () => undefined,
      /" cannot be read \(ENAMETOOLONG\)\.$/,
    ],
  ])('because it %s is a problem of csv-path', async (_name, path, arrange, expected) => {
    await inWorkspace([], async (workspace) => {
      arrange(workspace);
      expect(await problemsOf(inputs(path), workspace)).toEqual([expect.stringMatching(expected)]);
    });
  });

  itUnless(IS_ROOT ? 'root may read everything' : undefined)('because it is not ours says so', async () => {
    await inWorkspace(['hr.csv'], async (workspace) => {
      chmodSync(join(workspace, 'hr.csv'), 0);
      expect(await problemsOf(inputs('hr.csv'), workspace)).toEqual([
        'csv-path: "hr.csv" cannot be read by this runner (permission denied).',
      ]);
    });
  });
});

describe('a symbolic link', () => {
  it('within the workspace is followed, and keeps its name', async () => {
    await inWorkspace(['today.csv'], async (workspace) => {
      symlinkSync('today.csv', join(workspace, 'hr.csv'));
      const { targets } = await settingsOf(inputs('hr.csv'), workspace);
      expect(targets[0]?.csv).toMatchObject({
        path: expect.stringMatching(/today\.csv$/),
        name: 'hr.csv',
        shown: 'hr.csv',
        inWorkspace: true,
      });
    });
  });

  it('must not lead a relative path out of the workspace', async () => {
    await inWorkspace(['secret.csv'], async (elsewhere) => {
      await inWorkspace([], async (workspace) => {
        symlinkSync(join(elsewhere, 'secret.csv'), join(workspace, 'hr.csv'));
        expect(await problemsOf(inputs('hr.csv'), workspace)).toEqual([
          'csv-path: "hr.csv" leads out of the workspace. If that is intended, give an absolute path.',
        ]);
        const { targets } = await settingsOf(inputs(join(elsewhere, 'secret.csv')), workspace);
        expect(targets[0]?.csv?.inWorkspace).toBe(false);
      });
    });
  });
});
