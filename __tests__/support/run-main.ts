import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputVariables } from '../../scripts/runner.mjs';
import { systemClock, type Clock } from '../../src/runtime/clock.js';
import { main } from '../../src/main.js';
import type { Pace } from '../../src/runtime/pace.js';
import type { Toolkit } from '../../src/runtime/toolkit.js';
import { DEFAULT_CLIENT } from '../../src/sandbox/sandbox.js';

/** As PACE, some fifty times faster: for scenarios whose waits are not what is tested. */
export const QUICK: Pace = {
  requestMs: 250,
  optionalRequestMs: 250,
  uploadIdleMs: 250,
  retryMs: [10, 20, 40, 80, 160],
  retriesAfter500: 2,
  longestRetryMs: 200,
  firstLookMs: 20,
  longestLookMs: 100,
  lookShare: 0.1,
  searchMs: [20, 40, 80, 100],
  uploadRetries: 2,
  busyMs: 30,
};

/** What a step that ran inside the test's own process leaves behind. */
export interface MainRun {
  /** As the process would: 1 after a `setFailed`. */
  readonly exitCode: 0 | 1;
  readonly failures: readonly string[];
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly ms: number;
}

/** Runs the whole step, with real sockets and files, in this process: many at once, at a quick pace. */
export async function runMain(
  inputs: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
  pace: Pace = QUICK,
  clock: Clock = systemClock,
): Promise<MainRun> {
  const workspace = mkdtempSync(join(tmpdir(), 'main-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(workspace, name), content);
  const summary = join(workspace, '.summary');
  writeFileSync(summary, '');
  const recorder = new RecordingToolkit();
  const given = { 'client-id': DEFAULT_CLIENT.id, 'client-secret': DEFAULT_CLIENT.secret, ...inputs };
  const started = Date.now();
  try {
    await main({
      env: {
        ...inputVariables(given),
        GITHUB_STEP_SUMMARY: summary,
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
      ms: Date.now() - started,
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
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
