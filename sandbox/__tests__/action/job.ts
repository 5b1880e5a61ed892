import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inputVariables } from '../../../scripts/runner.mjs';
import { isRunning } from '../../action/tenant-process.js';
import { runStep, type StepOptions, type StepRun } from '../../../__tests__/support/run-action.js';
import { commandFiles, type CommandFiles } from '../../../__tests__/runner/file-commands.js';
import type { RunningProgram } from '../../../__tests__/runner/program.js';
import { startStepProcess, type EndedStep } from '../../../__tests__/runner/step-process.js';

const START = resolve('sandbox/start.js');
const STOP = resolve('sandbox/stop.js');

type Strings = Readonly<Record<string, string>>;

/** What the step that starts the tenant, or the one at the end of the job, leaves behind. */
export interface SandboxRun extends EndedStep {
  /** The messages of `setFailed`. */
  readonly failures: readonly string[];
  /** Values that were masked. */
  readonly masks: readonly string[];
}

/** A job on a runner: a workspace, a folder for temporary files, and what its steps hand to each other. */
export class Job {
  readonly folder = mkdtempSync(join(tmpdir(), 'job-'));
  readonly workspace = join(this.folder, 'workspace');
  readonly temp = join(this.folder, 'temp');
  exported: Strings = {};
  state: Strings = {};

  constructor(files: Strings = {}) {
    for (const folder of [this.workspace, this.temp]) mkdirSync(folder);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(this.workspace, name), content);
  }

  /** The tenant's process; its number is 0 where none was started. */
  get tenant(): { readonly pid: number; readonly mark: string } {
    return { pid: Number(this.state['pid'] ?? 0), mark: this.state['mark'] ?? '' };
  }

  /** `uses: ./sandbox` */
  async start(inputs: Strings = {}, env: Strings = {}): Promise<SandboxRun> {
    return this.#run(this.begin(inputs, env));
  }

  /** The same without waiting for its end. */
  begin(inputs: Strings = {}, env: Strings = {}): SandboxProcess {
    return this.#spawn(START, { ...env, ...inputVariables(inputs) });
  }

  /** What the runner does at the end of the job, whatever has happened. */
  async end(env: Strings = {}): Promise<SandboxRun> {
    const state = Object.entries(this.state).map(([name, value]) => [`STATE_${name}`, value]);
    return this.#run(this.#spawn(STOP, { ...env, ...(Object.fromEntries(state) as Strings) }));
  }

  /** A step in between that uses this repository's action, with nothing but what was exported to tell where the tenant is. */
  async aggregate(inputs: Strings, files: StepOptions['files'] = {}): Promise<StepRun> {
    return runStep({
      inputs: { 'client-id': '', 'client-secret': '', ...inputs },
      env: this.exported,
      files,
    });
  }

  /** Cleans up, even after a failed test. */
  async cleanUp(): Promise<void> {
    if (await isRunning(this.tenant)) process.kill(this.tenant.pid, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** What a step of this job finds around it: its files and its environment. */
  surroundings(): {
    readonly files: CommandFiles;
    readonly env: Readonly<Record<string, string | undefined>>;
  } {
    const files = commandFiles(mkdtempSync(join(this.folder, 'step-')));
    const env = {
      PATH: process.env['PATH'],
      GITHUB_WORKSPACE: this.workspace,
      RUNNER_TEMP: this.temp,
      RUNNER_TRACKING_ID: 'github_0001',
      ...this.exported,
    };
    return { files, env };
  }

  #spawn(entry: string, given: Strings): SandboxProcess {
    const { files, env } = this.surroundings();
    const { ended, running } = startStepProcess({
      program: { file: process.execPath, args: [entry], cwd: this.workspace, env: { ...env, ...given } },
      files,
    });
    if (running === undefined) throw new Error('The process could not be started.');
    return { child: running.process, files, ended };
  }

  async #run({ ended }: SandboxProcess): Promise<SandboxRun> {
    const run = await ended;
    this.state = { ...this.state, ...run.state };
    this.exported = { ...this.exported, ...run.exported };
    const failures = run.annotations.filter(
      ({ kind, properties }) => kind === 'error' && Object.keys(properties).length === 0,
    );
    return { ...run, failures: failures.map(({ message }) => message), masks: run.masked };
  }
}

/** A step that runs. */
export interface SandboxProcess {
  readonly child: RunningProgram['process'];
  readonly files: CommandFiles;
  readonly ended: Promise<EndedStep>;
}

/** True while the tenant of a job is running. */
export async function tenantRuns(job: Job): Promise<boolean> {
  return isRunning(job.tenant);
}
