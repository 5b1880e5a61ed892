import { afterAll, beforeAll } from '@jest/globals';
import type { Tree } from '../../sandbox/tenant/github/history.js';
import { startGitHub, type SimulatedGitHub } from '../../sandbox/tenant/github/github.js';
import type { Annotation } from './annotations.js';
import type { Result } from './expressions.js';
import { byHand } from './occasion.js';
import { runWorkflow } from './run-workflow.js';
import type { JobRecord, StepRecord, WorkflowRecord, World } from './world.js';

/** Small workflows for the tests of this runner. */

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

/** The steps of a play's one job. */
export interface PlayedSteps extends Pick<JobRecord, 'annotations' | 'outputs' | 'result'> {
  readonly all: readonly StepRecord[];
  /** Names and outcomes. */
  readonly shown: readonly (readonly [string, Result])[];
}

export interface Plays {
  /** Plays a workflow that is started by hand, with these jobs. */
  readonly play: (
    jobs: string,
    more?: Partial<World>,
    around?: { readonly branch?: string; readonly on?: string; readonly files?: Tree },
  ) => Promise<WorkflowRecord>;
  /** Plays one job with these steps, whose output `said` is that of the step `a`. */
  readonly steps: (text: string, more?: Partial<World>, files?: Tree) => Promise<PlayedSteps>;
}

/** Starts a simulated GitHub for the tests of a file. */
export function usePlays(): Plays {
  let started: SimulatedGitHub | undefined;
  beforeAll(async () => {
    started = await startGitHub();
  });
  afterAll(() => started?.close());
  const play: Plays['play'] = async (jobs, more, around = {}) => {
    if (started === undefined) throw new Error('Plays are for tests only.');
    const { branch = 'main', files, on = 'workflow_dispatch' } = around;
    const tip = started.repository.commit(undefined, {
      ...{ 'a.txt': 'a', 'wrap/action.yml': COMPOSITE, 'slow/action.yml': SLOW_COMPOSITE },
      ...files,
    });
    const called = 'on: workflow_call\npermissions: { issues: write }\njobs: { one: { steps: [] } }';
    // The checkout of the composite action needs a right.
    const text = `on: ${on}\npermissions: { contents: read }\njobs:\n${jobs}`;
    return runWorkflow(text, byHand(tip, {}, branch), {
      github: started,
      secrets: { KEY: 'a key' },
      environments: { isc: { branches: ['main'], secrets: { KEY: 'another key' } } },
      machine: {},
      commands: '',
      workflows: { 'their/workflow@main': called },
      places: {},
      hidden: () => [],
      ...more,
    });
  };
  const steps: Plays['steps'] = async (text, more, files = {}) => {
    const job = `
      one:
        outputs: { said: '\${{ steps.a.outputs.said }}' }
        steps:${text.replaceAll(/^/gm, '          ')}`;
    const { one } = (await play(job, more, { files })).jobs;
    if (one === undefined) throw new Error('The job did not run.');
    const { annotations, outputs, result, steps: all } = one;
    return { all, annotations, outputs, result, shown: all.map(({ name, outcome }) => [name, outcome]) };
  };
  return { play, steps };
}

/** What the annotations of a step say. */
export function messagesOf({ annotations = [] }: Partial<StepRecord> = {}): readonly string[] {
  return annotations.map(({ message }: Annotation) => message);
}
