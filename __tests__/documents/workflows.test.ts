import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { check } from '../support/github-checker.js';
import { brokenOutputs, faultsOfRuns, readWorkflow, stepsOf, unpinned } from '../support/workflow.js';
import { filesIn } from './documents.js';

/** The workflows of this repository; what zizmor would say of them can only be seen on GitHub. */

const RIGHTS_TO_WRITE: Readonly<Record<string, readonly string[]>> = {
  'codeql.yml': ['security-events'],
  'rebuild-dist-commit.yml': ['contents'],
  'release.yml': ['contents', 'id-token', 'attestations'],
  'scorecard.yml': ['id-token', 'security-events'],
};

const paths = filesIn('.github/workflows', '.yml');

describe.each(paths)('%s', (path) => {
  const { text, workflow } = readWorkflow(path);
  const name = path.slice(path.lastIndexOf('/') + 1);

  it('has no fault that GitHub would see, nor one that it would not', async () => {
    expect(await check(path, text)).toEqual([]);
    expect(faultsOfRuns(workflow)).toEqual([]);
    expect(brokenOutputs(text, workflow)).toEqual([]);
  });

  it('pins every action to a commit, with its release as a comment', () => {
    expect(unpinned(text)).toEqual([]);
  });

  it('keeps no credentials in a checkout', () => {
    const kept = stepsOf(workflow).filter(
      ({ step }) =>
        step.uses?.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false,
    );

    expect(kept).toEqual([]);
  });

  it('may do nothing but what it says, and writes only where that is its purpose', () => {
    const { permissions } = workflow;
    const jobs = Object.values(workflow.jobs).flatMap((job) => Object.entries(job.permissions ?? {}));
    const writes = jobs.flatMap(([scope, right]) => (right === 'read' ? [] : [scope]));

    expect(permissions).toBeDefined();
    expect(Object.values(permissions ?? {}).filter((right) => right !== 'read')).toEqual([]);
    expect(writes.sort()).toEqual([...(RIGHTS_TO_WRITE[name] ?? [])].sort());
  });

  it('gives every job a time limit', () => {
    expect(Object.values(workflow.jobs).filter((job) => job['timeout-minutes'] === undefined)).toEqual([]);
  });
});

it('one and the same commit of an action is used everywhere', () => {
  const uses = new Map<string, Set<string>>();
  for (const path of paths) {
    for (const [, action = '', commit = ''] of readFileSync(path, 'utf8').matchAll(
      /uses: ([\w/-]+)@(.+)$/gm,
    )) {
      const repository = action.split('/').slice(0, 2).join('/');
      uses.set(repository, (uses.get(repository) ?? new Set()).add(commit));
    }
  }

  expect([...uses].filter(([, commits]) => commits.size > 1)).toEqual([]);
});

describe('the checker of these tests', () => {
  const workflow = (steps: string): string =>
    `on: push\npermissions: {}\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n${steps}`;

  it.each([
    ['an input that this action does not have', '      - { uses: ./, with: { csv-pathh: a } }', 'csv-pathh'],
    ['an input that the sandbox lacks', '      - { uses: ./sandbox, with: { prt: 1 } }', 'prt'],
    ['a step that is not there', '      - run: echo ${{ steps.two.outputs.status }}', 'two'],
    ['a key', '      - { run: ls, working-dir: a }', 'working-dir'],
    ['a step to wait for', '      - { wait: two }', 'two'],
    [
      'an input that this action does not have, in the second step of a group',
      '      - parallel: [{ run: ls }, { uses: ./, with: { csv-pathh: a } }]',
      'csv-pathh',
    ],
    ['a key of a step in a group', '      - parallel: [{ run: ls, working-dir: a }]', 'working-dir'],
    [
      'a step that is not there, in a group',
      '      - parallel: [{ run: "echo ${{ steps.two.outputs.status }}" }]',
      'two',
    ],
  ])('sees %s', async (_, steps, words) => {
    expect(await check('.github/workflows/faulty.yml', workflow(steps))).toEqual([
      expect.stringMatching(new RegExp(`^7: .*${words}`)),
    ]);
  });

  it('sees an input in a group that is written line by line, on its line', async () => {
    const { text } = readWorkflow('examples/parallel-tenants.yml');
    const at = text.lastIndexOf('max-deletions:');
    const wrong = `${text.slice(0, at)}max-deletion:${text.slice(at + 'max-deletions:'.length)}`;
    const line = text.slice(0, at).split('\n').length;

    expect(await check('parallel.yml', wrong)).toEqual([
      expect.stringMatching(new RegExp(`^${line}: .*'max-deletion'`)),
    ]);
  });

  it.each([
    ['Europe/Berlin', []],
    ['Europe/Berlinn', ['Europe/Berlinn']],
  ])('takes the time zone %s for what it is', (timezone, faults) => {
    const on = { schedule: [{ cron: '17 1 * * *', timezone }] };

    expect(faultsOfRuns({ on, jobs: {} })).toEqual(faults);
  });

  it.each(['action.yml', 'sandbox/action.yml'])('finds nothing in %s', async (path) => {
    expect(await check(path, readFileSync(path, 'utf8'))).toEqual([]);
  });

  it('sees what is wrong with a manifest', async () => {
    const manifest = readFileSync('action.yml', 'utf8').replace('using: node24', 'using: node42');

    expect(await check('action.yml', manifest)).not.toEqual([]);
  });
});

