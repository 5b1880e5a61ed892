/** `only-if-changed`: which files the event's commits leave alone, by the objects that Git has for them. */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { thrownMessage } from '../model/failure.js';
import { labelOf, type CsvLocation, type Target } from '../model/settings.js';
import { assertNever } from '../model/status.js';
import type { Log } from '../runtime/log.js';
import { isInside, slashPath } from '../runtime/files.js';
import type { GitHubApi } from './api.js';
import type { GitHubEvent } from './event.js';
import { isCheckedOut, type GitObjects } from './git-objects.js';

/** What decides whether a file has changed: the event, and GitHub's answers about its commits. */
export interface OnlyIfChangedParts {
  readonly event: GitHubEvent;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Opened only if a request is needed. */
  readonly open: () => Promise<Pick<GitHubApi, 'objects'>>;
  readonly workspace: string;
  /** The end of the step, which the sources report themselves. */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** The commits between which a file may differ, as full hashes. */
interface Span {
  readonly before: string;
  readonly after: string;
}

/**
 * The targets whose file is the same before and after the event, and in the workspace. In doubt a target runs, and the
 * log says why; never throws. A target without a file always runs. Of a glob's files either all run or none.
 */
export async function untouchedTargets(
  { env, event, log, open, signal, workspace }: OnlyIfChangedParts,
  targets: readonly Target[],
): Promise<ReadonlySet<Target>> {
  const span = spanOf(event, env);
  if (typeof span === 'string') {
    log.info(`only-if-changed: ${span} So it runs.`);
    return new Set();
  }
  const root = await realpath(workspace).catch(() => workspace);
  const paths = pathsOf(targets, root, log);
  if (paths.size === 0) return new Set();
  const folders = foldersOf(targets, workspace);
  const objects = await objectsOf(open, span, [
    ...paths.values(),
    ...[...folders.values()].map(({ path }) => path),
  ]);
  if (signal.aborted) return new Set();
  if (typeof objects === 'string') {
    const [shown] = paths.size === 1 ? paths.values() : [`${paths.size} files`];
    log.warning(
      `only-if-changed: cannot tell whether the commits of this event touch ${shown ?? ''}. ${objects} So it runs.`,
    );
    return new Set();
  }
  const unknown = [span.before, span.after].find((commit) => objects.get(commit) === undefined);
  if (unknown !== undefined) {
    log.info(`only-if-changed: GitHub does not know the commit ${unknown.slice(0, 7)}. So it runs.`);
    return new Set();
  }
  const reasons = new Map<Target, string>();
  for (const [target, path] of paths) {
    const reason = await reasonToRun(path, target.csv?.path ?? '', span, objects);
    if (reason !== undefined) reasons.set(target, reason);
  }
  const globs = new Map<string, string>();
  for (const target of targets) {
    const glob = target.csv?.glob;
    if (glob === undefined) continue;
    if (reasons.has(target) || !paths.has(target)) globs.set(glob, 'runs with the touched files of');
    else if (isDeletedFrom(folders.get(glob), span, objects)) {
      globs.set(glob, globs.get(glob) ?? 'runs, since the event may have deleted files of');
    }
  }
  const untouched = new Set<Target>();
  for (const [target, path] of paths) {
    const glob = target.csv?.glob ?? '';
    const reason = reasons.get(target);
    const withGlob = globs.get(glob);
    if (reason !== undefined) log.info(`only-if-changed: ${path} ${reason}`);
    else if (withGlob !== undefined) log.info(`only-if-changed: ${path} ${withGlob} "${glob}".`);
    else {
      untouched.add(target);
      log.info(`only-if-changed: ${path} is not touched by the commits of this event. Skipped.`);
    }
  }
  return untouched;
}

/** The commits to compare, or why an event has none, as a sentence. */
function spanOf(event: GitHubEvent, env: OnlyIfChangedParts['env']): Span | string {
  switch (event.kind) {
    case 'push':
      if (event.before === undefined) return 'The branch is new, so there is no commit to compare with.';
      return { before: event.before, after: event.after };
    case 'merge-group':
      return { before: event.base, after: event.head };
    case 'pull-request': {
      // The merge of both branches that GitHub makes for the run, which is what is checked out.
      const after = /^[0-9a-f]{40,64}$/.exec(env['GITHUB_SHA'] ?? '')?.[0];
      if (event.base === undefined || after === undefined)
        return 'The commits of the pull request are not known.';
      return { before: event.base, after };
    }
    case 'other':
      return `The event ${event.name || 'of this run'} has no commits of its own.`;
    case 'unreadable':
      return `The commits of the event ${event.name} are not known: ${event.reason}.`;
    default:
      return assertNever(event);
  }
}

/**
 * The path of each target's file in the repository, with forward slashes. Not of one outside of the workspace, and not of
 * one behind a link: Git has another object for the link.
 */
function pathsOf(targets: readonly Target[], root: string, log: Log): ReadonlyMap<Target, string> {
  const paths = new Map<Target, string>();
  for (const target of targets) {
    const { csv } = target;
    const path = csv && repositoryPath(csv, root);
    if (csv === undefined) log.info(`only-if-changed: ${labelOf(target)} has no csv-path, so it runs.`);
    else if (path === undefined) {
      log.info(
        `only-if-changed: cannot tell whether the commits touch it. ${csv.shown} is outside the workspace or behind a link. So it runs.`,
      );
    } else paths.set(target, path);
  }
  return paths;
}

/** The file's path in the checkout at `root` (without links); undefined if it has none of its own. */
export function repositoryPath({ path, shown }: CsvLocation, root: string): string | undefined {
  if (!isInside(root, path)) return undefined;
  // Systems that ignore letter case find the file under any spelling; Git has it under its own.
  const own = slashPath(root, path);
  return own === shown ? own : undefined;
}

/** Where a glob's files are, to see whether the event has deleted some of them. */
interface GlobFolder {
  /** The folder in the repository without wildcards; '' is its root. */
  readonly path: string;
  /** What a file in it must match; undefined if files in deeper folders match, too. */
  readonly name: RegExp | undefined;
}

function foldersOf(targets: readonly Target[], workspace: string): ReadonlyMap<string, GlobFolder> {
  const folders = new Map<string, GlobFolder>();
  for (const { csv } of targets) {
    if (csv?.glob === undefined || folders.has(csv.glob)) continue;
    const segments = csv.glob.split('/');
    const first = segments.findIndex((segment) => /[*?[]/.test(segment));
    const folder = resolve(workspace, segments.slice(0, first).join('/'));
    if (!isInside(workspace, folder)) continue;
    const isFlat = first === segments.length - 1 && !csv.glob.includes('**');
    const name = isFlat ? nameOfGlob(segments[first] ?? '') : undefined;
    folders.set(csv.glob, { path: slashPath(workspace, folder), name });
  }
  return folders;
}

/** What every name that the last segment of a glob matches matches, too: of `[…]` only that it is one character. */
function nameOfGlob(segment: string): RegExp {
  const pattern = segment
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\[[^\]]*\]|\?/g, '.')
    .replaceAll('*', '.*');
  return new RegExp(`^${pattern}$`, 'iu');
}

