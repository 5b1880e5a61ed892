import { mkdtempSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { inputVariables, startBundle } from '../../scripts/runner.mjs';
import { violations } from '../support/invariants.js';
import { ACTION, NODE_COMPILE_CACHE } from '../support/run-action.js';
import { readOutput } from '../support/workflow-commands.js';
import { manifestOf, type Manifest, type Strings } from '../support/workflow.js';
import { fillAll, type Scope } from './expressions.js';
import { commandFiles, readCommandFile } from './file-commands.js';
import { refuseOthers } from './syntax.js';
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

/** Runs an action of this repository by its manifest: the defaults of its inputs, its `main`, and later its `post`. */
export async function runOwnAction(
  { folder, ref }: OwnAction,
  given: Strings,
  env: Strings,
  scope: Scope,
  room: JobRoom,
): Promise<EndedWork> {
  const manifest = parse(readFileSync(join(folder, 'action.yml'), 'utf8')) as RunnableManifest;
  refuseOthers(`the action in ${folder}`, given, Object.keys(manifest.inputs));
  const defaults = Object.fromEntries(
    Object.entries(manifest.inputs).map(([name, { default: value = '' }]) => [name, value]),
  );
  const variables = {
    ...env,
    NODE_COMPILE_CACHE,
    GITHUB_ACTION_REPOSITORY: 'OWNER/sailpoint-source-aggregation',
    GITHUB_ACTION_REF: ref,
    ...inputVariables({ ...fillAll(defaults, scope), ...given }),
  };
  const entry = folder === '.' ? ACTION : resolve(folder, manifest.runs.main);
  const { state, ...ended } = await runFile(entry, variables, room);
  const { post } = manifest.runs;
  if (post === undefined) return ended;
  const stored = Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]);
  const later = { ...variables, ...(Object.fromEntries(stored) as Strings) };
  return { ...ended, post: () => runFile(resolve(folder, post), later, room) };
}

async function runFile(
  entry: string,
  env: Strings,
  room: JobRoom,
): Promise<EndedWork & { readonly state: Strings }> {
  const files = commandFiles(mkdtempSync(join(room.temp, 'action-')));
  const place = {
    workspace: room.workspace,
    outputFile: files.output,
    summaryFile: files.summary,
    remove: () => undefined,
  };
  const started = Date.now();
  const end = await startBundle(entry, place, { ...env, ...files.variables }).ended;
  const endedAt = Date.now();
  const run = { ...end, ...readOutput(end.stdout), ms: endedAt - started, endedAt };
  if (entry === ACTION) refuseViolations(run, room);
  const { annotations, exitCode, log, outputs, summary } = run;
  return {
    passed: exitCode === 0,
    outputs,
    exported: readCommandFile(files.env),
    state: readCommandFile(files.state),
    log,
    annotations,
    summary,
  };
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
