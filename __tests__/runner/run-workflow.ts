import { fillAll, fillText, fillValue, holds, type Result, type Scope } from './expressions.js';
import { gitHubContext, REFUSED, runJob } from './job.js';
import type { Occasion } from './occasion.js';
import { parseWorkflow, type RunnableJob, type RunnableWorkflow } from './syntax.js';
import { inputsOf, starts } from './triggers.js';
import type { JobRecord, WorkflowRecord, World } from './world.js';
import type { Permissions, Strings } from '../support/workflow.js';

/**
 * Plays a workflow as GitHub and its runner would. Rejects where it uses what this runner does not know, or what GitHub
 * would refuse to start.
 */
export async function runWorkflow(text: string, occasion: Occasion, world: World): Promise<WorkflowRecord> {
  const workflow = parseWorkflow(text);
  if (!starts(workflow, occasion)) return { started: false, concurrency: undefined, jobs: {} };
  const inputs =
    occasion.event === 'workflow_dispatch' ? inputsOf(workflow, 'workflow_dispatch', occasion.inputs) : {};
  const play = { workflow, occasion, world, inputs, allowed: undefined };
  const github = gitHubContext(world, occasion, workflow.name ?? '');
  const { concurrency } = workflow;
  const group = typeof concurrency === 'object' ? concurrency.group : concurrency;
  return {
    started: true,
    concurrency:
      group === undefined ? undefined : fillText(group, { contexts: { github, inputs }, status: 'success' }),
    jobs: Object.fromEntries((await runJobs(play)).records),
  };
}

/** A workflow that runs, by itself or called by another one. */
interface Play {
  readonly workflow: RunnableWorkflow;
  readonly occasion: Occasion;
  readonly world: World;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What the job that calls the workflow may do; `undefined` where none calls it. */
  readonly allowed: Permissions | undefined;
}

/** What later jobs see of a job in `needs`. */
type Needed = Pick<JobRecord, 'result' | 'outputs'>;

/** Jobs that have ended: those that ran, by the names that GitHub shows, and what others see of each job of the file. */
interface EndedJobs {
  readonly records: readonly [string, JobRecord][];
  readonly needed: ReadonlyMap<string, Needed>;
}

async function runJobs(play: Play): Promise<EndedJobs> {
  const records: [string, JobRecord][] = [];
  const done = new Map<string, Needed>();
  const waiting = new Map(Object.entries(play.workflow.jobs));
  while (waiting.size > 0) {
    const next = [...waiting].find(([, { needs = [] }]) => [needs].flat().every((id) => done.has(id)));
    if (next === undefined) throw new Error('Jobs need each other, or one that is not there.');
    const [id, job] = next;
    waiting.delete(id);
    const needs = Object.fromEntries([job.needs ?? []].flat().map((name) => [name, done.get(name)]));
    const ended = await runOneJob(id, job, needs as Record<string, Needed>, play);
    records.push(...ended.records);
    done.set(id, {
      result: worst(ended.records.map(([, { result }]) => result)),
      outputs: ended.outputs,
    });
  }
  return { records, needed: done };
}

/** What has become of a job of the file: none, one or several jobs that ran, and the outputs for those that need it. */
interface EndedJob {
  readonly records: readonly [string, JobRecord][];
  readonly outputs: Needed['outputs'];
}

