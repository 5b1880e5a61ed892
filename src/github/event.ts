/** The event that started the workflow, read from the runner's variables and files. */
import { readFile } from 'node:fs/promises';
import type { RunContext } from './run-context.js';
import { countOf, type JsonObject, objectOf, textOf } from '../model/json.js';
import { assertNever } from '../model/status.js';

/** What started the workflow, reduced to what this action needs (docs.github.com, "Webhook events and payloads"). */
export type GitHubEvent =
  | {
      readonly kind: 'push';
      /** The commit that the branch pointed to before; `undefined` if the branch or tag is new. */
      readonly before: string | undefined;
      readonly after: string;
    }
  | {
      readonly kind: 'pull-request';
      readonly number: number;
      /** The last commit of the branch itself, not the merge commit in GITHUB_SHA. */
      readonly head: string | undefined;
      /** The commit of the base branch that the pull request was last compared with. */
      readonly base: string | undefined;
      /** Name of the branch that it will be merged into. */
      readonly into: string | undefined;
    }
  | { readonly kind: 'merge-group'; readonly base: string; readonly head: string }
  /** Has no commits: schedule, workflow_dispatch, repository_dispatch and all others. */
  | { readonly kind: 'other'; readonly name: string }
  /** One of the above, but its payload is not as documented; `reason` is half a sentence. */
  | { readonly kind: 'unreadable'; readonly name: string; readonly reason: string };

/** Reads GITHUB_EVENT_NAME and, for events with commits, the file GITHUB_EVENT_PATH. Never throws. */
export async function readEvent(env: Readonly<Record<string, string | undefined>>): Promise<GitHubEvent> {
  const name = env['GITHUB_EVENT_NAME'] ?? '';
  const parse = PAYLOADS.get(name);
  if (parse === undefined) return { kind: 'other', name };
  try {
    const payload = objectOf(JSON.parse(await readFile(env['GITHUB_EVENT_PATH'] ?? '', 'utf8')));
    return (payload && parse(payload)) ?? unreadable(name, 'its payload lacks the commits');
  } catch {
    return unreadable(name, 'the file GITHUB_EVENT_PATH cannot be read as JSON');
  }
}

/**
 * For a pull request the runner names a merge commit that nobody knows. Reports use the last commit of the branch
 * instead.
 */
export function atHead(context: RunContext, event: GitHubEvent): RunContext {
  return event.kind === 'pull-request'
    ? { ...context, sha: event.head ?? context.sha, isPullRequest: true }
    : context;
}

function unreadable(name: string, reason: string): GitHubEvent {
  return { kind: 'unreadable', name, reason };
}

const PAYLOADS: ReadonlyMap<string, (payload: JsonObject) => GitHubEvent | undefined> = new Map([
  ['push', pushOf],
  ['pull_request', pullRequestOf],
  ['pull_request_target', pullRequestOf],
  ['merge_group', mergeGroupOf],
]);

function pushOf(payload: JsonObject): GitHubEvent | undefined {
  const after = commitOf(payload['after']);
  const before = commitOf(payload['before']);
  if (after === undefined || before === undefined || isNone(after)) return undefined;
  return { kind: 'push', before: isNone(before) ? undefined : before, after };
}

function pullRequestOf(payload: JsonObject): GitHubEvent | undefined {
  const pull = objectOf(payload['pull_request']);
  const base = objectOf(pull?.['base']);
  const number = countOf(pull?.['number']) ?? countOf(payload['number']);
  if (number === undefined || !Number.isSafeInteger(number) || number === 0) return undefined;
  return {
    kind: 'pull-request',
    number,
    head: commitOf(objectOf(pull?.['head'])?.['sha']),
    base: commitOf(base?.['sha']),
    into: textOf(base?.['ref']),
  };
}

function mergeGroupOf(payload: JsonObject): GitHubEvent | undefined {
  const group = objectOf(payload['merge_group']);
  const base = commitOf(group?.['base_sha']);
  const head = commitOf(group?.['head_sha']);
  return base === undefined || head === undefined ? undefined : { kind: 'merge-group', base, head };
}

/** A full hash, SHA-1 or SHA-256, so that it cannot change the path of a request. */
function commitOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value) ? value : undefined;
}

/** GitHub uses zeros if there is no commit. */
function isNone(commit: string): boolean {
  return /^0+$/.test(commit);
}

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
