import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DEFAULT_CLIENT } from '../../src/sandbox/sandbox.js';

/** The committed bundle, as the runner starts it. */
export const ACTION = resolve('dist/index.js');

export interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice';
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** What a step leaves behind when it has ended. */
export interface StepRun {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** Values that were masked by `::add-mask::`. */
  readonly masks: readonly string[];
  readonly ms: number;
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
}

/** A step that is running: `ended` resolves when its process has gone. */
export interface RunningStep {
  readonly process: ChildProcessWithoutNullStreams;
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
}: StepOptions): RunningStep {
  const folder = mkdtempSync(join(tmpdir(), 'step-'));
  const checkout = workspace ?? folder;
  for (const [name, content] of Object.entries(files)) writeFileSync(join(checkout, name), content);
  const outputFile = join(folder, '.github-output');
  const summaryFile = join(folder, '.github-summary');
  writeFileSync(outputFile, '');
  writeFileSync(summaryFile, '');
  const given = { 'client-id': DEFAULT_CLIENT.id, 'client-secret': DEFAULT_CLIENT.secret, ...inputs };
  const started = Date.now();
  const child = spawn(process.execPath, [entry], {
    cwd: checkout,
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
      resolveRun({
        exitCode,
        signal,
        stdout,
        stderr,
        outputs: readOutputs(outputFile),
        summary: readFileSync(summaryFile, 'utf8'),
        ...readCommands(stdout),
        ms: Date.now() - started,
      });
      rmSync(folder, { recursive: true, force: true });
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
  return { process: child, ended, says, outputsSoFar: () => readOutputs(outputFile) };
}

/** GITHUB_OUTPUT as `@actions/core` writes it: `name<<delimiter`, value, delimiter. The last value of a name counts. */
function readOutputs(file: string): Record<string, string> {
  const text = readFileSync(file, 'utf8');
  const entries = text.matchAll(/^([\w-]+)<<(ghadelimiter_[\w-]+)\r?\n([\s\S]*?)\r?\n\2\r?$/gm);
  return Object.fromEntries([...entries].map(([, name = '', , value = '']) => [name, value]));
}

/** The workflow commands on stdout, decoded as the runner does. */
function readCommands(stdout: string): Pick<StepRun, 'annotations' | 'masks'> {
  const annotations: Annotation[] = [];
  const masks: string[] = [];
  for (const [, name = '', properties = '', data = ''] of stdout.matchAll(
    /^::([\w-]+)(?: ([^\n]*?))?::(.*)$/gm,
  )) {
    const message = decode(data);
    if (name === 'add-mask') masks.push(message);
    else if (name === 'error' || name === 'warning' || name === 'notice') {
      annotations.push({ kind: name, message, properties: readProperties(properties) });
    }
  }
  return { annotations, masks };
}

function readProperties(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [
        pair.slice(0, at),
        decode(pair.slice(at + 1))
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ','),
      ];
    }),
  );
}

function decode(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
