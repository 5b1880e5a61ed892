import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGitHub, type SimulatedGitHub } from '../../sandbox/tenant/github/github.js';
import { byHand } from './occasion.js';
import { runWorkflow } from './run-workflow.js';
import type { StepRecord, WorkflowRecord, World } from './world.js';

/** The runner that plays the examples: it does what GitHub's does, and fails for what it does not know. */

/** A composite action whose two steps say seven errors and warnings each. */
const COMPOSITE = `
inputs: { who: { default: nobody } }
outputs: { said: { value: '\${{ steps.say.outputs.text }}' } }
runs:
  using: composite
  steps:
    - id: say
      shell: bash
      run: |
        echo "text=\${{ inputs.who }}" >> "$GITHUB_OUTPUT"
        echo "SEEN=\${{ inputs.who }}" >> "$GITHUB_ENV"
        for i in 1 2 3 4 5 6 7; do echo "::error::first $i"; echo "::warning::first $i"; done
    - shell: bash
      run: for i in 1 2 3 4 5 6 7; do echo "::error::second $i"; done; exit 1
      continue-on-error: true
`;

/** One that runs until somebody lets it go. */
const SLOW_COMPOSITE = `
outputs: { said: { value: '\${{ steps.say.outputs.text }}' } }
runs:
  using: composite
  steps:
    - id: say
      shell: bash
      run: |
        touch "$RUNNER_TEMP/on"
        until [ -e "$RUNNER_TEMP/go" ]; do sleep 0.02; done
        echo "text=to the end" >> "$GITHUB_OUTPUT"
`;

let github: SimulatedGitHub;
beforeAll(async () => {
  github = await startGitHub();
});
afterAll(async () => {
  await github.close();
});

