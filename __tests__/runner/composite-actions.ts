import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Manifest, Strings } from '../support/workflow.js';
import type { Annotation } from './annotations.js';
import { fillAll, type Scope } from './expressions.js';
import type { EndedSteps } from './steps.js';
import { refuseOthers, type RunnableStep } from './syntax.js';
import type { EndedWork, JobRoom } from './world.js';

/** An action that is a list of steps. */
export interface CompositeAction extends Manifest {
  readonly runs: { readonly using: 'composite'; readonly steps: readonly RunnableStep[] };
}

/** The composite action that `./folder` names in the workspace; `undefined` where it names none. */
export function compositeAction(uses: string, { workspace }: JobRoom): CompositeAction | undefined {
  if (!uses.startsWith('./')) return undefined;
  const path = join(workspace, uses, 'action.yml');
  if (!existsSync(path)) return undefined;
  const manifest = parse(readFileSync(path, 'utf8')) as Partial<CompositeAction>;
  const { inputs = {}, outputs = {}, runs } = manifest;
  if (runs?.using !== 'composite') throw new Error(`This runner only knows composite actions in ${uses}.`);
  refuseOthers(`the action ${uses}`, manifest, ['name', 'description', 'inputs', 'outputs', 'runs']);
  return { inputs, outputs, runs };
}

/** What the steps inside leave together, after what the runner said first. Their variables have reached the job already. */
export function outputsOfComposite(
  { outputs }: CompositeAction,
  { byId, result, steps }: EndedSteps,
  scope: Scope,
  said: readonly Annotation[],
): EndedWork {
  const values = Object.entries(outputs as Readonly<Record<string, { readonly value?: string }>>);
  const written = Object.fromEntries(values.map(([name, { value = '' }]) => [name, value])) as Strings;
  return {
    passed: result === 'success',
    wasCancelled: result === 'cancelled',
    outputs: fillAll(written, { ...scope, contexts: { ...scope.contexts, steps: byId } }),
    log: [...said.map(({ kind, message }) => `##[${kind}]${message}\n`), ...steps.map(({ log }) => log)].join(
      '',
    ),
    annotations: [...said, ...steps.flatMap(({ annotations }) => annotations)],
    summary: steps.map(({ summary }) => summary).join(''),
  };
}
