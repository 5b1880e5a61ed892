import { parse } from 'yaml';
import type { Job, Permissions, Step, Strings, Workflow } from '../support/workflow.js';

/** A step, with all keys that the runner of these tests knows. */
export interface RunnableStep extends Step {
  readonly name?: string;
  readonly if?: string | boolean;
  readonly 'continue-on-error'?: boolean;
  readonly 'working-directory'?: string;
  /** Composite actions must name it; it is bash. */
  readonly shell?: string;
  readonly 'timeout-minutes'?: number;
  /** The four below are of June 2026: steps side by side. */
  readonly background?: boolean;
  readonly wait?: string | readonly string[];
  readonly 'wait-all'?: boolean | null;
  readonly cancel?: string;
  readonly parallel?: readonly RunnableStep[];
}

/** A job, likewise. */
export interface RunnableJob extends Omit<Job, 'steps'> {
  readonly name?: string;
  readonly needs?: string | readonly string[];
  readonly if?: string | boolean;
  readonly environment?: string | { readonly name: string; readonly deployment?: boolean };
  readonly concurrency?: string | Concurrency;
  readonly outputs?: Strings;
  readonly strategy?: { readonly matrix?: Readonly<Record<string, unknown>>; readonly 'fail-fast'?: boolean };
  readonly steps?: readonly RunnableStep[];
  readonly with?: Readonly<Record<string, unknown>>;
  readonly secrets?: unknown;
}

export interface Concurrency {
  readonly group: string;
  readonly 'cancel-in-progress'?: boolean;
  readonly queue?: 'single' | 'max';
}

/** A workflow, likewise. `on` is a mapping, however it was written. */
export interface RunnableWorkflow extends Omit<Workflow, 'jobs'> {
  readonly name?: string;
  readonly permissions: Permissions;
  readonly env?: Strings;
  readonly concurrency?: string | Concurrency;
  readonly jobs: Readonly<Record<string, RunnableJob>>;
}

const WORKFLOW_KEYS = ['name', 'on', 'permissions', 'env', 'concurrency', 'jobs'];
const JOB_KEYS = [
  ...['name', 'needs', 'if', 'runs-on', 'timeout-minutes', 'environment', 'permissions', 'concurrency'],
  ...['outputs', 'strategy', 'env', 'steps', 'uses', 'with', 'secrets'],
];
const STEP_KEYS = [
  ...['name', 'id', 'if', 'uses', 'with', 'env', 'run', 'continue-on-error', 'working-directory', 'shell'],
  ...['timeout-minutes', 'background', 'wait', 'wait-all', 'cancel', 'parallel'],
];

/** Reads a workflow. Throws where it has a key that the runner does not know: nothing is skipped in silence. */
export function parseWorkflow(text: string): RunnableWorkflow {
  const workflow = parse(text) as WrittenWorkflow;
  refuseOthers('the workflow', workflow, WORKFLOW_KEYS);
  const { on, permissions } = workflow;
  // Without them the token's rights depend on the repository's settings.
  if (permissions === undefined) throw new Error('The workflow does not say its permissions.');
  for (const [id, job] of Object.entries(workflow.jobs)) {
    refuseOthers(`the job ${id}`, job, JOB_KEYS);
    refuseOthers(`the strategy of ${id}`, job.strategy ?? {}, ['matrix', 'fail-fast']);
    for (const step of (job.steps ?? []).flatMap((one) => [one, ...(one.parallel ?? [])]))
      refuseStep(id, step);
  }
  return { ...workflow, permissions, on: asMapping(on) };
}

function refuseStep(id: string, step: RunnableStep): void {
  refuseOthers(`a step of ${id}`, step, STEP_KEYS);
  if ((step.shell ?? 'bash') !== 'bash') throw new Error(`This runner has no shell ${step.shell ?? ''}.`);
}

/** As the file has it: `on` may be a name or a list of names. */
interface WrittenWorkflow extends Omit<RunnableWorkflow, 'on' | 'permissions'> {
  readonly on: string | readonly string[] | Workflow['on'];
  readonly permissions?: Permissions;
}

function asMapping(on: WrittenWorkflow['on']): Workflow['on'] {
  if (typeof on === 'string') return { [on]: null };
  return isList(on) ? Object.fromEntries(on.map((event) => [event, null])) : on;
}

function isList(on: WrittenWorkflow['on']): on is readonly string[] {
  return Array.isArray(on);
}

/** Throws where an object has a key that is not among the known ones. */
export function refuseOthers(where: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length > 0) throw new Error(`This runner does not know ${unknown.join(', ')} of ${where}.`);
}