/** One job of the file: none, one or several jobs that run. */
async function runOneJob(
  id: string,
  job: RunnableJob,
  needs: Readonly<Record<string, Needed>>,
  play: Play,
): Promise<EndedJob> {
  const { inputs, occasion, workflow, world } = play;
  const workflowName = workflow.name ?? '';
  const github = gitHubContext(world, occasion, workflowName);
  const contexts = { github, needs, inputs };
  const scope: Scope = { contexts, status: worst(Object.values(needs).map(({ result }) => result)) };
  if (!holds(job.if, scope)) {
    const skipped = {
      result: 'skipped',
      outputs: {},
      steps: [],
      annotations: [],
      concurrency: undefined,
    } as const;
    return { records: [[id, skipped]], outputs: {} };
  }
  const permissions = job.permissions ?? workflow.permissions;
  refuseWider(id, permissions, play.allowed);
  if (job.uses !== undefined)
    return callWorkflow(id, job, permissions, { ...scope, status: 'success' }, play);
  const records: [string, JobRecord][] = [];
  const matrices = attempt(() => combinations(job, scope));
  // GitHub fails a job whose matrix it cannot evaluate, such as that of an output that was dropped.
  if (matrices === undefined) return { records: [[id, REFUSED]], outputs: {} };
  for (const matrix of matrices) {
    const within = { needs, inputs, matrix };
    const name = fillText(job.name ?? id, { ...scope, contexts: { ...contexts, matrix } });
    const isCancelled =
      job.strategy?.['fail-fast'] !== false && records.some(([, one]) => one.result === 'failure');
    if (isCancelled) throw new Error('This runner does not cancel the other jobs of a matrix.');
    const workflowEnv = workflow.env ?? {};
    records.push([
      name,
      await runJob({ id, job, world, occasion, workflowName, workflowEnv, permissions, contexts: within }),
    ]);
  }
  const outputs = Object.assign({}, ...records.map(([, one]) => one.outputs)) as Needed['outputs'];
  return { records, outputs };
}

/** Runs the workflow that a job calls, in the name of the calling repository. */
async function callWorkflow(
  id: string,
  job: RunnableJob,
  permissions: Permissions,
  scope: Scope,
  { occasion, world }: Play,
): Promise<EndedJob> {
  const text = world.workflows[job.uses ?? ''];
  if (text === undefined) throw new Error(`There is no workflow ${job.uses ?? ''}.`);
  const workflow = parseWorkflow(text);
  if (!('workflow_call' in workflow.on)) throw new Error(`${job.uses ?? ''} cannot be called.`);
  if (job.secrets !== 'inherit') throw new Error('This runner only knows "secrets: inherit".');
  const inputs = inputsOf(workflow, 'workflow_call', fillAll(job.with, scope));
  const { needed, records } = await runJobs({ workflow, occasion, world, inputs, allowed: permissions });
  const jobs = Object.fromEntries(needed);
  const contexts = { ...scope.contexts, inputs, jobs };
  const outputs = fillAll(outputsOfCall(workflow), { ...scope, contexts });
  return { records: records.map(([name, record]) => [`${id} / ${name}`, record]), outputs };
}

/** What a called workflow hands to the job that calls it, as expressions. */
function outputsOfCall({ on }: RunnableWorkflow): Strings {
  const call = on['workflow_call'] as {
    readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  } | null;
  const outputs = Object.entries(call?.outputs ?? {});
  return Object.fromEntries(outputs.map(([name, { value }]) => [name, value]));
}

/** GitHub does not start a called workflow that asks for more than the job that calls it may do. */
function refuseWider(id: string, asked: Permissions, allowed: Permissions | undefined): void {
  const order = ['none', 'read', 'write'];
  for (const [name, right] of Object.entries(asked)) {
    if (allowed === undefined || order.indexOf(right) <= order.indexOf(allowed[name] ?? 'none')) continue;
    throw new Error(`The job ${id} asks for ${name}: ${right}, which its caller may not give.`);
  }
}

/** Each combination of the matrix; a single empty one where there is none. */
function combinations(job: RunnableJob, scope: Scope): readonly Readonly<Record<string, unknown>>[] {
  const { matrix = {} } = job.strategy ?? {};
  if ('include' in matrix || 'exclude' in matrix)
    throw new Error('This runner only knows the product of a matrix.');
  return Object.entries(matrix).reduce<Record<string, unknown>[]>(
    (sofar, [name, values]) => {
      const list = fillValue(values, scope) as unknown[];
      return sofar.flatMap((one) => list.map((value) => ({ ...one, [name]: value })));
    },
    [{}],
  );
}

/** `undefined` where an expression fails; what this runner itself does not know still fails the test. */
function attempt<T>(evaluate: () => T): T | undefined {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof Error && !error.message.startsWith('This runner')) return undefined;
    throw error;
  }
}

function worst(results: readonly Result[]): Result {
  const order: readonly Result[] = ['failure', 'cancelled', 'skipped', 'success'];
  return order.find((one) => results.includes(one)) ?? 'success';
}