describe('the rebuild of dist/', () => {
  const [build, commit] = ['rebuild-dist.yml', 'rebuild-dist-commit.yml'].map((name) =>
    readWorkflow(`.github/workflows/${name}`),
  );

  it('executes foreign code only where nothing can be written', () => {
    expect(build?.text).toMatch('npm ci --ignore-scripts');
    expect(build?.text).not.toMatch(/: write|secrets\./);
  });

  it('executes nothing of the pull request where something can be written', () => {
    expect(commit?.text).toMatch('contents: write');
    expect(commit?.text).not.toMatch(/\b(?:npm|npx|node) |uses: \.\//);
  });
});

(process.platform === 'linux' ? describe : describe.skip)('what the rebuild commits', () => {
  const { workflow } = readWorkflow('.github/workflows/rebuild-dist-commit.yml');
  const script = stepsOf(workflow).find(({ step }) => step.env?.['REBUILT'] !== undefined)?.step.run ?? '';

  /** Runs the step that takes the files of the other workflow; `change` may add to them. */
  function take(change: (rebuilt: string) => void): {
    exitCode: number | null;
    words: string;
    taken: string[];
  } {
    const folder = mkdtempSync(join(tmpdir(), 'rebuilt-'));
    try {
      const [rebuilt, workspace] = [join(folder, 'rebuilt'), join(folder, 'workspace')];
      mkdirSync(join(workspace, 'dist'), { recursive: true });
      writeFileSync(join(workspace, 'dist', 'old.txt'), '');
      const folders = ['', 'sandbox/', 'sandbox-action/'];
      for (const name of folders) mkdirSync(join(rebuilt, name), { recursive: true });
      const names = [
        '845.index.js',
        'licenses.txt',
        'package.json',
        ...folders.map((one) => `${one}index.js`),
      ];
      for (const name of names) {
        writeFileSync(join(rebuilt, name), name);
      }
      change(rebuilt);
      const { status, stdout } = spawnSync('bash', ['--norc', '-e', '-c', script], {
        env: { PATH: process.env['PATH'], REBUILT: rebuilt, GITHUB_WORKSPACE: workspace },
        encoding: 'utf8',
      });
      return { exitCode: status, words: stdout, taken: readdirSync(join(workspace, 'dist')).sort() };
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('is the whole dist/ of a build', () => {
    expect(take(() => undefined)).toEqual({
      exitCode: 0,
      words: '',
      taken: ['845.index.js', 'index.js', 'licenses.txt', 'package.json', 'sandbox', 'sandbox-action'],
    });
  });

  it.each<[string, (rebuilt: string) => void]>([
    [
      'a script',
      (rebuilt) => {
        writeFileSync(join(rebuilt, 'run.sh'), '');
      },
    ],
    [
      'a hidden file',
      (rebuilt) => {
        writeFileSync(join(rebuilt, '.npmrc'), '');
      },
    ],
    [
      'a file that can be executed',
      (rebuilt) => {
        writeFileSync(join(rebuilt, '1.index.js'), '', { mode: 0o755 });
      },
    ],
    [
      'a link',
      (rebuilt) => {
        symlinkSync('/etc/passwd', join(rebuilt, '1.index.js'));
      },
    ],
    [
      'a link in place of a folder',
      (rebuilt) => {
        rmSync(join(rebuilt, 'sandbox'), { recursive: true });
        symlinkSync('/etc', join(rebuilt, 'sandbox'));
      },
    ],
    [
      'another folder',
      (rebuilt) => {
        cpSync(join(rebuilt, 'sandbox'), join(rebuilt, 'more'), { recursive: true });
      },
    ],
    [
      'a file of 9 MB',
      (rebuilt) => {
        writeFileSync(join(rebuilt, '1.index.js'), Buffer.alloc(9 * 1024 * 1024));
      },
    ],
  ])('is nothing if there is %s', (_, change) => {
    const { exitCode, words, taken } = take(change);

    expect({ exitCode, taken }).toEqual({ exitCode: 1, taken: ['old.txt'] });
    expect(words).toMatch('contains files that a build does not create');
  });
});

it('dependabot.yml waits before it proposes, and groups what it proposes', () => {
  const { updates } = parse(readFileSync('.github/dependabot.yml', 'utf8')) as {
    readonly updates: readonly Readonly<Record<string, Record<string, unknown>>>[];
  };

  expect(updates.map((update) => update['package-ecosystem'])).toEqual(['npm', 'github-actions']);
  for (const update of updates) {
    expect(update['cooldown']?.['default-days']).toBeGreaterThanOrEqual(7);
    expect(Object.keys(update['groups'] ?? {})).not.toEqual([]);
  }
});

describe('.github/workflows/test.yml', () => {
  const { workflow } = readWorkflow('.github/workflows/test.yml');
  const action = workflow.jobs['action'];

  it('runs for every push to main and every pull request', () => {
    expect(workflow.on).toEqual({ push: { branches: ['main'] }, pull_request: null });
  });

  it('uses the action as users do, on every system that runners have', () => {
    expect(action).toMatchObject({
      strategy: { matrix: { os: ['ubuntu-latest', 'macos-latest', 'windows-latest'] } },
    });
    expect(action?.steps?.filter(({ uses }) => uses === './').length).toBeGreaterThan(3);
  });

  it('starts the simulated tenant before the action, with one step and no credential', () => {
    const [, first] = action?.steps ?? [];
    expect(first?.uses).toBe('./sandbox');
    expect(action?.env).toBeUndefined();
  });
});
