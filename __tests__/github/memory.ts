import type { ChangedFile, ComparisonPage, GitHubApi } from '../../src/github/api.js';
import type { Log } from '../../src/runtime/log.js';
import type { Target } from '../../src/model/settings.js';
import { TARGET } from '../report/fixtures.js';

export const BASE = 'a'.repeat(40);
export const HEAD = 'b'.repeat(40);

export function files(...names: readonly string[]): ChangedFile[] {
  return names.map((name) => ({ name, previousName: undefined }));
}

/** As many files as asked for, none of them of interest. */
export function others(count: number): ChangedFile[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `other/${index}.txt`,
    previousName: undefined,
  }));
}

export interface MemoryGitHub {
  /** By `base...head`, page by page. */
  readonly comparisons?: Readonly<Record<string, readonly ComparisonPage[]>>;
  readonly pullRequest?: readonly (readonly ChangedFile[])[];
}

/** GitHub's lists in memory; `read` names each page that was read. */
export function memoryGitHub({ comparisons = {}, pullRequest = [] }: MemoryGitHub): {
  api: GitHubApi;
  read: string[];
} {
  const read: string[] = [];
  async function* pages<T>(what: string, all: readonly T[]): AsyncIterable<T> {
    for (const page of all) {
      read.push(what);
      yield await Promise.resolve(page);
    }
  }
  const api: GitHubApi = {
    compare: (base, head) => {
      const key = `${base}...${head}`;
      return pages(key, comparisons[key] ?? []);
    },
    pullRequestFiles: (number) => pages(`pull ${number}`, pullRequest),
    comments: () => {
      throw new Error('Nobody asked for comments.');
    },
    pullRequestsOf: () => {
      throw new Error('Nobody asked for pull requests.');
    },
    authorship: () => Promise.reject(new Error('Nobody asked for an author.')),
  };
  return { api, read };
}

/** A log that remembers its lines; warnings begin with `warning:`. */
export function recordingLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const log: Log = {
    info: (message) => void lines.push(message),
    debug: (message) => void lines.push(`debug: ${message}`),
    warning: (message) => void lines.push(`warning: ${message}`),
    group: (title, inside) => void lines.push(title, ...inside),
    isDebug: false,
    forSource: () => log,
  };
  return { log, lines };
}

/** A target whose file is at `shown` in the workspace. */
export function targetFor(workspace: string, shown: string): Target {
  const name = shown.split('/').at(-1) ?? shown;
  return {
    ...TARGET,
    csv: { path: `${workspace}/${shown}`, name, shown, inWorkspace: true, sourceId: undefined },
  };
}
