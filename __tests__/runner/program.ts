import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';

/** A process that a step is: its variables are all that it has. */
export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** How a process ended. */
export interface EndedProgram {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningProgram {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  /** Rejects where the process cannot be started. */
  readonly ended: Promise<EndedProgram>;
  /** Ends it as the runner does: SIGINT at once, then SIGTERM, then the kill. */
  readonly stop: (patience?: Patience) => void;
}

/** Milliseconds from SIGINT to the harder signals. */
export interface Patience {
  readonly terminateMs: number;
  readonly killMs: number;
}

export const RUNNERS_PATIENCE: Patience = { terminateMs: 7_500, killMs: 10_000 };

/** Bytes of one variable on Linux: its name, the sign, its value, and the zero behind (MAX_ARG_STRLEN). */
const LONGEST_VARIABLE = 131_072;

/** A step that hangs must not outlive the test. */
const LONGEST_MS = 600_000;

/** Why a program cannot be started with these variables; `undefined` where it can. */
export function refusal({ cwd, env, file }: Program): string | undefined {
  const isTooLong = Object.entries(env).some(
    ([name, value = '']) => Buffer.byteLength(`${name}=${value}`) + 1 > LONGEST_VARIABLE,
  );
  if (!isTooLong) return undefined;
  return `An error occurred trying to start process '${file}' with working directory '${cwd}'. Argument list too long`;
}

/** Starts a program; `onLine` is told each line of stdout and stderr as it comes, without its end. */
export function startProgram(
  { args, cwd, env, file }: Program,
  onLine: (line: string) => void = () => undefined,
): RunningProgram {
  const child = spawn(file, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  });
  const texts = [child.stdout, child.stderr].map((stream) => collect(stream, onLine));
  const timers: NodeJS.Timeout[] = [];
  const ended = new Promise<EndedProgram>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      for (const timer of timers) clearTimeout(timer);
      const [stdout = '', stderr = ''] = texts.map((text) => text());
      resolve({ exitCode, signal, stdout, stderr });
    });
  });
  const stop = ({ killMs, terminateMs }: Patience = RUNNERS_PATIENCE): void => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGINT');
    timers.push(
      setTimeout(() => child.kill('SIGTERM'), terminateMs),
      setTimeout(() => child.kill('SIGKILL'), killMs),
    );
  };
  return { process: child, ended, stop };
}

/** Hands on the lines of a stream; gives its whole text, and the last line where it has no end. */
function collect(stream: Readable, onLine: (line: string) => void): () => string {
  let text = '';
  let rest = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    // A carriage return at the end of a part may be half of a line's end.
    const lines = (rest + part).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  return () => {
    if (rest !== '') onLine(rest.replace(/\r$/, ''));
    rest = '';
    return text;
  };
}
