import { describe, expect, it } from '@jest/globals';
import { messagesOf, usePlays } from './plays.js';

/** The runner that plays the examples: it does what GitHub's does, and fails for what it does not know. */

const { play, steps } = usePlays();

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
    expect(messagesOf(steps[1])).toEqual(['Process completed with exit code 3.']);
    expect(steps.map(({ outcome, log }) => [outcome, log])).toEqual([
      ['success', ''],
      ['failure', '##[error]Process completed with exit code 3.\n'],
      ['success', ''],
      ['failure', 'Two\nlines\n##[error]Process completed with exit code 1.\n'],
      ['skipped', ''],
      ['success', 'failure\n'],
      ['success', 'always\n'],
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
- { id: a, uses: ./wrap, with: { who: me, tpyo: 1 } }
- { name: seen, run: 'echo "$SEEN"' }`);
    const kinds = all[1]?.annotations.map(({ kind }) => kind);

    expect(kinds?.filter((kind) => kind === 'error')).toHaveLength(10);
    expect(kinds?.filter((kind) => kind === 'warning')).toHaveLength(8);
    expect(messagesOf(all[1])[0]).toBe("Unexpected input(s) 'tpyo', valid inputs are ['who']");
    expect(messagesOf(all[1]).at(-1)).toBe('second 3');
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
    expect(all.map((step) => messagesOf(step)[0])).toEqual(
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
    expect((await play(job, {}, { branch: 'mine' })).jobs['one']).toMatchObject({
      result: 'failure',
      steps: [],
    });
  });

  it('do not start for another event', async () => {
    expect(await play('  one: { steps: [] }', {}, { on: 'push' })).toMatchObject({ started: false });
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
    [
      'a limit of time for a composite action',
      'one: { steps: [{ uses: actions/checkout@v7 }, { uses: ./wrap, timeout-minutes: 1 }] }',
      'timeout-minutes',
    ],
  ])('%s fails the test', async (_, job, words) => {
    await expect(play(`  ${job}`)).rejects.toThrow(words);
  });
});
