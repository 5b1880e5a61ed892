import { describe, expect, it } from '@jest/globals';
import type { GitHubApi } from '../../src/github/api.js';
import { pullRequestComment, type PullRequestCommentParts } from '../../src/github/pull-request-comment.js';
import type { PullRequestComment } from '../../src/github/comments.js';
import { markerOf } from '../../src/report/comment.js';
import { systemClock } from '../../src/runtime/clock.js';
import { CONTEXT, failed, outcome, step, TARGET } from '../report/fixtures.js';
import { BASE, HEAD, memoryGitHub } from './memory.js';

const MARKER = markerOf(CONTEXT, [TARGET]);
const SETTINGS = { comment: true, githubToken: 'ghs_token', targets: [TARGET] };
const NOW = Date.UTC(2026, 10, 22, 8, 30, 12);

function pullRequest(...existing: readonly PullRequestComment[]): {
  parts: PullRequestCommentParts;
  written: string[];
  cancel: () => void;
} {
  const written: string[] = [];
  const cancelling = new AbortController();
  const { api } = memoryGitHub({});
  const github: GitHubApi = {
    ...api,
    comments: (number) => ({
      list: async function* () {
        yield* await Promise.resolve(existing);
      },
      create: (body) => Promise.resolve(void written.push(`create on ${number}: ${body}`)),
      update: (id, body) => Promise.resolve(void written.push(`update ${id}: ${body}`)),
    }),
  };
  const parts: PullRequestCommentParts = {
    open: () => Promise.resolve(github),
    event: { kind: 'pull-request', number: 7, head: HEAD, changedFiles: 1 },
    settings: SETTINGS,
    context: CONTEXT,
    clock: { ...systemClock, now: () => NOW },
    cancelling: cancelling.signal,
  };
  return {
    parts,
    written,
    cancel: () => {
      cancelling.abort(new Error('The workflow was cancelled.'));
    },
  };
}

const SKIPPED = step([outcome({ status: 'SKIPPED' })]);

describe('pullRequestComment', () => {
  it('creates the comment on the pull request of the event, with marker and time', async () => {
    const { parts, written } = pullRequest();
    await expect(pullRequestComment(parts)?.(step([outcome()]))).resolves.toBeUndefined();
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(`create on 7: ${MARKER}\n## ✅ HR Contractors: aggregated`);
    expect(written[0]).toContain('2026-11-22 08:30:12 UTC');
  });

  it('turns a red comment green', async () => {
    const old = `${MARKER}\n${failed('HR', 'no').status}`;
    const { parts, written } = pullRequest({ id: 3, body: old, authorIsMe: undefined });
    await pullRequestComment(parts)?.(step([outcome()]));
    expect(written).toEqual([expect.stringContaining(`update 3: ${MARKER}\n## ✅`)]);
  });

  it('says of a skipped file only where there is a comment already', async () => {
    const fresh = pullRequest();
    await pullRequestComment(fresh.parts)?.(SKIPPED);
    expect(fresh.written).toEqual([]);
    const known = pullRequest({ id: 3, body: MARKER, authorIsMe: undefined });
    await pullRequestComment(known.parts)?.(SKIPPED);
    expect(known.written).toEqual([expect.stringContaining('skipped')]);
  });

  it.each([
    ['is not wanted', { settings: { ...SETTINGS, comment: false } }],
    ['has no pull request', { event: { kind: 'push', before: BASE, after: HEAD } as const }],
    ['belongs to inputs that are wrong', { settings: undefined }],
  ])('is none where it %s', (_, change) => {
    expect(pullRequestComment({ ...pullRequest().parts, ...change })).toBeUndefined();
  });

  it('is none any more when the workflow is cancelled, before or meanwhile', async () => {
    const before = pullRequest();
    const write = pullRequestComment(before.parts);
    before.cancel();
    await expect(write?.(step([outcome()]))).resolves.toBeUndefined();
    expect(before.written).toEqual([]);
    const meanwhile = pullRequest();
    const open = (): Promise<GitHubApi> => {
      meanwhile.cancel();
      return Promise.reject(new Error('The workflow was cancelled.'));
    };
    await expect(
      pullRequestComment({ ...meanwhile.parts, open })?.(step([outcome()])),
    ).resolves.toBeUndefined();
  });

  it('is given up after a minute, however many requests GitHub has answered by then', async () => {
    const { parts } = pullRequest();
    const slept: number[] = [];
    const clock = { ...parts.clock, sleep: (ms: number) => Promise.resolve(void slept.push(ms)) };
    const open = (_token: string, signal: AbortSignal): Promise<GitHubApi> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    const problem = await pullRequestComment({ ...parts, clock, open })?.(step([outcome()]));
    expect(problem).toMatch(/GitHub did not answer all requests within 60 s/);
    expect(slept).toEqual([60_000]);
  });

  it('comes back with one sentence where GitHub refuses', async () => {
    const { parts } = pullRequest();
    const open = (): Promise<GitHubApi> => Promise.reject(new Error('GitHub answered 403: no.'));
    const problem = await pullRequestComment({ ...parts, open })?.(step([outcome()]));
    expect(problem).toMatch(/could not be written: GitHub answered 403: no\. Where GitHub refuses it/);
  });
});
