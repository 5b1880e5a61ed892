import { mkdtempSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { inputVariables } from '../../scripts/runner.mjs';
import { violations } from '../support/invariants.js';
import { ACTION, asStepRun, NODE_COMPILE_CACHE } from '../support/run-action.js';
import { manifestOf, type Manifest, type Strings } from '../support/workflow.js';
import { Annotations } from './annotations.js';
import { fillText, type Scope } from './expressions.js';
import { commandFiles } from './file-commands.js';
import { inputsOfAction } from './inputs.js';
import { startStepProcess, type EndedStep, type RunningStepProcess } from './step-process.js';
import type { EndedWork, JobRoom } from './world.js';

interface RunnableManifest extends Manifest {
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string };
}

/** An action of this repository: the folder of its manifest, and the version that a workflow names. */
interface OwnAction {
  readonly folder: string;
  readonly ref: string;
}

/** Which action of this repository `uses` names; `undefined` for one of others. */
export function ownAction(uses: string): OwnAction | undefined {
  if (manifestOf({ uses }) === undefined) return undefined;
  const [path = '', ref = ''] = uses.split('@');
  return { folder: path.endsWith('/sandbox') ? 'sandbox' : '.', ref };
}

/** An action that has begun: its process, and what becomes of it. */
export interface StartedAction {
  readonly step: RunningStepProcess;
  readonly work: Promise<EndedWork>;
}

/** Starts an action of this repository by its manifest: the defaults of its inputs, its `main`, and later its `post`. */
export function startOwnAction(
  { folder, ref }: OwnAction,
  given: Strings,
  env: Strings,
  scope: Scope,
  room: JobRoom,
  budget: Annotations,
): StartedAction {
  const manifest = parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as RunnableManifest;
  const { values, warnings } = inputsOfAction(manifest, given, (text) => fillText(text, scope));
  const own = {
    NODE_COMPILE_CACHE,
    GITHUB_ACTION_REPOSITORY: 'OWNER/sailpoint-source-aggregation',
    GITHUB_ACTION_REF: ref,
    ...inputVariables(values),
  };
  const entry = folder === '.' ? ACTION : resolve(folder, manifest.runs.main);
  const startedAt = Date.now();
  const step = startFile(entry, { ...env, ...own }, room, budget, warnings);
  const { post } = manifest.runs;
  const work = step.ended.then((end): EndedWork => {
    if (entry === ACTION) refuseViolations(asStepRun(end, startedAt), room);
    if (post === undefined) return workOf(end);
    const stored = Object.entries(end.state).map(([name, value]) => [`STATE_${name}`, value]);
    const state = Object.fromEntries(stored) as Strings;
    const atEnd = async (later: Strings): Promise<EndedWork> => {
      const variables = { ...later, ...own, ...state };
      return workOf(
        await startFile(resolve(folder, post), variables, room, new Annotations(), warnings).ended,
      );
    };
    return { ...workOf(end), post: atEnd };
  });
  return { step, work };
}

function startFile(
  entry: string,
  env: Strings,
  { end, masks, temp, workspace, world }: JobRoom,
  budget: Annotations,
  warnings: readonly string[],
): RunningStepProcess {
  return startStepProcess({
    program: { file: process.execPath, args: [entry], cwd: workspace, env },
    files: commandFiles(mkdtempSync(join(temp, 'action-'))),
    masks,
    budget,
    warnings,
    onLine: (line) => world.onLine?.(line, end),
  });
}

/** What the job takes from a step that has ended. */
export function workOf(end: EndedStep): EndedWork {
  const { annotations, exported, log, outputs, passed, paths, stopped, summary } = end;
  const wasCancelled = stopped === 'cancelled';
  return { annotations, exported, log, outputs, passed, paths, summary, wasCancelled };
}

/** What holds for every run of the action holds for those of the examples, too. */
function refuseViolations(run: Parameters<typeof violations>[0], { occasion, token, world }: JobRoom): void {
  const csv = Object.entries(occasion.commit.tree).filter(([path]) => path.endsWith('.csv'));
  const hidden = {
    secrets: [...world.hidden(), token],
    files: csv.map(([, content]) => content),
    mayShow: [],
  };
  const wrong = violations(run, hidden);
  if (wrong.length > 0) throw new Error(`${wrong.join('\n')}\n\n${run.stdout}${run.stderr}\n${run.summary}`);
}
