import { delimiter } from 'node:path';
import { Semaphore } from '../../src/runtime/semaphore.js';
import type { Strings } from '../support/workflow.js';
import { Annotations, type Annotation } from './annotations.js';
import { compositeAction, outputsOfComposite } from './composite-actions.js';
import { fillAll, fillText, holds, type Result, type Scope } from './expressions.js';
import { inputsOfAction } from './inputs.js';
import { OTHER_ACTIONS } from './other-actions.js';
import { ownAction, startOwnAction, workOf } from './own-actions.js';
import { startScript } from './shell.js';
import { watched, type Handle } from './step-end.js';
import type { RunnableStep } from './syntax.js';
import type { EndedWork, JobRoom, StepRecord } from './world.js';

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

/** Steps in the background that run at once; further ones wait for a slot. */
const MOST_AT_ONCE = 10;

/** Runs the steps, then what they have left for the end of the job, whatever has happened but for a shutdown. */
export async function runSteps(steps: readonly RunnableStep[], job: StepsJob): Promise<EndedSteps> {
  const shared: Shared = { env: job.env, paths: [], posts: [] };
  const run = new StepsRun(job, shared);
  try {
    await run.all(steps);
  } finally {
    for (const { name, work } of job.room.end.isShutDown ? [] : shared.posts) {
      run.keep(recordOf(name, await work(variablesOf(job, shared)), false));
    }
    job.room.end.killOrphans();
  }
  return run.ended();
}

/** What every step of the job sees at once, those inside composite actions included. */
interface Shared {
  env: Strings;
  paths: readonly string[];
  readonly posts: { readonly name: string; readonly work: (env: Strings) => Promise<EndedWork> }[];
}

/** A step in the background. What it leaves reaches the job with `wait`. */
interface Background {
  readonly step: RunnableStep;
  readonly record: Promise<Ran>;
  readonly cancel: () => void;
}

/** A step that has ended, and how the job takes what it leaves. */
interface Ran {
  readonly record: StepRecord;
  readonly take: () => void;
}

/** The steps of a job, or of a composite action inside it. */
class StepsRun {
  readonly #job: StepsJob;
  readonly #shared: Shared;
  /** Set for the steps of a composite action, which have one budget. */
  readonly #budget: Annotations | undefined;
  readonly #records: StepRecord[] = [];
  readonly #byId: Record<string, StepRecord> = {};
  readonly #background: Background[] = [];
  readonly #slots = new Semaphore(MOST_AT_ONCE);
  #result: Result = 'success';

  constructor(job: StepsJob, shared: Shared, budget?: Annotations) {
    this.#job = job;
    this.#shared = shared;
    this.#budget = budget;
  }

  /** Runs them one after the other, and at last waits for those in the background. */
  async all(steps: readonly RunnableStep[]): Promise<void> {
    for (const step of steps) {
      if (this.#job.room.end.isShutDown) return;
      await this.#one(step);
    }
    await this.#wait(this.#background);
  }

  keep(record: StepRecord): void {
    this.#records.push(record);
    if (record.conclusion === 'failure') this.#result = 'failure';
  }

  ended(): EndedSteps {
    return { steps: this.#records, result: this.#status(), byId: this.#byId };
  }

  #status(): Result {
    return this.#job.room.end.isCancelled ? 'cancelled' : this.#result;
  }

  async #one(step: RunnableStep): Promise<void> {
    const { cancel, parallel, wait } = step;
    if (parallel !== undefined) {
      await this.#wait(parallel.map((one) => this.#start(one)));
    } else if (wait !== undefined) {
      await this.#wait([wait].flat().map((id) => this.#named(id)));
    } else if ('wait-all' in step) {
      await this.#wait(this.#background);
    } else if (cancel !== undefined) {
      this.#named(cancel).cancel();
    } else if (step.background === true) {
      this.#start(step);
    } else {
      this.#take(step, await this.#run(step, { isBackground: false, isCancelled: false }));
    }
  }

