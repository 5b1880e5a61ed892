/** Which files the commits of an event touch. */
import { assertNever } from '../model/status.js';
import type { ChangedFile, GitHubApi } from './api.js';
import type { GitHubEvent } from './event.js';

/** GitHub lists at most this many files of a comparison (its reference of "Compare two commits"). */
export const MAX_COMPARED_FILES = 300;
/** GitHub lists at most this many files of a pull request (its reference of "List pull requests files"). */
export const MAX_PULL_REQUEST_FILES = 3_000;

/** Which of the given files an event's commits touch. */
export interface Touched {
  /** Spelled as given. */
  readonly paths: ReadonlySet<string>;
  /** Why the others may also be touched, as a sentence; `undefined` if they certainly are not. */
  readonly doubt: string | undefined;
}

/** Why an event without comparable commits runs everything, as a sentence; `undefined` for other events. */
export function reasonToRunAll(event: GitHubEvent): string | undefined {
  switch (event.kind) {
    case 'other':
      return `The event ${event.name || 'of this run'} has no commits of its own.`;
    case 'unreadable':
      return `The commits of the event ${event.name} are not known: ${event.reason}.`;
    case 'push':
      return event.before === undefined
        ? 'The branch is new, so there is no commit to compare with.'
        : undefined;
    case 'pull-request':
    case 'merge-group':
      return undefined;
    default:
      return assertNever(event);
  }
}

/**
 * Searches the files that the event's commits touch for `paths` (relative to the root of the repository), no further
 * than needed. A renamed file touches both its names. Throws what the API throws.
 */
export async function findTouched(
  api: GitHubApi,
  event: GitHubEvent,
  paths: readonly string[],
): Promise<Touched> {
  const search = new Search(paths);
  switch (event.kind) {
    case 'push':
      return compared(api, event.before ?? event.after, event.after, search);
    case 'merge-group':
      return compared(api, event.base, event.head, search);
    case 'pull-request':
      return listed(api, event.number, event.changedFiles, search);
    case 'other':
    case 'unreadable':
      return search.result(reasonToRunAll(event));
    default:
      return assertNever(event);
  }
}

/**
 * GitHub compares from the merge base. After a force push the old commits may have changes that are now gone, so both
 * directions are compared. A file that neither touches is the same in both commits.
 */
async function compared(api: GitHubApi, base: string, head: string, search: Search): Promise<Touched> {
  const isStraight = await compareOneWay(api, base, head, search);
  if (!isStraight) await compareOneWay(api, head, base, search);
  return search.result(
    search.longest >= MAX_COMPARED_FILES
      ? `The comparison has ${MAX_COMPARED_FILES} files, and GitHub shows no more.`
      : undefined,
  );
}

async function compareOneWay(api: GitHubApi, base: string, head: string, search: Search): Promise<boolean> {
  search.startList();
  let straight = true;
  for await (const { isStraight, files } of api.compare(base, head)) {
    straight &&= isStraight;
    search.look(files);
    if (search.isDone || search.longest >= MAX_COMPARED_FILES) break;
  }
  return straight || search.isDone;
}

async function listed(
  api: GitHubApi,
  number: number,
  changedFiles: number | undefined,
  search: Search,
): Promise<Touched> {
  for await (const files of api.pullRequestFiles(number)) {
    search.look(files);
    if (search.isDone || search.longest >= MAX_PULL_REQUEST_FILES) break;
  }
  return search.result(
    search.longest >= MAX_PULL_REQUEST_FILES
      ? `The pull request has ${MAX_PULL_REQUEST_FILES} files or more, and GitHub lists no more.`
      : changedFiles !== undefined && search.longest < changedFiles
        ? `GitHub counts ${changedFiles} files in the pull request, but lists ${search.longest}.`
        : undefined,
  );
}

/** Ticks off the given paths while lists of files are read. */
class Search {
  readonly #paths: readonly string[];
  readonly #missing: Set<string>;
  #inThisList = 0;
  #longest = 0;

  constructor(paths: readonly string[]) {
    this.#paths = paths;
    this.#missing = new Set(paths.map(folded));
  }

  /** Number of files in the longest list so far. */
  get longest(): number {
    return this.#longest;
  }

  get isDone(): boolean {
    return this.#missing.size === 0;
  }

  startList(): void {
    this.#inThisList = 0;
  }

  look(files: readonly ChangedFile[]): void {
    for (const { name, previousName } of files) {
      this.#missing.delete(folded(name));
      if (previousName !== undefined) this.#missing.delete(folded(previousName));
    }
    this.#inThisList += files.length;
    this.#longest = Math.max(this.#longest, this.#inThisList);
  }

  result(doubt: string | undefined): Touched {
    const paths = this.#paths.filter((path) => !this.#missing.has(folded(path)));
    return { paths: new Set(paths), doubt: this.isDone ? undefined : doubt };
  }
}

/** macOS and Windows also open a file by another letter case or composition, so these count as the same. */
function folded(path: string): string {
  return path.normalize('NFC').toLowerCase();
}
