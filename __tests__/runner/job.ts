import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { gitHubVariables } from '../action/github.js';
import type { Permissions, Strings } from '../support/workflow.js';
import type { Annotation } from './annotations.js';
import { fillAll, fillText, type Scope } from './expressions.js';
import { JobEnd } from './job-end.js';
import { Masks } from './masks.js';
import type { Occasion } from './occasion.js';
import { inPlace, runSteps } from './steps.js';
import type { RunnableJob } from './syntax.js';
import type { JobRecord, JobRoom, World } from './world.js';

/** A job that is about to run. */
export interface JobStart {
  readonly id: string;
  readonly job: RunnableJob;
  readonly world: World;
  readonly occasion: Occasion;
  readonly workflowName: string;
  readonly workflowEnv: Strings;
  readonly permissions: Permissions;
  /** `inputs`, `needs`, `matrix`, `strategy`, as far as the job has them. */
  readonly contexts: Scope['contexts'];
}

/** A job that GitHub refuses before its first step, such as for a branch that may not use the environment. */
export const REFUSED: JobRecord = {
  ...{ result: 'failure', outputs: {}, steps: [], annotations: [], concurrency: undefined },
};

/** The context `github` of an occasion. */
export function gitHubContext({ github }: World, occasion: Occasion, workflow: string): object {
  return {
    event_name: occasion.event,
    event: occasion.payload,
    ref: occasion.ref,
    sha: occasion.commit.sha,
    repository: github.name,
    server_url: 'https://github.example',
    run_id: '42',
    workflow,
  };
}

/** Runs the steps of a job in folders of its own, which are gone afterwards. */
export async function runJob(start: JobStart): Promise<JobRecord> {
  const { id, job, occasion, workflowName, workflowEnv, world } = start;
  const environment = environmentOf(job);
  if (environment !== undefined && !mayDeploy(environment, start)) return REFUSED;
  const permissions = occasion.isFromFork ? readOnly(start.permissions) : start.permissions;
  const token = world.github.tokenFor({
    contents: right(permissions['contents']) === 'none' ? 'none' : 'read',
    pullRequests: right(permissions['pull-requests']),
    issues: right(permissions['issues']),
  });
  const secrets: Strings = { ...secretsOf(environment, start), GITHUB_TOKEN: token };
  const folder = mkdtempSync(join(tmpdir(), 'job-'));
  const room: JobRoom = {
    world,
    occasion,
    permissions,
    token,
    masks: new Masks(Object.values(secrets)),
    end: new JobEnd(world.patience),
    workspace: join(folder, 'workspace'),
    temp: join(folder, 'temp'),
  };
  for (const one of [room.workspace, room.temp]) mkdirSync(one);
  const event = join(folder, 'event.json');
  writeFileSync(event, JSON.stringify(occasion.payload));
  const contexts = {
    ...start.contexts,
    github: { ...gitHubContext(world, occasion, workflowName), token, job: id, workspace: room.workspace },
    runner: { temp: room.temp, os: 'Linux' },
    secrets,
  };
  const scope: Scope = { contexts, status: 'success' };
  try {
    const { byId, result, steps } = await runSteps(job.steps ?? [], {
      room,
      contexts,
      env: inPlace({ ...fillAll(workflowEnv, scope), ...fillAll(job.env, scope) }, room),
      variables: variablesOf(start, room, event),
    });
    const concurrency = job.concurrency === undefined ? undefined : fillText(groupOf(job), scope);
    const outputs = fillAll(job.outputs, { ...scope, contexts: { ...contexts, steps: byId } });
    return { result, steps, concurrency, ...withoutSecrets(outputs, room.masks) };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** GitHub drops an output of a job that holds anything hidden. */
function withoutSecrets(outputs: Strings, masks: Masks): Pick<JobRecord, 'annotations' | 'outputs'> {
  const dropped = Object.keys(outputs).filter((name) => masks.covers(outputs[name] ?? ''));
  const annotations = dropped.map((name): Annotation => {
    const message = `Skip output '${name}' since it may contain secret.`;
    return { kind: 'warning', message, properties: {} };
  });
  const kept = Object.entries(outputs).filter(([name]) => !dropped.includes(name));
  return { outputs: Object.fromEntries(kept), annotations };
}

function environmentOf({ environment }: RunnableJob): string | undefined {
  return typeof environment === 'object' ? environment.name : environment;
}

function groupOf({ concurrency }: RunnableJob): string {
  return typeof concurrency === 'object' ? concurrency.group : (concurrency ?? '');
}

function mayDeploy(name: string, { occasion, world }: JobStart): boolean {
  const environment = world.environments[name];
  if (environment === undefined) throw new Error(`This repository has no environment ${name}.`);
  return environment.branches.some((branch) => occasion.ref === `refs/heads/${branch}`);
}

function secretsOf(environment: string | undefined, { occasion, world }: JobStart): Strings {
  if (occasion.isFromFork) return {};
  return { ...world.secrets, ...(environment === undefined ? {} : world.environments[environment]?.secrets) };
}

function variablesOf({ id, occasion, workflowName, world }: JobStart, room: JobRoom, event: string): Strings {
  return {
    ...world.machine,
    PATH: [world.commands, process.env['PATH'] ?? ''].join(delimiter),
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: room.workspace,
    RUNNER_TEMP: room.temp,
    ...gitHubVariables(world.github, occasion.event, event),
    GITHUB_REF: occasion.ref,
    GITHUB_SHA: occasion.commit.sha,
    GITHUB_WORKFLOW: workflowName,
    GITHUB_JOB: id,
  };
}

function right(given: string | undefined): 'none' | 'read' | 'write' {
  return given === 'read' || given === 'write' ? given : 'none';
}

function readOnly(permissions: Permissions): Permissions {
  const names = Object.keys(permissions).filter((name) => name !== 'id-token');
  return Object.fromEntries(names.map((name) => [name, 'read']));
}
