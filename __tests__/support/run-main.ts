import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputVariables } from '../../scripts/runner.mjs';
import type { Clock } from '../../src/runtime/clock.js';
import { main } from '../../src/main.js';
import { PACE, type Pace } from '../../src/runtime/pace.js';
import type { Toolkit } from '../../src/runtime/toolkit.js';
import { DEFAULT_CLIENT } from '../../sandbox/tenant/sandbox.js';

/** What a step that ran inside the test's own process leaves behind. */
export interface MainRun {
  /** As the process would: 1 after a `setFailed`. */
  readonly exitCode: 0 | 1;
  readonly failures: readonly string[];
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What the input plan-file names; empty where none was written. */
  readonly planFile: string;
  /** From the start of the step to its end, by its own clock. */
  readonly ms: number;
}

/** Runs the whole step, with real sockets and files and its real pace, in this process: many at once. */
export async function runMain(
  inputs: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string | Uint8Array>>,
  clock: Clock,
  pace: Pace = PACE,
  env: Readonly<Record<string, string>> = {},
): Promise<MainRun> {
  const workspace = mkdtempSync(join(tmpdir(), 'main-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(workspace, name), content);
  const summary = join(workspace, '.summary');
  writeFileSync(summary, '');
  const recorder = new RecordingToolkit();
  const given = { 'client-id': DEFAULT_CLIENT.id, 'client-secret': DEFAULT_CLIENT.secret, ...inputs };
  const started = clock.now();
  try {
    await main({
      env: {
        ...inputVariables(given),
        GITHUB_STEP_SUMMARY: summary,
        ...env,
      },
      workspace,
      toolkit: recorder,
      clock,
      pace,
      random: () => 0.5,
      onCancel: () => undefined,
    });
    return {
      exitCode: recorder.failures.length === 0 ? 0 : 1,
      failures: recorder.failures,
      log: recorder.lines.join('\n'),
      outputs: recorder.outputs,
      summary: readFileSync(summary, 'utf8'),
      planFile: readIfThere(recorder.outputs['plan-file']),
      ms: clock.now() - started,
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

function readIfThere(path = ''): string {
  return path === '' ? '' : readFileSync(path, 'utf8');
}

class RecordingToolkit implements Toolkit {
  readonly lines: string[] = [];
  readonly failures: string[] = [];
  readonly outputs: Record<string, string> = {};

  debug = (): void => undefined;
  isDebug = (): boolean => false;
  info = (message: string): void => void this.lines.push(message);
  notice = (message: string): void => void this.lines.push(`notice: ${message}`);
  warning = (message: string): void => void this.lines.push(`warning: ${message}`);
  error = (message: string): void => void this.lines.push(`error: ${message}`);
  startGroup = (name: string): void => void this.lines.push(name);
  endGroup = (): void => undefined;
  setSecret = (): void => undefined;
  setOutput = (name: string, value: string): void => {
    this.outputs[name] = value;
  };
  setFailed = (message: string): void => {
    this.failures.push(message);
    this.lines.push(`failed: ${message}`);
  };
}
