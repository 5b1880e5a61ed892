import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atHead, type GitHubEvent, occasionOf, readEvent } from '../../src/github/event.js';
import { CONTEXT, SHA } from '../report/fixtures.js';
import { BASE, HEAD } from './memory.js';

const ZEROS = '0'.repeat(40);
const folder = mkdtempSync(join(tmpdir(), 'event-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let written = 0;
function eventFile(content: string): string {
  written += 1;
  const path = join(folder, `event-${written}.json`);
  writeFileSync(path, content);
  return path;
}

const read = (name: string, payload: unknown): ReturnType<typeof readEvent> =>
  readEvent({ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: eventFile(JSON.stringify(payload)) });

describe('readEvent', () => {
  it.each([
    ['push', { before: BASE, after: HEAD }, { kind: 'push', before: BASE, after: HEAD }],
    ['push', { before: ZEROS, after: HEAD }, { kind: 'push', before: undefined, after: HEAD }],
    [
      'pull_request',
      { pull_request: { number: 7, head: { sha: HEAD }, base: { sha: BASE, ref: 'main' } } },
      { kind: 'pull-request', number: 7, head: HEAD, base: BASE, into: 'main' },
    ],
    [
      'pull_request_target',
      { number: 7, pull_request: {} },
      { kind: 'pull-request', number: 7, head: undefined, base: undefined, into: undefined },
    ],
    [
      'merge_group',
      { merge_group: { base_sha: BASE, head_sha: HEAD } },
      { kind: 'merge-group', base: BASE, head: HEAD },
    ],
  ])('reads %s: %j', async (name, payload, event) => {
    await expect(read(name, payload)).resolves.toEqual(event);
  });

  it.each(['schedule', 'workflow_dispatch', 'repository_dispatch', 'issue_comment', ''])(
    'knows no commits of the event "%s", whatever its payload says',
    async (name) => {
      await expect(read(name, { before: BASE, after: HEAD })).resolves.toEqual({ kind: 'other', name });
    },
  );

  it.each([
    ['push', {}],
    ['push', { before: BASE }],
    ['push', { before: BASE, after: ZEROS, deleted: true }],
    ['push', { before: '../../user', after: HEAD }],
    ['push', { before: BASE, after: HEAD.slice(1) }],
    ['push', null],
    ['push', []],
    ['pull_request', {}],
    ['pull_request', { pull_request: { number: 0 } }],
    ['pull_request', { pull_request: { number: 1.5 } }],
    ['pull_request', { pull_request: { number: '7/../8' } }],
    ['merge_group', { merge_group: { base_sha: BASE } }],
  ])('says that the commits of %s are not known from %j', async (name, payload) => {
    await expect(read(name, payload)).resolves.toEqual({
      kind: 'unreadable',
      name,
      reason: 'its payload lacks the commits',
    });
  });

  it.each([
    ['is no JSON', { GITHUB_EVENT_PATH: eventFile('{') }],
    ['is not there', { GITHUB_EVENT_PATH: join(folder, 'nowhere') }],
    ['is not named', {}],
  ])('says so where the payload %s', async (_, env) => {
    await expect(readEvent({ GITHUB_EVENT_NAME: 'push', ...env })).resolves.toMatchObject({
      kind: 'unreadable',
      reason: 'the file GITHUB_EVENT_PATH cannot be read as JSON',
    });
  });
});

describe('atHead', () => {
  it("puts the branch's own last commit in the place of the merge commit", () => {
    const event = { kind: 'pull-request', number: 7, head: HEAD, base: BASE, into: 'main' } as const;
    expect(atHead(CONTEXT, event)).toEqual({ ...CONTEXT, sha: HEAD, isPullRequest: true });
    expect(atHead(CONTEXT, { ...event, head: undefined }).sha).toBe(SHA);
  });

  it('leaves the commit of every other event', () => {
    expect(atHead(CONTEXT, { kind: 'push', before: BASE, after: HEAD })).toBe(CONTEXT);
  });
});

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
