import { mkdtempSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inputVariables, preparePlace, readOutputs } from '../../scripts/runner.mjs';
import { DEFAULT_CLIENT } from '../../sandbox/tenant/sandbox.js';
import { commandFiles, textOf } from '../runner/file-commands.js';
import { inputsOfAction } from '../runner/inputs.js';
import type { Patience, RunningProgram } from '../runner/program.js';
import {
  startStepProcess,
  type EndedStep,
  type RunningStepProcess,
  type StepStart,
} from '../runner/step-process.js';
import type { Clock } from '../../src/runtime/clock.js';
import { violations } from './invariants.js';
import { MANIFEST } from './workflow.js';

export type { Annotation } from '../runner/annotations.js';

/** The committed bundle, as the runner starts it; ACTION_ENTRY names another one while something is being written. */
export const ACTION = resolve(process.env['ACTION_ENTRY'] ?? 'dist/index.js');

/**
 * Whether a step that a test wants inside of this process runs there: `STEPS=processes` plays it as a process, too, such
 * as before a release.
 */
export function runsInside(isWanted: boolean): boolean {
  return isWanted && process.env['STEPS'] !== 'processes';
}

/** Milliseconds that pass with each turn of the event loop on the clock of a step inside. */
export const TURN_MS = 20;

/** Compiled code of the bundle, so that each of hundreds of processes starts sooner. */
export const NODE_COMPILE_CACHE = resolve('node_modules/.cache/compiled-bundle');

/** What a step leaves behind when it has ended, as the official runner reads it. */
export interface StepRun extends EndedStep {
  /** The messages of `setFailed`: errors without file and title. */
  readonly failures: readonly string[];
  /** Values that were masked by `::add-mask::`. */
  readonly masks: readonly string[];
  /** From the start of the process to its end. */
  readonly ms: number;
  /** Milliseconds since the epoch, by the clock of the step. */
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
  /** Runs the step inside of this process, on this clock, instead of the bundle as one of its own. */
  readonly clock?: Clock;
}

/** A step that is running: `ended` resolves when its process has gone. */
export interface RunningStep {
  readonly process: RunningProgram['process'];
  /** Ends it as the runner does on cancel, timeout and shutdown. */
  readonly stop: (patience?: Patience) => void;
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

/** A step of this action that has ended, with what is told of its failures; the times are milliseconds since the epoch. */
export function asStepRun(end: EndedStep, startedAt: number, endedAt = Date.now()): StepRun {
  // What the runner itself says is none of ours.
  const failures = end.commands
    .filter(({ name, properties }) => name === 'error' && Object.keys(properties).length === 0)
    .map(({ message }) => message);
  return { ...end, failures, masks: end.masked, ms: endedAt - startedAt, endedAt };
}

/** The step inside of this process: all of `src/` is loaded for it, so only here. */
function inside(start: StepStart, clock: Clock): RunningStepProcess {
  const started = import('./step-inside.js').then(({ startStepInside }) => startStepInside(start, clock));
  return {
    running: undefined,
    ended: started.then(({ ended }) => ended),
    stop: (why) => {
      started.then(
        ({ stop }) => {
          stop(why);
        },
        () => undefined,
      );
    },
  };
}

/** Runs `dist/index.js` with the variables and files that the runner gives it. */
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
  clock,
}: StepOptions): RunningStep {
  const place = preparePlace({ files, ...(workspace === undefined ? {} : { workspace }) });
  const commands = commandFiles(mkdtempSync(join(dirname(place.outputFile), 'commands-')));
  const given = { 'client-id': DEFAULT_CLIENT.id, 'client-secret': DEFAULT_CLIENT.secret, ...inputs };
  const now = (): number => clock?.now() ?? Date.now();
  const started = now();
  let stdout = '';
  const listeners = new Set<() => void>();
  const { values, warnings } = inputsOfAction(MANIFEST, given);
  const begin: StepStart = {
    program: {
      file: process.execPath,
      args: [entry],
      cwd: place.workspace,
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE,
        GITHUB_ACTIONS: 'true',
        GITHUB_WORKSPACE: place.workspace,
        ...env,
        ...inputVariables(values),
      },
    },
    files: commands,
    warnings,
    onLine: (line) => {
      stdout += `${line}\n`;
      for (const listener of [...listeners]) listener();
    },
  };
  const step = clock === undefined ? startStepProcess(begin) : inside(begin, clock);
  const ended = step.ended.then((end): StepRun => {
    const endedAt = now();
    place.remove();
    const run = asStepRun(end, started, endedAt);
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
      step.running?.process.on('close', () => {
        reject(new Error(`The step ended without saying "${text}":\n${stdout}`));
      });
      look();
    });
  const running = (): RunningProgram => {
    if (step.running === undefined)
      throw new Error('The step has no process: it could not be started, or runs inside.');
    return step.running;
  };
  return {
    get process() {
      return running().process;
    },
    stop: (patience) => {
      step.stop('cancelled', patience);
    },
    checkout: place.workspace,
    outputFile: commands.output,
    ended,
    says,
    outputsSoFar: () => readOutputs(textOf(commands.output)),
  };
}
