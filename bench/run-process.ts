import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A program to start: with these variables and no others. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The cost of one run of a program. */
export interface Run {
  /** From before the start of the process to after its end. */
  readonly ms: number;
  /** The largest process among it and its children, in MiB; `NaN` without /proc. */
  readonly peakMiB: number;
  /** User and system time of all of them, in milliseconds; precise to about 20 ms. */
  readonly cpuMs: number;
  /** What it wrote to stdout. */
  readonly output: string;
}

const LOOK_EVERY_MS = 10;

/** Clock ticks of /proc are hundredths of a second on every Linux that Node runs on. */
const TICK_MS = 10;

/** Runs a program to its end; rejects with its whole output if its exit code is not `exitCode`. */
export function runProcess(command: Command, exitCode = 0): Promise<Run> {
  const started = performance.now();
  const child = spawn(command.file, command.args, { env: command.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  let peakKiB = Number.NaN;
  let cpuMs = 0;
  const look = (): void => {
    const family = child.pid === undefined ? [] : familyOf(child.pid);
    for (const pid of family) peakKiB = Math.max(Number.isNaN(peakKiB) ? 0 : peakKiB, peakOf(pid));
    cpuMs = Math.max(
      cpuMs,
      family.map(cpuOf).reduce((a, b) => a + b, 0),
    );
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      const ms = performance.now() - started;
      clearInterval(timer);
      child.once('close', () => {
        if (code === exitCode) resolve({ ms, peakMiB: peakKiB / 1024, cpuMs, output });
        else reject(new Error(`${command.file} ended with ${code ?? 'a signal'}:\n${output}${errors}`));
      });
    });
  });
}

/** A process and all its descendants. */
function familyOf(pid: number): readonly number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim();
  return [pid, ...(children === '' ? [] : children.split(' ').flatMap((child) => familyOf(Number(child))))];
}

/** Its peak memory, in KiB. The kernel tracks it, so that no peak between two reads is lost. */
function peakOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
}

/** Its own time and that of the children it has waited for, in milliseconds (proc(5), fields 14 to 17). */
function cpuOf(pid: number): number {
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * TICK_MS, 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