function isDeletedFrom(
  folder: GlobFolder | undefined,
  { before, after }: Span,
  objects: GitObjects,
): boolean {
  if (folder === undefined) return false;
  const [old, now] = [objects.get(`${before}:${folder.path}`), objects.get(`${after}:${folder.path}`)];
  if (old === undefined || old.oid === now?.oid) return false;
  const { name } = folder;
  if (name === undefined) return true;
  return old.files.some((file) => name.test(file) && now?.files.includes(file) !== true);
}

/** Undefined for a file that is the same in all three places, otherwise the rest of a sentence that begins with it. */
async function reasonToRun(
  path: string,
  file: string,
  { before, after }: Span,
  objects: GitObjects,
): Promise<string | undefined> {
  const now = objects.get(`${after}:${path}`);
  if (now === undefined) return 'is not a file of the commit. So it runs.';
  if (objects.get(`${before}:${path}`)?.oid !== now.oid) return 'is touched by the commits of this event.';
  return (await isCheckedOut(file, now.oid))
    ? undefined
    : 'has another content in the workspace than in the commit. So it runs.';
}

/** The objects of the commits and of these paths in both, or why they are not known, as a sentence. */
async function objectsOf(
  open: OnlyIfChangedParts['open'],
  { before, after }: Span,
  paths: readonly string[],
): Promise<GitObjects | string> {
  try {
    const api = await open();
    return await api.objects(
      [before, after].flatMap((commit) => [commit, ...paths.map((path) => `${commit}:${path}`)]),
    );
  } catch (error) {
    return thrownMessage(error);
  }
}
