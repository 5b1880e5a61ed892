import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A workflow file, as far as the tests look at it. */
export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Permissions;
  readonly jobs: Readonly<Record<string, Job>>;
}

export type Permissions = Readonly<Record<string, string>>;
export type Strings = Readonly<Record<string, string>>;

export interface Job {
  readonly if?: string | boolean;
  readonly permissions?: Permissions;
  readonly 'timeout-minutes'?: number;
  readonly 'runs-on'?: string | readonly string[];
  readonly env?: Strings;
  /** A workflow that the job calls instead of having steps. */
  readonly uses?: string;
  /** Absent where the job calls a workflow. */
  readonly steps?: readonly Step[];
}

export interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Strings;
  readonly run?: string;
  /** Steps that run side by side. */
  readonly parallel?: readonly Step[];
}

/** A step together with the job that it is in. */
export interface PlacedStep {
  readonly job: Job;
  readonly step: Step;
}

/** What action.yml promises. */
export interface Manifest {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

export const MANIFEST = parse(readFileSync('action.yml', 'utf8')) as Manifest;

/** What sandbox/action.yml promises. */
export const SANDBOX_MANIFEST = parse(readFileSync('sandbox/action.yml', 'utf8')) as Manifest;

/** The actions of this repository, as its own workflows name them and as those of others do. */
const OWN_ACTION = /^(?:\.\/|OWNER\/sailpoint-source-aggregation(?:\/|(?=@)))(sandbox)?(?:@.+)?$/;

/** What the action of a step promises; `undefined` for an action of others. */
export function manifestOf({ uses = '' }: Step): Manifest | undefined {
  const found = OWN_ACTION.exec(uses);
  if (found === null) return undefined;
  return found[1] === 'sandbox' ? SANDBOX_MANIFEST : MANIFEST;
}

export function readWorkflow(path: string): { readonly text: string; readonly workflow: Workflow } {
  const text = readFileSync(path, 'utf8');
  return { text, workflow: parse(text) as Workflow };
}

export function stepsOf(workflow: Workflow): readonly PlacedStep[] {
  return Object.values(workflow.jobs).flatMap((job) =>
    (job.steps ?? []).flatMap((step) => [step, ...(step.parallel ?? [])]).map((step) => ({ job, step })),
  );
}

/** A whole workflow as it is; a list of steps in a small job, which is started by hand or by a pull request. */
export function asWorkflow(text: string): string {
  return /^jobs:/m.test(text) ? text : SMALL_JOB + text.replace(/^/gm, '      ');
}

const SMALL_JOB = `on: [workflow_dispatch, pull_request]
permissions:
  contents: read
jobs:
  job:
    runs-on: ubuntu-latest
    environment: isc
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
`;

/** The systems that a job of this repository or of an example may ask for; nobody else would notice a typing error. */
const SYSTEMS = ['ubuntu-latest', 'macos-latest', 'windows-latest', 'self-hosted', 'linux'];

/**
 * What GitHub's checker takes and a run would suffer from: a runner or a time zone that nobody has, a command that GitHub has
 * given up, and text of others inside a script, where it would be executed.
 */
export function faultsOfRuns(workflow: Workflow): readonly string[] {
  const labels = Object.values(workflow.jobs).flatMap((job) => job['runs-on'] ?? []);
  const scripts = stepsOf(workflow).flatMap(({ step }) =>
    [step.run, step.with?.['script']].filter((text) => typeof text === 'string'),
  );
  return [
    ...timeZonesOf(workflow).filter((zone) => !TIME_ZONES.includes(zone)),
    ...labels.filter((label) => !SYSTEMS.includes(label) && !label.startsWith('${{ matrix.')),
    ...scripts.filter((script) => script.includes('${{')),
    ...scripts.filter((script) => /::(?:set-output|save-state|set-env|add-path)/.test(script)),
  ];
}

const TIME_ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC'];

function timeZonesOf({ on }: Workflow): readonly string[] {
  const { schedule } = on as { readonly schedule?: readonly { readonly timezone?: string }[] };
  return (schedule ?? []).flatMap(({ timezone }) => timezone ?? []);
}

/** References to outputs of steps that are not there, or whose step is an action of this repository and has no such output. */
export function brokenOutputs(text: string, workflow: Workflow): string[] {
  const steps = stepsOf(workflow).map(({ step }) => step);
  return [...text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)]
    .filter(([, id, output = '']) => {
      const step = steps.find((one) => one.id === id);
      return step === undefined || !(output in (manifestOf(step)?.outputs ?? { [output]: {} }));
    })
    .map(([reference]) => reference);
}

/** The shared workflow of an example organization, which is its own and follows its own branch. */
const SHARED_WORKFLOW = 'acme/isc-workflows/.github/workflows/reusable.yml@main';

/** Actions of others that are not pinned to a commit, with its release beside it as a comment. */
export function unpinned(text: string): string[] {
  return [...text.matchAll(/uses: (.+)$/gm)]
    .map(([, uses = '']) => uses)
    .filter(
      (uses) =>
        uses !== SHARED_WORKFLOW &&
        manifestOf({ uses }) === undefined &&
        !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses),
    );
}
