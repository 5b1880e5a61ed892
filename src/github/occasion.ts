/** How a run relates to a pull request. */
import { assertNever } from '../model/status.js';
import type { GitHubEvent } from './event.js';

/** How a run relates to a pull request: it shows what merging would do, or carries out what was merged. */
export type Occasion =
  | {
      readonly kind: 'pull-request';
      readonly repositoryId: string;
      readonly number: number;
      readonly head: string;
      /** Name of the branch that the pull request is to be merged into. */
      readonly into: string;
    }
  | {
      readonly kind: 'push';
      readonly repositoryId: string;
      /** The branch's name without `refs/heads/`. */
      readonly branch: string;
      readonly commit: string;
    }
  | { readonly kind: 'merge-queue' }
  /** Has no merged pull request: `event` names the event, as part of a sentence. */
  | { readonly kind: 'another-event'; readonly event: string }
  /** Should have one, but the runner does not provide `missing`. */
  | { readonly kind: 'unknown-run'; readonly missing: string };

/**
 * Reads GITHUB_REPOSITORY_ID and GITHUB_REF (docs.github.com, "Default environment variables") in addition to the
 * event. Never throws.
 */
export function occasionOf(event: GitHubEvent, env: Readonly<Record<string, string | undefined>>): Occasion {
  const repositoryId = /^\d+$/.exec(env['GITHUB_REPOSITORY_ID'] ?? '')?.[0];
  switch (event.kind) {
    case 'merge-group':
      return { kind: 'merge-queue' };
    case 'other':
      return { kind: 'another-event', event: event.name === '' ? 'no event' : `the event ${event.name}` };
    case 'unreadable':
      return { kind: 'unknown-run', missing: `commit (${event.reason})` };
    case 'pull-request': {
      const { head, into, number } = event;
      if (repositoryId === undefined) return { kind: 'unknown-run', missing: 'repository' };
      if (head === undefined) return { kind: 'unknown-run', missing: 'commit' };
      if (into === undefined) return { kind: 'unknown-run', missing: 'base branch' };
      return { kind: 'pull-request', repositoryId, number, head, into };
    }
    case 'push': {
      const ref = env['GITHUB_REF'] ?? '';
      if (ref.startsWith('refs/tags/')) return { kind: 'another-event', event: 'the push of a tag' };
      const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
      if (branch === undefined) return { kind: 'unknown-run', missing: 'branch' };
      if (repositoryId === undefined) return { kind: 'unknown-run', missing: 'repository' };
      return { kind: 'push', repositoryId, branch, commit: event.after };
    }
    default:
      return assertNever(event);
  }
}
