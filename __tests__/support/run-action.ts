import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  preparePlace,
  readOutputs,
  startBundle,
  stepVariables,
  type EndedStep,
} from '../../scripts/runner.mjs';
import { DEFAULT_CLIENT } from '../../sandbox/tenant/sandbox.js';
import { violations } from './invariants.js';
import { readOutput, type ReadOutput } from './workflow-commands.js';

export type { Annotation } from './workflow-commands.js';

/** The committed bundle, as the runner starts it; ACTION_ENTRY names another one while something is being written. */
export const ACTION = resolve(process.env['ACTION_ENTRY'] ?? 'dist/index.js');

/** Compiled code of the bundle, so that each of hundreds of processes starts sooner. */
export const NODE_COMPILE_CACHE = resolve('node_modules/.cache/compiled-bundle');

/** What a step leaves behind when it has ended. */
export interface StepRun extends ReadOutput, Readonly<EndedStep> {
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
  const place = preparePlace({ files, ...(workspace === undefined ? {} : { workspace }) });
  const given = { 'client-id': DEFAULT_CLIENT.id, 'client-secret': DEFAULT_CLIENT.secret, ...inputs };
  const started = Date.now();
  let stdout = '';
  const listeners = new Set<() => void>();
  const variables = { PATH: process.env['PATH'], NODE_COMPILE_CACHE, ...stepVariables(place, given), ...env };
  const step = startBundle(entry, place, variables, (text) => {
    stdout += text;
    for (const listener of [...listeners]) listener();
  });
  const ended = step.ended.then((end): StepRun => {
    const endedAt = Date.now();
    place.remove();
    const run: StepRun = { ...end, ...readOutput(end.stdout), ms: endedAt - started, endedAt };
    const wrong = violations(run, {
      secrets: [given['client-secret'], env['SAIL_CLIENT_SECRET'] ?? '', ...run.masks].filter(
        (secret) => secret.trim() !== '',
      ),
      files: Object.values(files).filter((content) => typeof content === 'string'),
      mayShow,
    });
    if (wrong.length === 0) return run;
    throw new Error(`${wrong.join('\n')}\n\n${run.stdout}${run.stderr}\n${run.summary}`);
  });
  const says = (text: string): Promise<void> =>
    new Promise((resolveSays, reject) => {
      const look = (): void => {
        if (!stdout.includes(text)) return;
        listeners.delete(look);
        resolveSays();
      };
      listeners.add(look);
      step.process.on('close', () => {
        reject(new Error(`The step ended without saying "${text}":\n${stdout}`));
      });
      look();
    });
  const { outputFile, workspace: checkout } = place;
  const outputsSoFar = (): Readonly<Record<string, string>> =>
    existsSync(outputFile) ? readOutputs(readFileSync(outputFile, 'utf8')) : {};
  return { process: step.process, checkout, outputFile, ended, says, outputsSoFar };
}
