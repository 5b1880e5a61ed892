import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault, ScriptedFault } from '../../../sandbox/tenant/faults.js';
import type { Operation } from '../../../sandbox/tenant/routes.js';
import type { SandboxTask } from '../../../sandbox/tenant/model.js';
import { startSandbox } from '../../../sandbox/tenant/sandbox.js';
import type { StateOfIsc } from '../../../src/model/failures/row.js';
import type { Status } from '../../../src/model/status.js';
import type { Clock } from '../../../src/runtime/clock.js';
import { turnClock } from '../../support/clocks.js';
import { giveHistory, tasksSince } from '../../support/history.js';
import { csvOf, people } from '../../support/people.js';
import { HR, play, SOURCE_ID, type Scenario } from '../../support/play.js';
import type { RunningStep } from '../../support/run-action.js';
import { runMain } from '../../support/run-main.js';
import type { FAST } from '../../support/tenant.js';

/** How a row of the table of failures is played, and what must be true of ISC then. */

/** A step that ended with the failure of its row. */
export interface PlayedRow {
  readonly exitCode: number | null;
  readonly failures: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Files that reached the tenant, also those that it refused. */
  readonly uploads: number;
  /** Aggregations that this step has started. */
  readonly tasks: readonly string[];
  /** What ISC has said of them. */
  readonly said: readonly string[];
}

export interface RowPlay {
  /** What the step says of ISC. */
  readonly state: StateOfIsc;
  /** Aggregations that it has started, where the state does not say that. */
  readonly started: number;
  /** Where it is ISC's word, or that of a deadline which ends a wait. */
  readonly status?: Status;
  readonly play: () => Promise<PlayedRow>;
}

/** How many aggregations a step has started that says this of ISC. */
const STARTED: Readonly<Record<StateOfIsc, number>> = {
  'nothing-sent': 0,
  'nothing-started': 0,
  blocked: 0,
  unclear: 1,
  'goes-on': 1,
  ended: 1,
  'in-words': 1,
};

type More = Partial<Pick<RowPlay, 'started' | 'status'>>;

/** The row as the bundle plays it, a process against the simulated tenant. */
export function asProcess(state: StateOfIsc, scenario: Scenario, more: More = {}): RowPlay {
  return asOther(
    state,
    async () => {
      const run = await play(scenario);
      const uploads = [...run.asked('loadAccounts'), ...run.asked('loadEntitlements')].length;
      return { ...run, summary: run.summaryWritten, uploads, ...knownOf(run.tasks) };
    },
    more,
  );
}

/** The same inside of this process: for what processes show of other rows, and for what would take one too long. */
export function inside(state: StateOfIsc, scenario: Scenario, more: More = {}): RowPlay {
  return asProcess(state, { ...scenario, isInside: true }, more);
}

/** The row as any other play. */
export function asOther(state: StateOfIsc, played: RowPlay['play'], more: More = {}): RowPlay {
  return { state, started: STARTED[state], ...more, play: played };
}

/** A row that needs another pace, or another clock, than a step has. */
export interface OtherTime {
  readonly scenario: Scenario;
  readonly pace?: typeof FAST;
  /** The clock of the step; its own is that of the tenant, on which nobody waits. */
  readonly clock?: (clock: Clock) => Clock;
}

export function inOtherTime(state: StateOfIsc, { clock: change, pace, scenario }: OtherTime): RowPlay {
  return asOther(state, async () => {
    const clock = turnClock(50);
    const sandbox = await startSandbox({ clock: () => clock.now(), sources: [HR] });
    giveHistory(sandbox);
    try {
      for (const fault of scenario.faults ?? []) sandbox.script(fault);
      const run = await runMain(
        { 'base-url': sandbox.url, 'source-id': SOURCE_ID, 'csv-path': 'hr.csv' },
        scenario.files ?? { 'hr.csv': csvOf(people(20)) },
        change?.(clock) ?? clock,
        pace,
      );
      const uploads = sandbox.requests.filter(({ operation }) => operation === 'loadAccounts').length;
      return { ...run, uploads, ...knownOf(tasksSince(sandbox)) };
    } finally {
      await sandbox.close();
    }
  });
}

function knownOf(tasks: readonly SandboxTask[]): Pick<PlayedRow, 'tasks' | 'said'> {
  const own = tasks.filter(({ launcher }) => launcher !== 'Another Administrator');
  return {
    tasks: own.map(({ id }) => id),
    said: own.flatMap(({ messages }) => messages.map(({ text }) => text)),
  };
}

/** Each request of an operation meets this fault. */
export function always(operation: Operation, fault: Fault): readonly ScriptedFault[] {
  return [{ operation, times: Infinity, fault }];
}

/** ISC's own refusal, with the ids that its support asks for. */
export function refusal(status: number, headers: Readonly<Record<string, string>> = {}): Fault {
  const ids = { detailCode: `${status}.1 Refused`, trackingId: 'a1b2c3d4e5f60718293a4b5c6d7e8f90' };
  const messages = [{ locale: 'en-US', text: 'This cannot be done today.' }];
  return { kind: 'reply', status, headers, body: { ...ids, messages, causes: [] } };
}

/** The page of something in front of ISC. */
export function page(status: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return { kind: 'reply', status, headers, body: '<html><title>Blocked</title><h1>Not by ISC</h1></html>' };
}

/** Lets `act` happen while the tenant takes its time to answer such a request. */
export function during(operation: Operation, act: (step: RunningStep) => void): Scenario {
  return {
    faults: [{ operation, fault: { kind: 'delay', ms: 700 } }],
    meanwhile: async (step, sandbox) => {
      await sandbox.waitFor((requests) => requests.some((one) => one.operation === operation));
      act(step);
    },
  };
}

/** Somebody else's aggregation of the source, which begins before the step looks for one. */
export function busyFor(durationMs: number): Pick<Scenario, 'meanwhile'> {
  return {
    meanwhile: async (_, sandbox) => {
      await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'getSource'));
      sandbox.tenant.runElsewhere(SOURCE_ID, { durationMs });
    },
  };
}

/** Writes a file of the step's workspace. */
export function write(step: RunningStep, name: string, content: string): void {
  writeFileSync(join(step.checkout, name), content);
}

export const UPLOAD_ONLY = { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' };

export const SCOPES = [
  ...['idn:sources:read', 'idn:sources:manage', 'idn:task-management:read', 'idn:accounts:read'],
  ...['idn:source-schema:read', 'idn:entitlement:read', 'idn:entitlement:manage'],
];

/** A credential without these scopes. */
export function without(...scopes: readonly string[]): Pick<Scenario, 'scopes'> {
  return { scopes: SCOPES.filter((scope) => !scopes.includes(scope)) };
}