/** Plays a workflow that is started by hand, with these jobs. */
function play(
  jobs: string,
  branch = 'main',
  on = 'workflow_dispatch',
  more: Partial<World> = {},
): Promise<WorkflowRecord> {
  // The checkout of the composite action needs a right.
  const tip = github.repository.commit(undefined, {
    ...{ 'a.txt': 'a', 'wrap/action.yml': COMPOSITE, 'slow/action.yml': SLOW_COMPOSITE },
  });
  const called = 'on: workflow_call\npermissions: { issues: write }\njobs: { one: { steps: [] } }';
  return runWorkflow(`on: ${on}\npermissions: { contents: read }\njobs:\n${jobs}`, byHand(tip, {}, branch), {
    github,
    secrets: { KEY: 'a key' },
    environments: { isc: { branches: ['main'], secrets: { KEY: 'another key' } } },
    machine: {},
    commands: '',
    workflows: { 'their/workflow@main': called },
    places: {},
    hidden: () => [],
    ...more,
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
            env: { NAME: you }
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

    expect([result, outputs]).toEqual(['failure', { said: 'Hello, you' }]);
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

/** The one job of a play, whose steps are these. */
async function steps(text: string, more: Partial<World> = {}) {
  const { jobs } = await play(
    `
      one:
        outputs: { said: '\${{ steps.a.outputs.said }}' }
        steps:${text.replaceAll(/^/gm, '          ')}`,
    'main',
    'workflow_dispatch',
    more,
  );
  const { annotations = [], outputs, result, steps: all = [] } = jobs['one'] ?? {};
  const shown = all.map(({ name, outcome }): [string, string] => [name, outcome]);
  return { all, annotations, outputs, result, shown };
}

/** Ends the run, in the given way, as soon as a step says "ready". */
function endWhenReady(how: 'cancel' | 'shutDown'): Partial<World> {
  return {
    patience: { terminateMs: 100, killMs: 200 },
    onLine: (line, end) => {
      if (line === 'ready') end[how]();
    },
  };
}

const messages = ({ annotations = [] }: Partial<StepRecord> = {}): string[] =>
  annotations.map(({ message }) => message);

describe('a step that does not end by itself', () => {
  const STUBBORN = "trap '' INT TERM; echo ready; while true; do sleep 0.05; done";
  const SLOW = `
- { name: slow, run: "${STUBBORN}" }
- { name: next, run: echo }
- { name: always, if: always(), run: echo }`;

  it('is killed after a cancel; only what says always() follows', async () => {
    const { all, result, shown } = await steps(SLOW, endWhenReady('cancel'));

    expect([result, shown]).toEqual([
      'cancelled',
      [
        ['slow', 'cancelled'],
        ['next', 'skipped'],
        ['always', 'success'],
      ],
    ]);
    expect(messages(all[0])).toEqual(['The operation was canceled.']);
  });

  it('is the last one where the runner shuts down', async () => {
    const { shown } = await steps(SLOW, endWhenReady('shutDown'));

    expect(shown).toEqual([['slow', 'cancelled']]);
  });

  it('fails where its own time is over', async () => {
    const { result, shown } = await steps(
      `
- { name: slow, timeout-minutes: 1, run: "exec sleep 60" }
- { name: next, if: failure(), run: echo }`,
      { minuteMs: 50, patience: { terminateMs: 100, killMs: 200 } },
    );

    expect([result, shown]).toEqual([
      'failure',
      [
        ['slow', 'failure'],
        ['next', 'success'],
      ],
    ]);
  });
});

describe('steps in the background', () => {
  const SAY =
    'echo "said=it" >> "$GITHUB_OUTPUT"; echo "SAID=it" >> "$GITHUB_ENV"; touch "$RUNNER_TEMP/done"; exit 1';
  const LOOK =
    '\'until [ -e "$RUNNER_TEMP/done" ]; do sleep 0.02; done; echo "[${{ steps.a.outputs.said }}$SAID]"\'';

  it('hand on outputs, variables and failure with wait, and not before', async () => {
    const { all, outputs, result, shown } = await steps(`
- { id: a, name: a, background: true, run: '${SAY}' }
- { name: before, run: ${LOOK} }
- { name: unseen, if: failure(), run: echo }
- { wait: a }
- { name: seen, if: failure(), run: ${LOOK} }`);

    expect(shown).toEqual([
      ['before', 'success'],
      ['unseen', 'skipped'],
      ['a', 'failure'],
      ['seen', 'success'],
    ]);
    expect([all[0]?.log, all[3]?.log]).toEqual(['[]\n', '[itit]\n']);
    expect([result, outputs]).toEqual(['failure', { said: 'it' }]);
  });

  it('end with cancel, and leave the job green', async () => {
    const { result, shown } = await steps(
      `
- { id: a, name: a, background: true, run: 'touch "$RUNNER_TEMP/on"; exec sleep 60' }
- { run: 'until [ -e "$RUNNER_TEMP/on" ]; do sleep 0.02; done', name: look }
- { cancel: a }
- { wait-all: true }`,
      { patience: { terminateMs: 100, killMs: 200 } },
    );

    expect([result, shown]).toEqual([
      'success',
      [
        ['look', 'success'],
        ['a', 'cancelled'],
      ],
    ]);
  });

  it('are waited for in a group, all of it, before the next step', async () => {
    const { shown } = await steps(`
- parallel:
    - { name: one, run: 'until [ -e "$RUNNER_TEMP/two" ]; do sleep 0.02; done; exit 1' }
    - { name: two, run: 'touch "$RUNNER_TEMP/two"' }
- { name: after, if: failure(), run: echo }`);

    expect(shown).toEqual([
      ['one', 'failure'],
      ['two', 'success'],
      ['after', 'success'],
    ]);
  });

  it('count as passed where they were cancelled before a slot was free', async () => {
    const wait = '\'until [ -e "$RUNNER_TEMP/go" ]; do sleep 0.02; done\'';
    const ten = Array.from({ length: 10 }, () => `- { name: n, background: true, run: ${wait} }`).join('\n');
    const { shown } = await steps(`
${ten}
- { id: late, name: late, background: true, run: 'exit 1' }
- { cancel: late }
- { name: go, run: 'touch "$RUNNER_TEMP/go"' }`);

    expect(shown.find(([name]) => name === 'late')).toEqual(['late', 'success']);
  });
});

describe('a composite action', () => {
  it('has one budget for all of its steps, and its variables reach everybody at once', async () => {
    const { all, outputs } = await steps(`
- { uses: actions/checkout@v7, with: { persist-credentials: false } }
- { id: a, uses: ./wrap, with: { who: me } }
- { name: seen, run: 'echo "$SEEN"' }`);
    const kinds = all[1]?.annotations.map(({ kind }) => kind);

    expect(kinds?.filter((kind) => kind === 'error')).toHaveLength(10);
    expect(kinds?.filter((kind) => kind === 'warning')).toHaveLength(7);
    expect(messages(all[1]).at(-1)).toBe('second 3');
    expect(all[2]?.log).toBe('me\n');
    expect(outputs).toEqual({ said: 'me' });
  });
});

describe('a composite action in the background', () => {
  it('does not hear of cancel: its steps go on', async () => {
    const { outputs, result, shown } = await steps(`
- { uses: actions/checkout@v7, with: { persist-credentials: false } }
- { id: a, name: a, uses: ./slow, background: true }
- { name: look, run: 'until [ -e "$RUNNER_TEMP/on" ]; do sleep 0.02; done' }
- { cancel: a }
- { name: go, run: 'touch "$RUNNER_TEMP/go"' }
- { wait: a }`);

    expect([result, shown.slice(1)]).toEqual([
      'success',
      [
        ['look', 'success'],
        ['go', 'success'],
        ['a', 'success'],
      ],
    ]);
    expect(outputs).toEqual({ said: 'to the end' });
  });
});

describe('an action with a step at the end of the job', () => {
  it('gets what with says, not what env says; of an unknown input the runner warns before both', async () => {
    const { all, shown } = await steps(`
- name: tenant
  uses: OWNER/sailpoint-source-aggregation/sandbox@v1
  env: { INPUT_SOURCES: '[{ "name": "from env" }]' }
  with: { sources: '[{ "name": "from with" }]', tpyo: 1 }`);

    expect(shown).toEqual([
      ['tenant', 'success'],
      ['Post tenant', 'success'],
    ]);
    expect(all.map((step) => messages(step)[0])).toEqual(
      all.map(() => "Unexpected input(s) 'tpyo', valid inputs are ['sources', 'port']"),
    );
    expect(all[1]?.summary).toContain('from with');
  });
});

describe('an output of a job that holds a secret', () => {
  it('is dropped whole, with a warning of the job', async () => {
    const { annotations, outputs } = await steps(`
- { id: a, run: 'echo "said=not a key at all" >> "$GITHUB_OUTPUT"' }`);

    expect(outputs).toEqual({});
    expect(annotations.map(({ message }) => message)).toEqual([
      "Skip output 'said' since it may contain secret.",
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
        steps: [{ run: 'echo "$KEY"; [ "$KEY" = "another key" ]', env: { KEY: '\${{ secrets.KEY }}' } }]`;

    expect((await play(job)).jobs['one']?.steps[0]?.log).toBe('***\n');
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
