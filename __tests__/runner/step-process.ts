import { constants } from 'node:os';
import { Annotations, type Annotation, type Kind } from './annotations.js';
import { commandOf, type WorkflowCommand } from './commands.js';
import { readCommandFiles, textOf, type CommandFiles } from './file-commands.js';
import { Masks } from './masks.js';
import {
  refusal,
  startProgram,
  type EndedProgram,
  type Patience,
  type Program,
  type RunningProgram,
} from './program.js';
import type { Strings } from '../support/workflow.js';

/** A step that is one process. */
export interface StepStart {
  /** Its variables but those of the files. */
  readonly program: Program;
  readonly files: CommandFiles;
  /** What the job hides; the step may add to it. */
  readonly masks?: Masks;
  /** What the steps around it, inside of a composite action, have left of the budget. */
  readonly budget?: Annotations;
  /** What the runner itself says before it starts the process. */
  readonly warnings?: readonly string[];
  readonly onLine?: (line: string) => void;
  /** True for a script, of which the runner says the exit code where it is not 0. */
  readonly isScript?: boolean;
}

/** Why the runner ends a step: the run or the step was cancelled, or the time of the step is over. */
export type Stop = 'cancelled' | 'timed out';

/** What a step leaves behind. */
export interface EndedStep extends EndedProgram {
  /** Why the runner ended it; `undefined` where it ended by itself. */
  readonly stopped: Stop | undefined;
  /** False also where a file of commands cannot be read, or a command is one that the runner refuses. */
  readonly passed: boolean;
  readonly commands: readonly WorkflowCommand[];
  /** What GitHub shows. */
  readonly annotations: readonly Annotation[];
  /** Annotations beyond what GitHub shows. */
  readonly lost: readonly Annotation[];
  /** The log as people see it: masked, an annotation without file and line. */
  readonly log: string;
  readonly outputs: Strings;
  readonly exported: Strings;
  readonly paths: readonly string[];
  readonly state: Strings;
  /** Masked; empty where it was too large. */
  readonly summary: string;
  /** As the step wrote it. */
  readonly summaryWritten: string;
  /** What the step asked to hide. */
  readonly masked: readonly string[];
}

export interface RunningStepProcess {
  /** `undefined` where it could not be started. */
  readonly running: RunningProgram | undefined;
  readonly ended: Promise<EndedStep>;
  /** Ends the process with the runner's signals, and says why. */
  readonly stop: (why: Stop, patience?: Patience) => void;
}

const WORDS: Readonly<Record<Stop, string>> = {
  cancelled: 'The operation was canceled.',
  'timed out': 'The action has timed out.',
};

/** Bytes before masking; beyond that all of it is dropped. */
const LARGEST_SUMMARY = 1024 * 1024;

/** Starts the process of a step, and reads what it says and leaves behind as the official runner does. */
export function startStepProcess(start: StepStart): RunningStepProcess {
  const { files, onLine, program } = start;
  const reader = new StepReader(start);
  for (const warning of start.warnings ?? []) reader.say('warning', warning);
  const env = { ...files.variables, ...program.env };
  const refused = refusal({ ...program, env });
  if (refused !== undefined) {
    reader.say('error', refused);
    const nothing = { exitCode: null, signal: null, stdout: '', stderr: '' };
    return { running: undefined, ended: Promise.resolve(reader.end(nothing)), stop: () => undefined };
  }
  const running = startProgram({ ...program, env }, (line) => {
    reader.read(line);
    onLine?.(line);
  });
  const stop = (why: Stop, patience?: Patience): void => {
    reader.stopped ??= why;
    running.stop(patience);
  };
  return { running, ended: running.ended.then((end) => reader.end(end)), stop };
}

/** Reads the lines of one step. */
export class StepReader {
  stopped: Stop | undefined;
  readonly #files: CommandFiles;
  readonly #masks: Masks;
  readonly #budget: Annotations;
  readonly #showsDebug: boolean;
  readonly #isScript: boolean;
  readonly #log: string[] = [];
  readonly #commands: WorkflowCommand[] = [];
  readonly #annotations: Annotation[] = [];
  readonly #lost: Annotation[] = [];
  readonly #masked: string[] = [];
  readonly #outputs: Record<string, string> = {};
  readonly #state: Record<string, string> = {};
  /** The word that starts commands again after `stop-commands`. */
  #stoppedUntil: string | undefined;
  #isRefused = false;

