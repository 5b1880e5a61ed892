import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preparePlace, stepVariables } from '../scripts/runner.mjs';
import { DEFAULT_CLIENT } from '../sandbox/tenant/sandbox.js';
import type { Command } from './run-process.js';
import { DIST } from './tenant.js';

/** Each step writes outputs and summary, but nothing here reads them. */
const place = preparePlace();

/** One upload by any contender. */
export interface Upload {
  readonly url: string;
  readonly sourceId: string;
  readonly csvPath: string;
  /** Whether the task is followed to its end. */
  readonly wait: boolean;
}

/** This action as a step, with these inputs in addition to those of the upload. */
export function action(upload: Upload, inputs: Readonly<Record<string, string>> = {}): Command {
  return step({
    'base-url': upload.url,
    'source-id': upload.sourceId,
    'csv-path': upload.csvPath,
    wait: String(upload.wait),
    ...inputs,
  });
}

/** This action with any inputs. */
export function step(inputs: Readonly<Record<string, string>>): Command {
  const all = { 'client-id': DEFAULT_CLIENT.id, 'client-secret': DEFAULT_CLIENT.secret, ...inputs };
  // The files lie in a temporary folder; a step takes files of its workspace and of this folder alone.
  const env = { ...stepVariables(place, all), RUNNER_TEMP: tmpdir() };
  return { file: process.execPath, args: [resolve(DIST, 'index.js')], env };
}

/** A file that is only uploaded. */
export const UPLOAD_ONLY = { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' } as const;

/** The shell script with curl. */
export function curl(upload: Upload): Command {
  const script = fileURLToPath(new URL('../../../bench/peers/curl.sh', import.meta.url));
  return {
    file: '/bin/sh',
    args: [script],
    env: { PATH: process.env['PATH'] ?? '', ...environment(upload) },
  };
}

/** The Node script with the vendor's SDK. */
export function sdk(upload: Upload): Command {
  return {
    file: process.execPath,
    args: [join(dirname(fileURLToPath(import.meta.url)), 'peers/sdk.js')],
    env: environment(upload),
  };
}

/** Node.js with nothing to do. */
export function bareNode(): Command {
  return { file: process.execPath, args: ['--eval', ''], env: {} };
}

function environment({ csvPath, sourceId, url, wait }: Upload): Record<string, string> {
  return {
    SAIL_BASE_URL: url,
    SAIL_CLIENT_ID: DEFAULT_CLIENT.id,
    SAIL_CLIENT_SECRET: DEFAULT_CLIENT.secret,
    SOURCE_ID: sourceId,
    CSV_PATH: csvPath,
    WAIT: String(wait),
  };
}
