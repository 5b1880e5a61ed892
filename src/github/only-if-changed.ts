import { wordsOf } from '../model/failure.js';
import type { Log } from '../runtime/log.js';
import { labelOf, type Target } from '../model/settings.js';
import type { GitHubApi } from './api.js';
import type { GitHubEvent } from './event.js';
import { type GitIndex, readGitIndex } from './git-index.js';
import { repositoryPath } from './repository-path.js';
import { findTouched, reasonToRunAll, type Touched } from './touched.js';

export interface OnlyIfChangedParts {
  readonly event: GitHubEvent;
  /** Opened only if a request is needed. */
  readonly open: () => Promise<GitHubApi>;
  readonly workspace: string;
  /** The end of the step, which the sources report themselves. */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/**
 * The targets whose file the event's commits do not touch, for `only-if-changed`. In doubt a target runs, and the log
 * says why; never throws. A target without a file always runs.
 */
export async function untouchedTargets(
  { event, open, workspace, signal, log }: OnlyIfChangedParts,
  targets: readonly Target[],
): Promise<ReadonlySet<Target>> {
  const toRun = reasonToRunAll(event);
  if (toRun !== undefined) {
    log.info(`only-if-changed: ${toRun} So it runs.`);
    return new Set();
  }
  const paths = await pathsOf(targets, workspace, log);
  if (paths.size === 0) return new Set();
  const touched = await touchedOf(open, event, [...paths.values()]);
  if (signal.aborted) return new Set();
  const untouched = new Set<Target>();
  const globs = touchedGlobs(paths, touched);
  for (const [target, path] of paths) {
    const glob = target.csv?.glob;
    if (touched.paths.has(path))
      log.info(`only-if-changed: ${path} is touched by the commits of this event.`);
    else if (glob !== undefined && globs.has(glob))
      log.info(`only-if-changed: ${path} runs with the touched files of "${glob}".`);
    else if (touched.doubt === undefined) {
      untouched.add(target);
      log.info(`only-if-changed: ${path} is not touched by the commits of this event. Skipped.`);
    }
  }
  if (touched.doubt !== undefined) sayDoubt(touched, paths, log);
  return untouched;
}

/** A glob is touched if any of its files is. */
function touchedGlobs(paths: ReadonlyMap<Target, string>, touched: Touched): ReadonlySet<string> {
  const files = [...paths].filter(([, path]) => touched.paths.has(path));
  return new Set(files.flatMap(([{ csv }]) => csv?.glob ?? []));
}

/** The targets whose file has a known path in the repository. */
async function pathsOf(
  targets: readonly Target[],
  workspace: string,
  log: Log,
): Promise<ReadonlyMap<Target, string>> {
  const paths = new Map<Target, string>();
  let index: GitIndex | undefined;
  for (const target of targets) {
    if (target.csv === undefined) {
      log.info(`only-if-changed: ${labelOf(target)} has no csv-path, so it runs.`);
      continue;
    }
    index ??= await readGitIndex(workspace);
    const place = await repositoryPath(target.csv, workspace, index);
    if (place.kind === 'inside') paths.set(target, place.path);
    else log.info(`only-if-changed: cannot tell whether the commits touch it. ${place.reason} So it runs.`);
  }
  return paths;
}

type TouchedOrFailed = Touched & { readonly failed: boolean };

async function touchedOf(
  open: () => Promise<GitHubApi>,
  event: GitHubEvent,
  paths: readonly string[],
): Promise<TouchedOrFailed> {
  try {
    return { ...(await findTouched(await open(), event, paths)), failed: false };
  } catch (error) {
    const reason = wordsOf(error);
    return { paths: new Set(), doubt: reason, failed: true };
  }
}

/** A refusal can be fixed, so it is a warning; GitHub's limits cannot. */
function sayDoubt(
  { paths: touched, doubt, failed }: TouchedOrFailed,
  paths: ReadonlyMap<Target, string>,
  log: Log,
): void {
  const unclear = [...paths.values()].filter((path) => !touched.has(path));
  const shown = unclear.length === 1 ? unclear[0] : `${unclear.length} files`;
  const text = `only-if-changed: cannot tell whether the commits of this event touch ${shown}. ${doubt} So it runs.`;
  if (failed) log.warning(text);
  else log.info(text);
}
