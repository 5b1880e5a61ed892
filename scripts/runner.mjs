// @ts-check
// Runs a bundle of this action as GitHub's runner does: inputs as INPUT_ variables, a file each for the outputs and
// the job summary, the log on stdout. The demo, the tests and the benchmarks all use it; the demo runs with nothing
// installed, so this is JavaScript with types in its comments.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * What the runner prepares for a step.
 *
 * @typedef {object} StepPlace
 * @property {string} workspace
 * @property {string} outputFile
 * @property {string} summaryFile
 * @property {() => void} remove Takes everything away again, but for a workspace that was there before.
 */

/**
 * What a step leaves behind.
 *
 * @typedef {object} EndedStep
 * @property {number | null} exitCode
 * @property {NodeJS.Signals | null} signal
 * @property {string} stdout
 * @property {string} stderr
 * @property {Readonly<Record<string, string>>} outputs
 * @property {string} summary Markdown.
 */

/**
 * Prepares a step, in a new folder under the system's temporary one.
 *
 * @param {object} [given]
 * @param {string} [given.workspace] An existing folder instead of a new one.
 * @param {Readonly<Record<string, string | Uint8Array>>} [given.files] Files of the workspace by their names.
 * @returns {StepPlace}
 */
export function preparePlace({ workspace, files = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'step-'));
  const place = {
    workspace: workspace ?? join(folder, 'workspace'),
    outputFile: join(folder, 'output'),
    summaryFile: join(folder, 'summary'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
  mkdirSync(place.workspace, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const path = join(place.workspace, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  for (const file of [place.outputFile, place.summaryFile]) writeFileSync(file, '');
  return place;
}

/**
 * The variables in which the runner hands inputs to a step, by the names of action.yml.
 *
 * @param {Readonly<Record<string, string>>} inputs
 * @returns {Record<string, string>}
 */
export function inputVariables(inputs) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}

/**
 * All variables that this action reads of the runner.
 *
 * @param {Omit<StepPlace, 'remove'>} place
 * @param {Readonly<Record<string, string>>} inputs
 * @returns {Record<string, string>}
 */
export function stepVariables({ outputFile, summaryFile, workspace }, inputs) {
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: outputFile,
    GITHUB_STEP_SUMMARY: summaryFile,
    ...inputVariables(inputs),
  };
}

/**
 * Starts the bundle `entry` with these variables and no others. `ended` rejects if the process cannot be started; it
 * reads what the step has left behind before it resolves.
 *
 * @param {string} entry
 * @param {StepPlace} place
 * @param {NodeJS.ProcessEnv} env
 * @param {(text: string) => void} [onStdout] Told each piece of stdout as it comes.
 */
export function startBundle(entry, place, env, onStdout = () => undefined) {
  // A step that hangs must not outlive its parent.
  const limits = { timeout: 600_000, killSignal: /** @type {const} */ ('SIGKILL') };
  const child = spawn(process.execPath, [entry], { cwd: place.workspace, env, ...limits });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    stdout += text;
    onStdout(text);
  });
  child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    stderr += text;
  });
  /** @type {Promise<EndedStep>} */
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      const outputs = readOutputs(textOf(place.outputFile));
      const summary = textOf(place.summaryFile);
      resolve({ exitCode, signal, stdout, stderr, outputs, summary });
    });
  });
  return { process: child, ended };
}

/**
 * A step may lose its files while it runs.
 *
 * @param {string} path
 */
function textOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/**
 * GITHUB_OUTPUT as `@actions/core` writes it, and GITHUB_ENV and GITHUB_STATE as well: `name<<delimiter`, value,
 * delimiter. The last value of a name counts.
 *
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function readOutputs(text) {
  const entries = text.matchAll(/^([\w-]+)<<(ghadelimiter_[\w-]+)\r?\n([\s\S]*?)\r?\n\2\r?$/gm);
  return Object.fromEntries([...entries].map(([, name = '', , value = '']) => [name, value]));
}
