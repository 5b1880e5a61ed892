/** Re-runs of an old push: files that newer commits on the branch have changed since. */
import { realpath } from 'node:fs/promises';
import { thrownMessage } from '../model/failure.js';
import type { Target } from '../model/settings.js';
import { isCheckedOut, type GitObjects } from './git-objects.js';
import { repositoryPath, type OnlyIfChangedParts } from './only-if-changed.js';

/** The commit at the head of the branch now, which has another object for the file. Full hash. */
export type NewerCommit = string;

/** The branch and the commit of a push that runs again; undefined for first runs and all other events. */
export function rerunPush({
  env,
  event,
}: Pick<OnlyIfChangedParts, 'env' | 'event'>):
  { readonly branch: string; readonly commit: string } | undefined {
  const branch = /^refs\/heads\/(.+)$/.exec(env['GITHUB_REF'] ?? '')?.[1];
  const isRerun = Number(env['GITHUB_RUN_ATTEMPT'] ?? '1') > 1;
  if (event.kind !== 'push' || branch === undefined || !isRerun) return undefined;
  return { branch, commit: event.after };
}

/**
 * The targets whose file a newer commit of the branch has changed or deleted since the push that runs again, with that
 * commit: sending them would bring back what was replaced. Only a re-run on push asks GitHub; where GitHub does not
 * answer, nothing is stale and the log says so. A workspace that has the file of the branch's head is not stale.
 */
export async function staleTargets(
  parts: OnlyIfChangedParts,
  targets: readonly Target[],
): Promise<ReadonlyMap<Target, NewerCommit>> {
  const { log, open, signal, workspace } = parts;
  const push = rerunPush(parts);
  if (push === undefined) return new Map();
  const root = await realpath(workspace).catch(() => workspace);
  const paths = new Map<Target, string>();
  for (const target of targets) {
    const path = target.csv && repositoryPath(target.csv, root);
    if (path !== undefined) paths.set(target, path);
  }
  if (paths.size === 0) return new Map();
  const head = `refs/heads/${push.branch}`;
  const expressions = [...paths.values()].flatMap((path) => [`${push.commit}:${path}`, `${head}:${path}`]);
  const stale = new Map<Target, NewerCommit>();
  try {
    const objects = await (await open()).objects([head, ...expressions]);
    for (const [target, path] of paths) {
      const newer = newerCommit(objects, head, push.commit, path);
      if (newer === undefined) continue;
      const { oid } = objects.get(`${head}:${path}`) ?? {};
      if (oid !== undefined && (await isCheckedOut(target.csv?.path ?? '', oid))) continue;
      stale.set(target, newer);
      log.warning(
        `${path} is not sent: this run repeats an old push, and commit ${newer.slice(0, 7)} on ${push.branch} has another content of the file. The run of that commit sends it.`,
      );
    }
  } catch (error) {
    if (signal.aborted) return new Map();
    log.info(
      `This run repeats an old push, and whether newer commits have changed the file is not known: ${thrownMessage(error)}`,
    );
  }
  return stale;
}

/** The commit at `head` if its object for `path` is not that of `commit`; undefined if it is, or nobody knows. */
export function newerCommit(
  objects: GitObjects,
  head: string,
  commit: string,
  path: string,
): NewerCommit | undefined {
  const tip = objects.get(head)?.oid;
  const own = objects.get(`${commit}:${path}`);
  if (tip === undefined || tip === commit || own === undefined) return undefined;
  return objects.get(`${head}:${path}`)?.oid === own.oid ? undefined : tip;
}
