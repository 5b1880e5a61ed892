/** The input `plan-file`: where the plan may be written, so that it never takes the place of another file. */
import { lstat, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { PLAN_HEADING } from '../model/outcome.js';
import type { Target } from '../model/settings.js';
import { isInside, patternIn } from '../runtime/files.js';
import type { Places } from './csv-location.js';
import { wouldMatch } from './glob-match.js';
import type { Problems } from './reader.js';

/** The files through which steps talk to the runner, by their variables. */
const COMMAND_FILES = [
  ...['GITHUB_ENV', 'GITHUB_EVENT_PATH', 'GITHUB_OUTPUT', 'GITHUB_PATH'],
  ...['GITHUB_STATE', 'GITHUB_STEP_SUMMARY'],
];

/** Folders of the runner below RUNNER_TEMP. */
const RUNNER_FOLDERS = ['_runner_file_commands', '_github_workflow', '_github_home'];

/** The names of Git's folder, also as Windows shortens and completes it. */
const GIT = /^(?:\.git[. ]*|git~\d+)$/i;

/** What the path of a plan is held against: folders, the runner's own files, and the files of the entries. */
export interface Surroundings extends Places {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly targets: readonly Target[];
}

/**
 * The absolute path of the plan file, links of its folders followed; `undefined` if none is asked for, or it is a
 * problem. It lies in the workspace or in RUNNER_TEMP, and is new, empty, or the plan of an earlier run. Nothing is
 * written yet.
 */
export async function readPlanPath(
  written: string,
  surroundings: Surroundings,
  problems: Problems,
): Promise<string | undefined> {
  if (written === '') return undefined;
  const path = resolve(surroundings.workspace, written);
  const shown = `"${written.slice(0, 200)}"`;
  try {
    const real = await realPathOf(path);
    const fault = faultOfName(written) ?? (await faultOf(path, real, surroundings));
    if (fault === undefined) return real;
    problems.add('plan-file', `${shown} ${fault}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ELOOP' || code === 'ENOENT' ? 'leads through a link to nowhere' : 'cannot be used';
    problems.add('plan-file', `${shown} ${why} (${code ?? 'unknown reason'}).`);
  }
  return undefined;
}

function faultOfName(written: string): string | undefined {
  if (/\p{Cc}/u.test(written)) return 'contains a line break or another control character.';
  return /[\\/]$/.test(written) ? 'names a folder. Name a file, such as plan.csv.' : undefined;
}

/** What is wrong with the path, as the rest of a sentence that begins with it. */
async function faultOf(
  path: string,
  real: string,
  { env, targets, temp: given, workspace }: Surroundings,
): Promise<string | undefined> {
  const realWorkspace = await realpath(workspace);
  const temp = given === undefined ? undefined : await realpath(given).catch(() => undefined);
  const root = [realWorkspace, temp].find((folder) => folder !== undefined && isInside(folder, real));
  if (root === undefined) {
    return 'lies outside the workspace once links are followed. Write it there, or to ${{ runner.temp }}.';
  }
  if (real === root) return 'is a folder. Name a file, such as plan.csv.';
  if ([...segmentsOf(path), ...segmentsOf(real)].some((name) => GIT.test(name))) {
    return 'lies in the folder of Git. Write it elsewhere.';
  }
  if (await isOfRunner(real, env, temp)) return 'belongs to the runner. Give the file another name.';
  const source = await sourceOf(path, real, targets, workspace);
  if (source !== undefined) return source;
  return faultOfExisting(real);
}

/** The path without links, also if its last parts do not exist yet. @throws if a link leads to nothing */
async function realPathOf(path: string): Promise<string> {
  const exists = (await ifThere(lstat(path))) !== undefined;
  if (exists || dirname(path) === path) return realpath(path);
  return join(await realPathOf(dirname(path)), basename(path));
}

/** `undefined` if there is no such file. */
async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
}

function segmentsOf(path: string): readonly string[] {
  return path.split(/[\\/]+/);
}

async function isOfRunner(
  real: string,
  env: Surroundings['env'],
  temp: string | undefined,
): Promise<boolean> {
  if (temp !== undefined && RUNNER_FOLDERS.some((name) => isInside(join(temp, name), real))) return true;
  const files = COMMAND_FILES.map((name) => env[name] ?? '').filter((file) => file !== '');
  const isSame = await Promise.all(files.map((file) => isSameFile(file, real)));
  return isSame.includes(true);
}

/** A sentence if the path is a file to upload, or one that a later run would take for such. */
async function sourceOf(
  path: string,
  real: string,
  targets: readonly Target[],
  workspace: string,
): Promise<string | undefined> {
  for (const { csv } of targets) {
    if (csv === undefined) continue;
    if (await isSameFile(csv.path, real)) return 'is a csv-path: the plan would replace the file.';
    const glob = csv.glob;
    if (glob === undefined) continue;
    const pattern = patternIn(workspace, glob);
    const realPattern = patternIn(await realpath(workspace), glob);
    if (wouldMatch(pattern, path) || wouldMatch(realPattern, real)) {
      return `would be matched by csv-path "${glob}". Write it to another folder, or to \${{ runner.temp }}.`;
    }
  }
  return undefined;
}

/** True also for two names of one file. */
async function isSameFile(one: string, other: string): Promise<boolean> {
  if (resolve(one) === other) return true;
  const [a, b] = await Promise.all(
    [one, other].map((file) => stat(file, { bigint: true }).catch(() => undefined)),
  );
  return a !== undefined && b !== undefined && a.ino !== 0n && a.ino === b.ino && a.dev === b.dev;
}

/** Only an empty file, or the plan of an earlier run, may be replaced. */
async function faultOfExisting(real: string): Promise<string | undefined> {
  const found = await ifThere(stat(real));
  if (found === undefined) return undefined;
  if (!found.isFile()) return 'is not a file. Name a file, such as plan.csv.';
  if (found.size === 0) return undefined;
  const heading = Buffer.from(`${PLAN_HEADING}\n`);
  const file = await open(real);
  try {
    const { buffer } = await file.read(Buffer.alloc(heading.length), 0, heading.length, 0);
    return buffer.equals(heading)
      ? undefined
      : 'exists and is no plan of an earlier run. Give another name, or delete the file.';
  } finally {
    await file.close();
  }
}
