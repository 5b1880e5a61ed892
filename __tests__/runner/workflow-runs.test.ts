import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGitHub, type SimulatedGitHub } from '../../sandbox/tenant/github/github.js';
import { byHand } from './occasion.js';
import { runWorkflow } from './run-workflow.js';
import type { WorkflowRecord } from './world.js';

/** The runner that plays the examples: it does what GitHub's does, and fails for what it does not know. */

let github: SimulatedGitHub;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(async () => {
  await github.close();
});

/** Plays a workflow that is started by hand, with these jobs. */
function play(jobs: string, branch = 'main', on = 'workflow_dispatch'): Promise<WorkflowRecord> {
  const tip = github.repository.commit(undefined, { 'a.txt': 'a' });
  const called = 'on: workflow_call\npermissions: { issues: write }\njobs: { one: { steps: [] } }';
  return runWorkflow(`on: ${on}\npermissions: {}\njobs:\n${jobs}`, byHand(tip, {}, branch), {
    github,
    secrets: { KEY: 'a key' },
    environments: { isc: { branches: ['main'], secrets: { KEY: 'another key' } } },
    machine: {},
    commands: '',
    workflows: { 'their/workflow@main': called },
    places: {},
    hidden: () => [],
  });
}

describe('the steps of a job', () => {
  it('hand outputs and variables on, and run after a failure only if they say so', async () => {
    const { jobs } = await play(`
      one:
        env: { GREETING: Hello }
        outputs: { said: '\${{ steps.say.outputs.text }}' }
        steps:
          - id: say
            env: { NAME: '\${{ secrets.KEY }}' }
            run: |
              echo "text=$GREETING, $NAME" >> "$GITHUB_OUTPUT"
              printf 'GREETING<<END\\nTwo\\nlines\\nEND\\n' >> "$GITHUB_ENV"
          - run: exit 3
            continue-on-error: true
          - run: mkdir folder && echo "$GREETING" > folder/text
          - run: cat text && false
            working-directory: folder
          - run: echo not any more
          - run: echo \${{ job.status }}
            if: failure()
          - run: echo always
            if: \${{ !cancelled() && env.GREETING != '' }}`);
    const { outputs, result, steps = [] } = jobs['one'] ?? {};

    expect([result, outputs]).toEqual(['failure', { said: 'Hello, a key' }]);
    expect(steps.map(({ outcome, log }) => [outcome, log])).toEqual([
      ['success', ''],
      ['failure', ''],
      ['success', ''],
      ['failure', 'Two\nlines\n'],
      ['skipped', ''],
      ['success', 'failure\n'],
      ['success', 'always\n'],
    ]);
  });
});

describe('the jobs of a workflow', () => {
  const JOBS = `
      list:
        outputs: { names: '\${{ steps.list.outputs.names }}' }
        steps:
          - id: list
            run: echo 'names=["a", "b"]' >> "$GITHUB_OUTPUT"
      each:
        needs: list
        name: job \${{ matrix.name }}
        strategy: { fail-fast: false, matrix: { name: '\${{ fromJSON(needs.list.outputs.names) }}' } }
        steps: [{ run: '[ "\${{ matrix.name }}" = b ]' }]
      last:
        needs: [list, each]
        steps: []
      after:
        if: always()
        needs: [each]
        steps: []`;

  it('wait for each other, fan out, and are skipped after a failure', async () => {
    const { jobs } = await play(JOBS);

    expect(Object.entries(jobs).map(([name, { result }]) => [name, result])).toEqual([
      ['list', 'success'],
      ['job a', 'failure'],
      ['job b', 'success'],
      ['last', 'skipped'],
      ['after', 'success'],
    ]);
  });

  it('get the secrets of an environment on its branches alone', async () => {
    const job = `
      one:
        environment: isc
        steps: [{ run: 'echo "$KEY"', env: { KEY: '\${{ secrets.KEY }}' } }]`;

    expect((await play(job)).jobs['one']?.steps[0]?.log).toBe('another key\n');
    expect((await play(job, 'mine')).jobs['one']).toMatchObject({ result: 'failure', steps: [] });
  });

  it('do not start for another event', async () => {
    expect(await play('  one: { steps: [] }', 'main', 'push')).toMatchObject({ started: false });
  });
});

describe('a workflow that the runner cannot play as GitHub would', () => {
  it.each([
    ['a key of a job', 'one: { container: debian, steps: [] }', 'container'],
    ['a key of a step', 'one: { steps: [{ run: exit, shell: pwsh }] }', 'shell'],
    ['an action', 'one: { steps: [{ uses: actions/cache@v4 }] }', 'actions/cache@v4'],
    [
      'an input of our action',
      'one: { steps: [{ uses: OWNER/sailpoint-source-aggregation@v1, with: { tennant: a } }] }',
      'tennant',
    ],
    [
      'an input of another action',
      'one: { steps: [{ uses: actions/checkout@v7, with: { lfs: true } }] }',
      'lfs',
    ],
    ['a context', "one: { steps: [{ run: 'echo ${{ vars.A }}' }] }", 'vars'],
    ['a property of github', "one: { if: github.actor == 'me', steps: [] }", 'github.actor'],
    ['a function', 'one: { if: sometimes(), steps: [] }', 'sometimes'],
    ['a matrix with include', 'one: { strategy: { matrix: { include: [] } }, steps: [] }', 'matrix'],
    ['a job that is not there', 'one: { needs: two, steps: [] }', 'need'],
    ['an environment', 'one: { environment: other, steps: [] }', 'other'],
    ['a called workflow', 'one: { uses: other/workflow@main, secrets: inherit }', 'other/workflow@main'],
    [
      'a call that may do less than the workflow asks for',
      'one: { uses: their/workflow@main, secrets: inherit }',
      'issues: write',
    ],
  ])('%s fails the test', async (_, job, words) => {
    await expect(play(`  ${job}`)).rejects.toThrow(words);
  });
});