  constructor({
    budget = new Annotations(),
    files,
    isScript = false,
    masks = new Masks(),
    program,
  }: StepStart) {
    this.#files = files;
    this.#masks = masks;
    this.#budget = budget;
    this.#isScript = isScript;
    this.#showsDebug = program.env['RUNNER_DEBUG'] === '1';
  }

  read(line: string): void {
    if (this.#stoppedUntil !== undefined) {
      if (line.trim() === `::${this.#stoppedUntil}::`) this.#stoppedUntil = undefined;
      this.#write(line);
      return;
    }
    const command = commandOf(line);
    if (command === undefined) {
      this.#write(line);
      return;
    }
    this.#commands.push(command);
    this.#obey(command);
  }

  /** An annotation, and its line in the log, which names neither file nor line. */
  say(kind: Kind, message: string, properties: Strings = {}): void {
    const annotation = { kind, message, properties };
    const shown = this.#budget.take(annotation, this.#masks);
    if (shown === undefined) this.#lost.push(annotation);
    else this.#annotations.push(shown);
    this.#write(`##[${kind}]${message}`);
  }

  end(end: EndedProgram): EndedStep {
    if (this.stopped !== undefined) this.say('error', WORDS[this.stopped]);
    else if (this.#isScript) this.#sayExitCode(end);
    const left = readCommandFiles(this.#files);
    for (const error of left.errors) this.say('error', error);
    const summaryWritten = textOf(this.#files.summary);
    const size = Buffer.byteLength(summaryWritten);
    const isTooLarge = size > LARGEST_SUMMARY;
    if (isTooLarge) {
      const got = `got ${Math.ceil(size / 1024)}k`;
      this.say(
        'error',
        `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, ${got}.`,
      );
    }
    return {
      ...end,
      stopped: this.stopped,
      passed:
        this.stopped === undefined && end.exitCode === 0 && left.errors.length === 0 && !this.#isRefused,
      commands: this.#commands,
      annotations: this.#annotations,
      lost: this.#lost,
      log: this.#log.join(''),
      outputs: { ...this.#outputs, ...left.outputs },
      exported: left.exported,
      paths: left.paths,
      state: { ...this.#state, ...left.state },
      summary: isTooLarge ? '' : summaryWritten.replaceAll(/[^\n]+/g, (line) => this.#masks.hide(line)),
      summaryWritten,
      masked: this.#masked,
    };
  }

  /** What a signal has ended has the code of a shell; what could not be started has none. */
  #sayExitCode({ exitCode, signal }: EndedProgram): void {
    const code = signal === null ? exitCode : 128 + constants.signals[signal];
    if (code !== null && code !== 0) this.say('error', `Process completed with exit code ${code}.`);
  }

  #obey({ message, name, properties }: WorkflowCommand): void {
    switch (name) {
      case 'error':
      case 'warning':
      case 'notice':
        this.say(name, message, properties);
        break;
      case 'debug':
        if (this.#showsDebug) this.#write(`##[debug]${message}`);
        break;
      case 'group':
        this.#write(`##[group]${message}`);
        break;
      case 'endgroup':
        this.#write('##[endgroup]');
        break;
      case 'add-mask':
        this.#masked.push(message);
        this.#masks.add(message);
        break;
      case 'set-output':
        this.#outputs[properties['name'] ?? ''] = message;
        break;
      case 'save-state':
        this.#state[properties['name'] ?? ''] = message;
        break;
      case 'set-env':
      case 'add-path':
        this.#isRefused = true;
        this.say('error', `The \`${name}\` command is disabled.`);
        break;
      case 'stop-commands':
        this.#stoppedUntil = message;
        break;
      default:
        // Matchers of problems and the echo of commands: nothing here depends on them.
        break;
    }
  }

  #write(text: string): void {
    this.#log.push(`${this.#masks.hide(text)}\n`);
  }
}
