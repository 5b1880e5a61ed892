import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGitHub, type GitHubOptions, type SimulatedGitHub } from '../../sandbox/tenant/github/github.js';
import type { Commit } from '../../sandbox/tenant/github/history.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { turnClock } from '../support/clocks.js';
import { csvOf, people } from '../support/people.js';
import { HR } from '../support/play.js';
import {
  runsInside,
  startStep,
  TURN_MS,
  type RunningStep,
  type StepOptions,
  type StepRun,
} from '../support/run-action.js';

/** What the runner writes into GITHUB_EVENT_PATH, as far as this action reads it, with what it must not mind. */
export type Payload = Readonly<Record<string, unknown>>;

export interface Occasion {
  readonly event: string;
  readonly payload: Payload;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly files?: StepOptions['files'];
  readonly env?: Readonly<Record<string, string>>;
  readonly mayShow?: StepOptions['mayShow'];
}

/** A tenant and a GitHub for the steps of one test. */
export interface Stage {
  readonly github: SimulatedGitHub;
  readonly tenant: Sandbox;
  /** Starts the step of a job on this occasion. */
  readonly start: (occasion: Occasion) => RunningStep;
  readonly run: (occasion: Occasion) => Promise<StepRun>;
}

export const ZEROS = '0'.repeat(40);

/** What the runner tells a step about GitHub and the event. */
export function gitHubVariables(
  github: SimulatedGitHub,
  event: string,
  eventPath: string,
): Readonly<Record<string, string>> {
  return {
    GITHUB_API_URL: github.url,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: github.name,
    GITHUB_REPOSITORY_ID: github.repositoryId,
    GITHUB_REF: event === 'push' ? 'refs/heads/main' : 'refs/pull/1/merge',
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_WORKFLOW: 'Aggregate',
    GITHUB_JOB: 'hr',
    GITHUB_RUN_ID: '42',
    GITHUB_SHA: 'c'.repeat(40),
  };
}

export interface StageSetting {
  readonly sources?: readonly SourceSeed[];
  /** Whether the steps run inside of this process, for variants of what processes show as well. */
  readonly isInside?: boolean;
}

/** Lets `act` happen on a stage that is taken down after it. */
export async function onStage(
  options: GitHubOptions,
  act: (stage: Stage) => Promise<void>,
  { isInside = false, sources = [HR] }: StageSetting = {},
): Promise<void> {
  const clock = runsInside(isInside) ? turnClock(TURN_MS) : undefined;
  const [github, tenant] = await Promise.all([
    startGitHub(options),
    startSandbox({ sources, settings: { taskMs: 200 }, ...(clock && { clock: () => clock.now() }) }),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'event-'));
  const start = ({ event, payload, inputs = {}, files, env = {}, mayShow = [] }: Occasion): RunningStep => {
    const eventPath = join(folder, 'event.json');
    writeFileSync(eventPath, JSON.stringify(payload));
    return startStep({
      inputs: {
        'base-url': tenant.url,
        'source-id': HR.id,
        'csv-path': 'data/hr.csv',
        'github-token': github.token,
        ...inputs,
      },
      files: files ?? { 'data/hr.csv': csvOf(people(20)) },
      mayShow,
      ...(clock && { clock }),
      env: { ...gitHubVariables(github, event, eventPath), ...env },
    });
  };
  try {
    await act({ github, tenant, start, run: (occasion) => start(occasion).ended });
  } finally {
    await Promise.all([github.close(), tenant.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A push as GitHub tells it (docs.github.com, "Webhook events and payloads: push"). */
export function push(before: Commit | undefined, after: Commit, forced = false): Occasion {
  return {
    event: 'push',
    payload: {
      ref: 'refs/heads/main',
      before: before?.sha ?? ZEROS,
      after: after.sha,
      created: before === undefined,
      deleted: false,
      forced,
      commits: [],
    },
  };
}

/** A pull request of a branch, or of a fork whose name is given. */
export function pullRequest(
  number: number,
  base: Commit,
  head: Commit,
  changedFiles: number,
  fork = 'acme/identity',
): Occasion {
  return {
    event: 'pull_request',
    payload: {
      action: 'synchronize',
      number,
      pull_request: {
        number,
        changed_files: changedFiles,
        head: { sha: head.sha, repo: { full_name: fork, fork: fork !== 'acme/identity' } },
        base: { sha: base.sha, ref: 'main', repo: { full_name: 'acme/identity' } },
      },
    },
  };
}
