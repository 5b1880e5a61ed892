import { describe, expect, it } from '@jest/globals';
import type { GitHubEvent } from '../../src/github/event.js';
import { occasionOf } from '../../src/github/occasion.js';
import { BASE, HEAD } from './memory.js';

const ENV = { GITHUB_REPOSITORY_ID: '4711', GITHUB_REF: 'refs/heads/release/1.0' };
const PUSH: GitHubEvent = { kind: 'push', before: BASE, after: HEAD };
const PULL = { kind: 'pull-request', number: 12, head: HEAD, base: BASE, into: 'main' } as const;

describe('what a run has to do with a pull request', () => {
  it.each([
    [
      'a pull request',
      PULL,
      ENV,
      { kind: 'pull-request', repositoryId: '4711', number: 12, head: HEAD, into: 'main' },
    ],
    [
      'a push to a branch',
      PUSH,
      ENV,
      { kind: 'push', repositoryId: '4711', branch: 'release/1.0', commit: HEAD },
    ],
    [
      'a push of a tag',
      PUSH,
      { ...ENV, GITHUB_REF: 'refs/tags/v1' },
      { kind: 'another-event', event: 'the push of a tag' },
    ],
    ['a push without a ref', PUSH, { ...ENV, GITHUB_REF: '' }, { kind: 'unknown-run', missing: 'branch' }],
    ['a push without a repository', PUSH, { GITHUB_REF: 'refs/heads/main' }, { kind: 'unknown-run' }],
    ['a pull request without one', PULL, {}, { kind: 'unknown-run', missing: 'repository' }],
    [
      'a pull request without a commit',
      { ...PULL, head: undefined },
      ENV,
      { kind: 'unknown-run', missing: 'commit' },
    ],
    [
      'a pull request without its base branch',
      { ...PULL, into: undefined },
      ENV,
      { kind: 'unknown-run', missing: 'base branch' },
    ],
    ['a merge queue', { kind: 'merge-group', base: BASE, head: HEAD }, ENV, { kind: 'merge-queue' }],
    [
      'a start by hand',
      { kind: 'other', name: 'workflow_dispatch' },
      ENV,
      { kind: 'another-event', event: 'the event workflow_dispatch' },
    ],
    ['no event', { kind: 'other', name: '' }, ENV, { kind: 'another-event', event: 'no event' }],
    [
      'a push whose payload is broken',
      { kind: 'unreadable', name: 'push', reason: 'its payload lacks the commits' },
      ENV,
      { kind: 'unknown-run' },
    ],
  ] satisfies [string, GitHubEvent, object, object][])('%s', (_, event, env, expected) => {
    expect(occasionOf(event, env)).toMatchObject(expected);
  });
});
