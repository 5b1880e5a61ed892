import { describe, expect, it } from '@jest/globals';
import { linkSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wouldMatch } from '../../src/inputs/glob-match.js';
import { PLAN_HEADING } from '../../src/model/outcome.js';
import { ID_A, ID_B, inWorkspace, problemsOf, settingsOf } from './reading.js';

const SOURCE = { 'source-id': ID_A, 'csv-path': 'hr.csv' };

/** The problems with `plan-file`, where `arrange` has filled the workspace; the folder `temp` in it is RUNNER_TEMP. */
async function problemsWith(
  path: string,
  arrange: (workspace: string, outside: string) => void = () => undefined,
  source: Readonly<Record<string, string>> = SOURCE,
): Promise<readonly string[]> {
  return inWorkspace(['hr.csv'], (outside) =>
    inWorkspace(['hr.csv', `exports/${ID_B}.csv`], async (workspace) => {
      arrange(workspace, outside);
      return problemsOf({ ...source, 'plan-file': path.replace('OUTSIDE', outside) }, workspace, {
        RUNNER_TEMP: join(workspace, 'temp'),
        GITHUB_OUTPUT: join(workspace, 'temp', 'set_output_1'),
      });
    }),
  );
}

describe('plan-file', () => {
  it.each(['plan.csv', './new/folders/plan.csv', 'exports/plan.txt', 'exports/../plan.csv'])(
    'may be new: %s',
    async (written) => {
      await inWorkspace(['hr.csv', `exports/${ID_B}.csv`], async (workspace) => {
        const { planFile } = await settingsOf({ ...SOURCE, 'plan-file': written }, workspace);
        expect(planFile).toBe(join(realpathSync(workspace), written));
      });
    },
  );

  it('may lie in RUNNER_TEMP', async () => {
    await inWorkspace(['plan.csv'], (temp) =>
      inWorkspace(['hr.csv'], async (workspace) => {
        const written = join(temp, 'new', 'plan.csv');
        const { planFile } = await settingsOf({ ...SOURCE, 'plan-file': written }, workspace, {
          RUNNER_TEMP: temp,
        });
        expect(planFile).toBe(join(realpathSync(temp), 'new', 'plan.csv'));
      }),
    );
  });

  it.each<[string, string]>([
    ['is empty', ''],
    ['is the plan of an earlier run', `${PLAN_HEADING}\nx,HR,account,create,1,,\n`],
  ])('may replace a file that %s', async (_, content) => {
    const problems = await problemsWith('plan.csv', (workspace) => {
      writeFileSync(join(workspace, 'plan.csv'), content);
    });
    expect(problems).toEqual([]);
  });

  it.each<[string, string, (workspace: string, outside: string) => void, RegExp]>([
    ['lies elsewhere', 'OUTSIDE/plan.csv', () => undefined, /lies outside the workspace/],
    ['climbs out', '../plan.csv', () => undefined, /lies outside the workspace/],
    [
      'lies behind a link of a folder',
      'out/new/plan.csv',
      (workspace, outside) => {
        symlinkSync(outside, join(workspace, 'out'));
      },
      /lies outside the workspace once links are followed/,
    ],
    [
      'is a link',
      'plan.csv',
      (workspace, outside) => {
        symlinkSync(join(outside, 'hr.csv'), join(workspace, 'plan.csv'));
      },
      /lies outside the workspace once links are followed/,
    ],
    [
      'is a link to nothing',
      'plan.csv',
      (workspace, outside) => {
        symlinkSync(join(outside, 'new.csv'), join(workspace, 'plan.csv'));
      },
      /leads through a link to nowhere/,
    ],
    ['is a folder', 'exports', () => undefined, /is not a file/],
    ['is written like a folder', 'plans/', () => undefined, /names a folder/],
    ['is the workspace', '.', () => undefined, /is a folder/],
    ['has a line break', 'plan\n.csv', () => undefined, /line break/],
    ['lies in Git’s folder', '.git/plan.csv', () => undefined, /folder of Git/],
    ['lies in a folder that Windows takes for Git’s', 'a/.GIT. /hooks/x', () => undefined, /folder of Git/],
    [
      'lies in Git’s folder behind a link',
      'notes/plan.csv',
      (workspace) => {
        mkdirSync(join(workspace, '.git'));
        symlinkSync('.git', join(workspace, 'notes'));
      },
      /folder of Git/,
    ],
    [
      'is another file',
      'README.md',
      (workspace) => {
        writeFileSync(join(workspace, 'README.md'), '# Read me\n');
      },
      /exists and is no plan of an earlier run/,
    ],
    [
      'is another file that begins almost like a plan',
      'plan.csv',
      (workspace) => {
        writeFileSync(join(workspace, 'plan.csv'), `${PLAN_HEADING},more\n`);
      },
      /exists and is no plan of an earlier run/,
    ],
    ['is the file to upload', 'hr.csv', () => undefined, /is a csv-path: the plan would replace the file/],
    [
      'is another name of the file to upload',
      'plan.csv',
      (workspace) => {
        linkSync(join(workspace, 'hr.csv'), join(workspace, 'plan.csv'));
      },
      /is a csv-path/,
    ],
    [
      'is a command file of the runner',
      'temp/set_output_1',
      (workspace) => {
        mkdirSync(join(workspace, 'temp'));
        writeFileSync(join(workspace, 'temp', 'set_output_1'), '');
      },
      /belongs to the runner/,
    ],
    [
      'lies among the command files of the runner',
      'temp/_runner_file_commands/plan.csv',
      (workspace) => {
        mkdirSync(join(workspace, 'temp'));
      },
      /belongs to the runner/,
    ],
  ])('is refused if it %s, and nothing is written', async (_, path, arrange, expected) => {
    let hr = '';
    const problems = await problemsWith(path, (workspace, outside) => {
      arrange(workspace, outside);
      hr = readFileSync(join(workspace, 'hr.csv'), 'utf8');
    });
    expect(problems).toEqual([expect.stringMatching(expected)]);
    expect(problems[0]).toMatch(/^plan-file: "/);
    expect(hr).toBe('id\n1\n');
  });

  it('is refused where a later run would take it for a file to upload', async () => {
    const globs = { 'csv-path': 'exports/*' };
    expect(await problemsWith('exports/plan.csv', undefined, globs)).toEqual([
      'plan-file: "exports/plan.csv" would be matched by csv-path "exports/*". Write it to another folder, or to ${{ runner.temp }}.',
    ]);
    expect(await problemsWith('exports/plans/plan.csv', undefined, globs)).toEqual([]);
  });
});

it.each<[string, string, boolean]>([
  ['/w/*.csv', '/w/plan.csv', true],
  ['/w/*.csv', '/w/.plan.CSV', true],
  ['/w/*.csv', '/w/a/plan.csv', false],
  ['/w/**/*.csv', '/w/plan.csv', true],
  ['/w/**/*.csv', '/w/a/b/plan.csv', true],
  ['/w/**/x/*', '/w/a/x/b/x/plan.csv', true],
  ['/w/**/x/*', '/w/a/x/b/plan.csv', false],
  ['/w/pl?n*n*', '/w/plan.csv.n', true],
  ['/w/pl?n*n*', '/w/plan.csv', false],
  ['/w/[[]a]/*', '/w/[a]/plan.csv', true],
  ['/w/plan-[0-9].csv', '/w/plan-7.csv', true],
  ['/w/plan-[!0-9].csv', '/w/plan-7.csv', false],
  ['/w/plan-[ab].csv', '/w/plan-c.csv', false],
])('%s matches %s: %s', (pattern, path, expected) => {
  expect(wouldMatch(pattern, path)).toBe(expected);
});
