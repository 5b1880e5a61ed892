import { mkdirSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { itUnless } from '../support/where-possible.js';
import { ID_A, inWorkspace, problemsOf, settingsOf } from './reading.js';

const inputs = (path: string): Readonly<Record<string, string>> => ({ 'source-id': ID_A, 'csv-path': path });
const IS_ROOT = process.getuid?.() === 0;

describe('a file that cannot be read', () => {
  it.each<[string, string, (workspace: string) => void, RegExp]>([
    [
      'is absent',
      'hr.csv',
      () => undefined,
      /^csv-path: "hr\.csv" does not exist\. Paths are relative to the workspace, which is empty/,
    ],
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

  it('must not lead out of the workspace, whether the path is relative or absolute', async () => {
    await inWorkspace(['secret.csv'], async (elsewhere) => {
      await inWorkspace([], async (workspace) => {
        symlinkSync(elsewhere, join(workspace, 'data'));
        for (const path of ['data/secret.csv', join(workspace, 'data', 'secret.csv')]) {
          expect(await problemsOf(inputs(path), workspace)).toEqual([
            `csv-path: "${path}" lies outside the workspace once links are followed. Copy the file into the workspace or to \${{ runner.temp }} first.`,
          ]);
        }
      });
    });
  });

  it('must not lead from the workspace to RUNNER_TEMP, where other steps keep credentials', async () => {
    await inWorkspace(['key'], async (temp) => {
      await inWorkspace([], async (workspace) => {
        symlinkSync(join(temp, 'key'), join(workspace, 'hr.csv'));
        expect(await problemsOf(inputs('hr.csv'), workspace, { RUNNER_TEMP: temp })).toEqual([
          expect.stringMatching(/lies outside the workspace/),
        ]);
      });
    });
  });
});

describe('a file outside the workspace', () => {
  it('may lie in RUNNER_TEMP, where earlier steps put what they have fetched', async () => {
    await inWorkspace(['in/hr.csv'], async (temp) => {
      await inWorkspace([], async (workspace) => {
        for (const path of [join(temp, 'in', 'hr.csv'), join(temp, 'i*', '*.csv')]) {
          const { targets } = await settingsOf(inputs(path), workspace, { RUNNER_TEMP: temp });
          expect(targets[0]?.csv).toMatchObject({ name: 'hr.csv', inWorkspace: false });
        }
      });
    });
  });

  it('is refused anywhere else', async () => {
    await inWorkspace(['hr.csv'], async (elsewhere) => {
      await inWorkspace([], async (workspace) => {
        const problems = await problemsOf(inputs(join(elsewhere, 'hr.csv')), workspace, {
          RUNNER_TEMP: workspace,
        });
        expect(problems).toEqual([expect.stringMatching(/lies outside the workspace/)]);
      });
    });
  });
});

const FILES = ['data/HR.csv', 'data/b.txt', 'out [2026]/hr.csv', 'Straße.csv', 'pay [1].csv'];

describe('a path that finds nothing says why', () => {
  it.each<[string, string]>([
    [
      '~/hr.csv',
      'does not exist. Only a shell reads "~" as the home folder. Give a path relative to the workspace.',
    ],
    [
      '~/*.csv',
      'matches no file. Only a shell reads "~" as the home folder. Give a path relative to the workspace.',
    ],
    [
      '$RUNNER_TEMP/hr.csv',
      'does not exist. Only a shell replaces a variable in it. Write an expression, such as ${{ runner.temp }} for RUNNER_TEMP.',
    ],
    [
      'data/{hr,b}.csv',
      'does not exist. Braces are no pattern here, but part of a name. Use * or ?, or the input sources for several files.',
    ],
    [
      'data/{hr,b}*.csv',
      'matches no file. Braces are no pattern here, but part of a name. Use * or ?, or the input sources for several files.',
    ],
    ['"data/HR.csv"', 'does not exist. The quotes count as part of it. Remove them.'],
    [
      'out [2026]/*.csv',
      'matches no file. Brackets stand for one of the characters in them. For "out [2026]" itself write "out [[]2026]/*.csv".',
    ],
    ['Data/HR.csv', 'does not exist. Letter case counts on this runner: there is "data".'],
    ['data/hr.csv', 'does not exist. Letter case counts on this runner: there is "HR.csv".'],
    ['data/h*.csv', 'matches no file. Letter case counts on this runner: there is "HR.csv".'],
    ['Data/*.csv', 'matches no file. Letter case counts on this runner: there is "data".'],
    ['data/hr/x.csv', 'does not exist. There is no "hr" in "data".'],
    ['data/b.txt/x.csv', 'does not exist. "data/b.txt" is a file.'],
    ['export/hr.csv', 'does not exist. There is no "export" in the workspace.'],
    ['export/*.csv', 'matches no file. There is no "export" in the workspace.'],
    ['data/x*.csv', 'matches no file. Nothing in "data" fits.'],
    ['pay [1].tsv', 'matches no file. Nothing in the workspace fits.'],
    ['/nowhere/hr.csv', 'does not exist. Paths are relative to the workspace.'],
  ])('%s', async (path, expected) => {
    await inWorkspace(FILES, async (workspace) => {
      expect(await problemsOf(inputs(path), workspace)).toEqual([`csv-path: "${path}" ${expected}`]);
    });
  });

  itUnless(sep === '/' ? undefined : 'a backslash separates on Windows')('data\\HR.csv', async () => {
    await inWorkspace(FILES, async (workspace) => {
      expect(await problemsOf(inputs('data\\HR.csv'), workspace)).toEqual([
        'csv-path: "data\\HR.csv" does not exist. A backslash is no separator on this runner. Write "data/HR.csv".',
      ]);
    });
  });

  it('and asks for a checkout only where the workspace is empty', async () => {
    await inWorkspace([], async (workspace) => {
      expect(await problemsOf(inputs('hr.csv'), workspace)).toEqual([
        'csv-path: "hr.csv" does not exist. Paths are relative to the workspace, which is empty. Is there a checkout step before this one?',
      ]);
    });
  });
});
