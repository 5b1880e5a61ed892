import { fillAll, fillText, holds, type Result, type Scope } from './expressions.js';
import { OTHER_ACTIONS } from './other-actions.js';
import { ownAction, runOwnAction } from './own-actions.js';
import { runScript } from './shell.js';
import type { RunnableStep } from './syntax.js';
import type { EndedWork, JobRoom, StepRecord } from './world.js';
import type { Strings } from '../support/workflow.js';

/** The steps of a job that have ended, and how the job stands. */
export interface EndedSteps {
  readonly steps: readonly StepRecord[];
  readonly result: Result;
  /** The context `steps`. */
  readonly byId: Readonly<Record<string, Pick<StepRecord, 'outcome' | 'conclusion' | 'outputs'>>>;
}

/** What the steps of a job share. */
export interface StepsJob {
  readonly room: JobRoom;
  /** All contexts but `env`, `job` and `steps`. */
  readonly contexts: Scope['contexts'];
  /** `env` of the workflow and of the job. */
  readonly env: Strings;
  /** Variables that the runner itself gives to each step. */
  readonly variables: Strings;
}

/** Runs the steps one after the other, then what they have left for the end of the job, whatever has happened. */
export async function runSteps(steps: readonly RunnableStep[], job: StepsJob): Promise<EndedSteps> {
  const records: StepRecord[] = [];
  const posts: { readonly name: string; readonly run: () => Promise<EndedWork> }[] = [];
  const byId: Record<string, StepRecord> = {};
  let env = job.env;
  let result: Result = 'success';
  const keep = (record: StepRecord): void => {
    records.push(record);
    if (record.conclusion === 'failure') result = 'failure';
  };
  try {
    for (const step of steps) {
      const contexts = { ...job.contexts, env, steps: byId, job: { status: result } };
      const record = await runStep(step, { contexts, status: result }, env, job, (work) => {
        env = { ...env, ...work.exported };
        const { post } = work;
        if (post !== undefined) posts.unshift({ name: `Post ${nameOf(step)}`, run: post });
      });
      keep(record);
      if (step.id !== undefined) byId[step.id] = record;
    }
  } finally {
    for (const { name, run } of posts) keep(recordOf(name, await run(), false));
  }
  return { steps: records, result, byId };
}

async function runStep(
  step: RunnableStep,
  scope: Scope,
  jobEnv: Strings,
  { room, variables }: StepsJob,
  onEnd: (work: EndedWork) => void,
): Promise<StepRecord> {
  if (!holds(step.if, scope)) {
    const nothing = recordOf(nameOf(step), { passed: true }, false);
    return { ...nothing, outcome: 'skipped', conclusion: 'skipped' };
  }
  const env = { ...jobEnv, ...inPlace(fillAll(step.env, scope), room) };
  const within = { ...scope, contexts: { ...scope.contexts, env } };
  const work = await workOf(step, within, { ...variables, ...env }, room);
  onEnd(work);
  return recordOf(nameOf(step), work, step['continue-on-error'] === true);
}

function workOf(
  step: RunnableStep,
  scope: Scope,
  env: Strings,
  room: JobRoom,
): EndedWork | Promise<EndedWork> {
  if (step.run !== undefined) {
    const folder = fillText(step['working-directory'] ?? '.', scope);
    return runScript(fillText(step.run, scope), env, room, folder);
  }
  const uses = step.uses ?? '';
  const inputs = inPlace(fillAll(step.with, scope), room);
  const own = ownAction(uses);
  if (own !== undefined) return runOwnAction(own, inputs, env, scope, room);
  const other = OTHER_ACTIONS[uses.split('@')[0] ?? ''];
  if (other === undefined) throw new Error(`This runner has no action "${uses}".`);
  return other(inputs, room, env);
}

/** Values in which places of a real network or machine are replaced by those of this one. */
export function inPlace(values: Strings, { world }: Pick<JobRoom, 'world'>): Record<string, string> {
  const moved = (value: string): string =>
    Object.entries(world.places).reduce((text, [there, here]) => text.replaceAll(there, here), value);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, moved(value)]));
}

function nameOf({ name, uses, run }: RunnableStep): string {
  return name ?? uses ?? run ?? '';
}

function recordOf(name: string, work: EndedWork, continueOnError: boolean): StepRecord {
  const { annotations = [], log = '', outputs = {}, passed, summary = '' } = work;
  const outcome = passed ? 'success' : 'failure';
  const conclusion = continueOnError ? 'success' : outcome;
  return { name, outcome, conclusion, outputs, log, annotations, summary };
}
