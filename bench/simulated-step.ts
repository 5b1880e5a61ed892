import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { idleClock } from '../__tests__/support/idle-clock.js';
import { inputVariables } from '../scripts/runner.mjs';
import { main } from '../src/main.js';
import { PACE } from '../src/runtime/pace.js';
import type { Toolkit } from '../src/runtime/toolkit.js';
import type { Operation } from '../sandbox/tenant/routes.js';
import { DEFAULT_CLIENT, startSandbox } from '../sandbox/tenant/sandbox.js';

/** What a step did whose task took some time by the simulated clock. */
export interface SimulatedStep {
  /** From the server's final state to the end of the step, in milliseconds. */
  readonly lagMs: number;
  readonly requests: ReadonlyMap<Operation, number>;
}

/**
 * Runs the whole step and a tenant in this process, both with the same clock, which skips every wait: ten minutes in a
 * second. Requests take no time by that clock.
 *
 * @param folder where the file is written.
 * @param durationMs how long the task takes.
 * @param more inputs in addition to those that every step needs.
 */
export async function simulateStep(
  folder: string,
  durationMs: number,
  more: Readonly<Record<string, string>> = {},
): Promise<SimulatedStep> {
  const clock = idleClock(Date.parse('2026-11-22T01:00:00Z'));
  const sandbox = await startSandbox({ clock: () => clock.now(), settings: { taskMs: durationMs } });
  try {
    const source = sandbox.tenant.addSource({ name: 'HR', deleteThreshold: 10 });
    writeFileSync(join(folder, 'hr.csv'), 'id,name,email\n1,Ada,ada@example.org\n');
    const inputs = {
      'base-url': sandbox.url,
      'client-id': DEFAULT_CLIENT.id,
      'client-secret': DEFAULT_CLIENT.secret,
      'source-id': source.id,
      'csv-path': 'hr.csv',
      ...more,
    };
    await main({
      env: inputVariables(inputs),
      workspace: folder,
      toolkit: SILENT,
      clock,
      pace: PACE,
      random: () => 0.5,
      onCancel: () => undefined,
    });
    const [task] = sandbox.tenant.tasks();
    if (task === undefined) throw new Error('The step has started no task.');
    const requests = new Map<Operation, number>();
    for (const { operation } of sandbox.requests) {
      if (operation !== undefined) requests.set(operation, (requests.get(operation) ?? 0) + 1);
    }
    return { lagMs: clock.now() - task.final, requests };
  } finally {
    await sandbox.close();
  }
}

const nothing = (): void => undefined;

/** The step's output is discarded; only a failure matters. */
const SILENT: Toolkit = {
  debug: nothing,
  isDebug: () => false,
  info: nothing,
  warning: nothing,
  error: nothing,
  startGroup: nothing,
  endGroup: nothing,
  setOutput: nothing,
  setSecret: nothing,
  setFailed: (message) => {
    throw new Error(message);
  },
};
