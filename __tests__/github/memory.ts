import type { GitHubApi } from '../../src/github/api.js';
import type { GitObject } from '../../src/github/git-objects.js';
import type { Log } from '../../src/runtime/log.js';
import type { Target } from '../../src/model/settings.js';
import { TARGET } from '../report/fixtures.js';

export const BASE = 'a'.repeat(40);
export const HEAD = 'b'.repeat(40);

/** The objects of a simulated repository: what `<commit>:<path>` stands for, with each request's number of revisions. */
export function memoryObjects(known: Readonly<Record<string, string>>): {
  open: () => Promise<Pick<GitHubApi, 'objects'>>;
  asked: number[];
} {
  const asked: number[] = [];
  const open = (): Promise<Pick<GitHubApi, 'objects'>> =>
    Promise.resolve({
      objects: (revisions) => {
        asked.push(revisions.length);
        const found = revisions.map((revision): [string, GitObject | undefined] => {
          const [oid, ...files] = known[revision]?.split(' ') ?? [];
          return [revision, oid === undefined ? undefined : { oid, files }];
        });
        return Promise.resolve(new Map(found));
      },
    });
  return { open, asked };
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
