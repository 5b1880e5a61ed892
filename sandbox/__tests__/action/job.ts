import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inputVariables, readOutputs } from '../../../scripts/runner.mjs';
import { isRunning } from '../../action/tenant-process.js';
import { runStep, type StepOptions, type StepRun } from '../../../__tests__/support/run-action.js';
import { commandFiles, type CommandFiles } from '../../../__tests__/runner/file-commands.js';
import { readOutput, type ReadOutput } from '../../../__tests__/support/workflow-commands.js';

const START = resolve('sandbox/start.js');
const STOP = resolve('sandbox/stop.js');

type Strings = Readonly<Record<string, string>>;

/** What the step that starts the tenant, or the one at the end of the job, leaves behind. */
export interface SandboxRun extends ReadOutput {
  readonly exitCode: number | null;
  readonly outputs: Strings;
  /** What is exported for later steps. */
  readonly exported: Strings;
  readonly summary: string;
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

  #spawn(entry: string, env: Strings): SandboxProcess {
    const files = commandFiles(mkdtempSync(join(this.folder, 'step-')));
    const child = spawn(process.execPath, [entry], {
      cwd: this.workspace,
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 600_000,
      killSignal: 'SIGKILL',
      env: {
        PATH: process.env['PATH'],
        GITHUB_WORKSPACE: this.workspace,
        RUNNER_TEMP: this.temp,
        RUNNER_TRACKING_ID: 'github_0001',
        ...files.variables,
        ...this.exported,
        ...env,
      },
    });
    return { child, files };
  }

  async #run({ child, files }: SandboxProcess): Promise<SandboxRun> {
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const [exitCode] = (await once(child, 'close')) as [number | null];
    this.state = { ...this.state, ...readOutputs(readFileSync(files.state, 'utf8')) };
    const exported = readOutputs(readFileSync(files.env, 'utf8'));
    this.exported = { ...this.exported, ...exported };
    return {
      ...readOutput(stdout),
      exitCode,
      exported,
      outputs: readOutputs(readFileSync(files.output, 'utf8')),
      summary: readFileSync(files.summary, 'utf8'),
    };
  }
}

/** A step that runs, and the files that the runner reads when it has ended. */
export interface SandboxProcess {
  readonly child: ChildProcess;
  readonly files: CommandFiles;
}

/** True while the tenant of a job is running. */
export async function tenantRuns(job: Job): Promise<boolean> {
  return isRunning(job.tenant);
}
