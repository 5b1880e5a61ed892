import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DEFAULT_CLIENT } from '../../src/sandbox/sandbox.js';
import { violations } from './invariants.js';
import { readOutput, type ReadOutput } from './workflow-commands.js';

export type { Annotation } from './workflow-commands.js';

/** The committed bundle, as the runner starts it; ACTION_ENTRY names another one while something is being written. */
export const ACTION = resolve(process.env['ACTION_ENTRY'] ?? 'dist/index.js');

/** What a step leaves behind when it has ended. */
export interface StepRun extends ReadOutput {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** The messages of `setFailed`: errors without file and title. */
  readonly failures: readonly string[];
  /** From the start of the process to its end. */
  readonly ms: number;
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
}

export interface StepOptions {
  /** By the names of action.yml; the client's credentials are there unless set to ''. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Files of the workspace by their names. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** An existing folder instead of a new one. */
  readonly workspace?: string;
  readonly entry?: string;
  /** Cells of the files that the run may show, such as ids with show-ids. */
  readonly mayShow?: readonly string[];
}

/** A step that is running: `ended` resolves when its process has gone. */
export interface RunningStep {
  readonly process: ChildProcessWithoutNullStreams;
  /** The workspace, and the file GITHUB_OUTPUT. */
  readonly checkout: string;
  readonly outputFile: string;
  /** Rejects where something is wrong that must never be, such as a secret in the log (invariants.ts). */
  readonly ended: Promise<StepRun>;
  /** Resolves when stdout holds this text. */
  readonly says: (text: string) => Promise<void>;
  /** What has been written so far by `setOutput`. */
  readonly outputsSoFar: () => Readonly<Record<string, string>>;
}

/** Runs `dist/index.js` as a process with the variables and files that the runner gives it. */
export async function runStep(options: StepOptions): Promise<StepRun> {
  return startStep(options).ended;
}

/** Starts the step and lets the test act while it runs. */
export function startStep({
  inputs,
  env = {},
  files = {},
  workspace,
  entry = ACTION,
  mayShow = [],
}: StepOptions): RunningStep {
  const folder = mkdtempSync(join(tmpdir(), 'step-'));
  const checkout = workspace ?? join(folder, 'workspace');
  mkdirSync(checkout, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(checkout, name)), { recursive: true });
    writeFileSync(join(checkout, name), content);
  }
  const outputFile = join(folder, 'output');
  const summaryFile = join(folder, 'summary');
  writeFileSync(outputFile, '');
  writeFileSync(summaryFile, '');
  const given = { 'client-id': DEFAULT_CLIENT.id, 'client-secret': DEFAULT_CLIENT.secret, ...inputs };
  const started = Date.now();
  const child = spawn(process.execPath, [entry], {
    cwd: checkout,
    // A step that hangs must not outlive its test.
    timeout: 120_000,
    killSignal: 'SIGKILL',
    env: {
      PATH: process.env['PATH'],
      GITHUB_WORKSPACE: checkout,
      GITHUB_OUTPUT: outputFile,
      GITHUB_STEP_SUMMARY: summaryFile,
      GITHUB_ACTIONS: 'true',
      ...Object.fromEntries(
        Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
      ...env,
    },
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const listener of [...listeners]) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<StepRun>((resolveRun, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      const output = readOutput(stdout);
      const run: StepRun = {
        exitCode,
        signal,
        stdout,
        stderr,
        outputs: readOutputs(outputFile),
        summary: readFileSync(summaryFile, 'utf8'),
        ...output,
        failures: output.annotations
          .filter(({ kind, properties }) => kind === 'error' && Object.keys(properties).length === 0)
          .map(({ message }) => message),
        ms: Date.now() - started,
        endedAt: Date.now(),
      };
      rmSync(folder, { recursive: true, force: true });
      const wrong = violations(run, {
        secrets: [given['client-secret'], env['SAIL_CLIENT_SECRET'] ?? '', ...run.masks].filter(
          (secret) => secret.trim() !== '',
        ),
        files: Object.values(files).filter((content) => typeof content === 'string'),
        mayShow,
      });
      if (wrong.length === 0) resolveRun(run);
      else reject(new Error(`${wrong.join('\n')}\n\n${stdout}${stderr}\n${run.summary}`));
    });
  });
  const says = (text: string): Promise<void> =>
    new Promise((resolveSays, reject) => {
      const look = (): void => {
        if (!stdout.includes(text)) return;
        listeners.delete(look);
        resolveSays();
      };
      listeners.add(look);
      child.on('close', () => {
        reject(new Error(`The step ended without saying "${text}":\n${stdout}${stderr}`));
      });
      look();
    });
  return { process: child, checkout, outputFile, ended, says, outputsSoFar: () => readOutputs(outputFile) };
}

/**
 * GITHUB_OUTPUT as `@actions/core` writes it, and GITHUB_ENV and GITHUB_STATE as well: `name<<delimiter`, value,
 * delimiter. The last value of a name counts.
 */
export function readOutputs(file: string): Record<string, string> {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const entries = text.matchAll(/^([\w-]+)<<(ghadelimiter_[\w-]+)\r?\n([\s\S]*?)\r?\n\2\r?$/gm);
  return Object.fromEntries([...entries].map(([, name = '', , value = '']) => [name, value]));
}
