import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { StepFailure } from '../../src/model/failure.js';
import { readInputs } from '../../src/inputs/read-inputs.js';
import type { Settings } from '../../src/model/settings.js';

export const ID_A = '2c91808a7f3b4c5d8e9f0a1b2c3d4e5a';
export const ID_B = '2c91808a7f3b4c5d8e9f0a1b2c3d4e5b';

/** Inputs that are right, but for the source. */
export const CREDENTIALS = { tenant: 'acme', 'client-id': 'id', 'client-secret': 'secret' };

/** A workspace with these files, all of them with the same content; it is gone after `use`. */
export async function inWorkspace<T>(
  files: readonly string[],
  use: (workspace: string) => Promise<T>,
): Promise<T> {
  const workspace = mkdtempSync(join(tmpdir(), 'inputs-'));
  try {
    for (const name of files) {
      mkdirSync(dirname(join(workspace, name)), { recursive: true });
      writeFileSync(join(workspace, name), 'id\n1\n');
    }
    return await use(workspace);
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

/** Reads inputs by their names in action.yml. */
export async function settingsOf(
  inputs: Readonly<Record<string, string>>,
  workspace = tmpdir(),
  env: Readonly<Record<string, string>> = {},
): Promise<Settings> {
  const variables = Object.entries({ ...CREDENTIALS, ...inputs }).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  return readInputs({ ...env, ...(Object.fromEntries(variables) as Record<string, string>) }, workspace);
}

/** The problems that the inputs are refused for, in their order. */
export async function problemsOf(
  inputs: Readonly<Record<string, string>>,
  workspace = tmpdir(),
  env: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  try {
    await settingsOf(inputs, workspace, env);
  } catch (failure) {
    if (!(failure instanceof StepFailure)) throw failure;
    const several = failure.message.split('\n- ');
    return several.length > 1 ? several.slice(1) : [failure.message.replace('Wrong input. ', '')];
  }
  return [];
}
