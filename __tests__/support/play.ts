import { beforeAll } from '@jest/globals';
import type { ScriptedFault } from '../../sandbox/tenant/faults.js';
import type { SandboxTask } from '../../sandbox/tenant/model.js';
import type { RequestRecord } from '../../sandbox/tenant/request-record.js';
import type { Operation } from '../../sandbox/tenant/routes.js';
import { DEFAULT_CLIENT, startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import type { SettingsChange } from '../../sandbox/tenant/settings.js';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { Semaphore } from '../../src/runtime/semaphore.js';
import { turnClock } from './clocks.js';
import { giveHistory, tasksSince } from './history.js';
import { csvOf, people } from './people.js';
import {
  runsInside,
  startStep,
  TURN_MS,
  type RunningStep,
  type StepOptions,
  type StepRun,
} from './run-action.js';

export const SOURCE_ID = '2c91808a7f3b4c5d8e9f0a1b2c3d4e5f';

/** Twenty accounts, of which at most a fifth may be deleted: nothing here causes a warning. */
export const HR: SourceSeed & { readonly id: string } = {
  id: SOURCE_ID,
  name: 'HR Employees',
  deleteThreshold: 20,
  accounts: people(20),
};

/** One step against a tenant of its own. What is left out is a step that succeeds: the file hr.csv for the source HR. */
export interface Scenario extends Partial<Omit<StepOptions, 'entry' | 'clock'>> {
  readonly source?: Partial<SourceSeed>;
  readonly otherSources?: readonly SourceSeed[];
  readonly settings?: SettingsChange;
  /** What the credential may do; everything if absent. */
  readonly scopes?: readonly string[];
  readonly userContext?: boolean;
  /** Whether the step runs inside of this process, on a clock that nobody waits for, instead of the bundle as one of its own. */
  readonly isInside?: boolean;
  readonly faults?: readonly ScriptedFault[];
  /** Acts while the step runs. */
  readonly meanwhile?: (step: RunningStep, sandbox: Sandbox) => Promise<void>;
}

export interface NamedScenario extends Scenario {
  readonly name: string;
}

/** A scenario, how its step ends, and what the one failure says. */
export interface Ending extends NamedScenario {
  readonly status: string;
  readonly exitCode: 0 | 1;
  readonly says?: RegExp;
}

/** The result, in the step and in the tenant. */
export interface Played extends StepRun {
  readonly requests: readonly RequestRecord[];
  /** The requests of one operation. */
  readonly asked: (operation: Operation) => readonly RequestRecord[];
  readonly tasks: readonly SandboxTask[];
  /** Native identities now on the source. */
  readonly identities: readonly string[];
}

/** Processes at once: they mostly wait, but each one's start keeps a core busy for a moment. */
const processes = new Semaphore(20);
/** Steps at once that never wait. */
const insiders = new Semaphore(8);

/** Plays one scenario; rejects where something is wrong that must never be. */
export function play(scenario: Scenario = {}): Promise<Played> {
  const isInside = runsInside(scenario.isInside === true);
  return (isInside ? insiders : processes).take(async () => {
    const { faults = [], meanwhile, otherSources = [], settings = {}, source = {} } = scenario;
    const clock = isInside ? turnClock(TURN_MS) : undefined;
    const client = {
      ...DEFAULT_CLIENT,
      scopes: scenario.scopes ?? DEFAULT_CLIENT.scopes,
      userContext: scenario.userContext ?? true,
    };
    const sandbox = await startSandbox({
      clients: [client],
      sources: [{ ...HR, ...source }, ...otherSources],
      settings: { taskMs: 300, ...settings },
      ...(clock && { clock: () => clock.now() }),
    });
    giveHistory(sandbox);
    try {
      for (const fault of faults) sandbox.script(fault);
      const step = startStep({
        files: { 'hr.csv': csvOf(people(20)) },
        ...scenario,
        ...(clock && { clock }),
        inputs: {
          'base-url': sandbox.url,
          'source-id': source.id ?? SOURCE_ID,
          'csv-path': 'hr.csv',
          // A step that does not end by itself must not keep the tests waiting.
          'timeout-minutes': '1.8',
          ...scenario.inputs,
        },
      });
      const [run] = await Promise.all([step.ended, meanwhile?.(step, sandbox)]);
      const requests = [...sandbox.requests];
      const { 'client-secret': secret = '', 'plan-key': planKey = '' } = scenario.inputs ?? {};
      refuseStrayMasks(run, [...sandbox.tokens.secrets(), secret, planKey]);
      return {
        ...run,
        requests,
        asked: (operation) => requests.filter((one) => one.operation === operation),
        tasks: tasksSince(sandbox),
        identities: sandbox.tenant
          .accounts(source.id ?? SOURCE_ID)
          .map(({ nativeIdentity }) => nativeIdentity),
      };
    } finally {
      await sandbox.close();
    }
  });
}

/** Tables of this test file that are not played yet. */
const waiting: (() => void)[] = [];

/**
 * Plays the scenarios of a table before its tests, side by side with those of all other tables in the file; gives
 * the result of each. The bundle plays those that `processes` names, as the runner starts it; the others, which vary
 * what these show, run inside of this process. Without `processes`, the bundle plays them all.
 */
export function playAll(
  scenarios: readonly NamedScenario[],
  processes?: readonly string[],
): (name: string) => Played {
  const unknown = processes?.filter((one) => scenarios.every(({ name }) => name !== one)) ?? [];
  if (unknown.length > 0) throw new Error(`No scenario of the table is named "${unknown.join('", "')}".`);
  const isInside = (name: string): boolean => processes !== undefined && !processes.includes(name);
  const played = new Map<string, PromiseSettledResult<Played>>();
  const ended = new Promise<void>((resolve) => {
    waiting.push(() => {
      const all = Promise.allSettled(scenarios.map((one) => play({ isInside: isInside(one.name), ...one })));
      resolve(
        all.then((results) => {
          for (const [index, { name }] of scenarios.entries()) {
            const result = results[index];
            if (result !== undefined) played.set(name, result);
          }
        }),
      );
    });
  });
  beforeAll(async () => {
    for (const start of waiting.splice(0)) start();
    await ended;
  });
  return (name) => {
    const result = played.get(name);
    if (result?.status === 'fulfilled') return result.value;
    throw result?.reason ?? new Error(`"${name}" was not played.`);
  };
}

/** Masks are for secrets alone, and every token is one. */
function refuseStrayMasks(run: StepRun, secrets: readonly string[]): void {
  const stray = run.masks.filter((mask) => !secrets.includes(mask));
  if (stray.length > 0) throw new Error(`Masked, but no secret: ${stray.join(', ')}`);
  const log = run.stdout.replaceAll(/^::add-mask::.*$/gm, '');
  const shown = [log, run.stderr, run.summaryWritten, JSON.stringify(run.outputs)].join('\n');
  const leak = secrets.some((secret) => secret !== '' && shown.includes(secret));
  if (leak) throw new Error(`A secret or token is shown:\n${shown}`);
}