  #named(id: string): Background {
    const found = this.#background.find(({ step }) => step.id === id);
    if (found === undefined) throw new Error(`No step ${id} is in the background.`);
    return found;
  }

  #start(step: RunnableStep): Background {
    const handle: Handle = { isBackground: true, isCancelled: false };
    const { end } = this.#job.room;
    const record = this.#slots.take(() => {
      // Seen with the official runner: such a step counts as passed, though it never ran.
      if (handle.isCancelled) return Promise.resolve(nothing(step, 'success'));
      return this.#run(step, handle);
    });
    const cancel = (): void => {
      handle.isCancelled = true;
      if (handle.process !== undefined) end.stop(handle.process, 'cancelled');
    };
    const started = { step, record, cancel };
    this.#background.push(started);
    return started;
  }

  async #wait(all: readonly Background[]): Promise<void> {
    for (const one of [...all]) {
      if (!this.#background.includes(one)) continue;
      const ran = await one.record;
      this.#background.splice(this.#background.indexOf(one), 1);
      this.#take(one.step, ran);
    }
  }

  #take({ id }: RunnableStep, { record, take }: Ran): void {
    take();
    this.keep(record);
    if (id !== undefined) this.#byId[id] = record;
  }

  async #run(step: RunnableStep, handle: Handle): Promise<Ran> {
    const { contexts, room } = this.#job;
    const status = this.#status();
    const scope: Scope = {
      contexts: { ...contexts, env: this.#shared.env, steps: { ...this.#byId }, job: { status } },
      status,
    };
    if (!holds(step.if, scope)) return nothing(step, 'skipped');
    const env = { ...this.#shared.env, ...inPlace(fillAll(step.env, scope), room) };
    const within = { ...scope, contexts: { ...scope.contexts, env } };
    const variables = { ...variablesOf(this.#job, this.#shared), ...env };
    const work = await this.#work(step, within, variables, handle);
    const take = (): void => {
      this.#shared.env = { ...this.#shared.env, ...work.exported };
      this.#shared.paths = [...(work.paths ?? []), ...this.#shared.paths];
      const { post } = work;
      if (post !== undefined) this.#shared.posts.unshift({ name: `Post ${nameOf(step)}`, work: post });
    };
    return { record: recordOf(nameOf(step), work, step['continue-on-error'] === true), take };
  }

  async #work(step: RunnableStep, scope: Scope, env: Strings, handle: Handle): Promise<EndedWork> {
    const { room } = this.#job;
    const budget = this.#budget ?? new Annotations();
    // The runner asks `if` once more when the run is cancelled.
    const goesOn = !handle.isBackground && holds(step.if, { ...scope, status: 'cancelled' });
    if (step.run !== undefined) {
      const folder = fillText(step['working-directory'] ?? '.', scope);
      const started = startScript(fillText(step.run, scope), env, room, budget, folder);
      return watched(started, started.ended.then(workOf), step, handle, room, goesOn);
    }
    const uses = step.uses ?? '';
    const inputs = inPlace(fillAll(step.with, scope), room);
    const own = ownAction(uses);
    if (own !== undefined) {
      const { step: started, work } = startOwnAction(own, inputs, env, scope, room, budget);
      return watched(started, work, step, handle, room, goesOn);
    }
    const composite = compositeAction(uses, room);
    if (composite !== undefined) {
      if (step['timeout-minutes'] !== undefined)
        throw new Error(`This runner has no timeout-minutes for a composite action such as ${uses}.`);
      const { values, warnings } = inputsOfAction(composite, inputs, (text) => fillText(text, scope));
      const said = warnings.map((message): Annotation => ({ kind: 'warning', message, properties: {} }));
      const shown = said.flatMap((one) => budget.take(one, room.masks) ?? []);
      const job = { ...this.#job, variables: env, contexts: { ...this.#job.contexts, inputs: values } };
      const inner = new StepsRun(job, this.#shared, budget);
      await inner.all(composite.runs.steps);
      return outputsOfComposite(composite, inner.ended(), scope, shown);
    }
    const other = { ...OTHER_ACTIONS, ...room.world.actions }[uses.split('@')[0] ?? ''];
    if (other === undefined) throw new Error(`This runner has no action "${uses}".`);
    return other(inputs, room, env);
  }
}

function variablesOf({ variables }: StepsJob, { env, paths }: Shared): Strings {
  const PATH = [...paths, variables['PATH'] ?? ''].join(delimiter);
  return { ...variables, ...env, PATH };
}

function nothing(step: RunnableStep, outcome: 'skipped' | 'success'): Ran {
  const record = { ...recordOf(nameOf(step), { passed: true }, false), outcome, conclusion: outcome };
  return { record, take: () => undefined };
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
  const { annotations = [], log = '', outputs = {}, passed, summary = '', wasCancelled = false } = work;
  const failed = wasCancelled ? 'cancelled' : 'failure';
  const outcome = passed ? 'success' : failed;
  const conclusion = continueOnError ? 'success' : outcome;
  return { name, outcome, conclusion, outputs, log, annotations, summary };
}
