import { describe, expect, it } from '@jest/globals';
import {
  type AssociatedPullRequest,
  findMergedPullRequest,
  mergeAmong,
  pullRequestsOf,
} from '../../src/github/pull-requests.js';
import { skippingClock } from '../support/clocks.js';
import { BASE, HEAD } from './memory.js';

const MERGE = 'c'.repeat(40);
const PUSHED = { commit: MERGE, branch: 'main' };

function pull(changes: Partial<AssociatedPullRequest> = {}): AssociatedPullRequest {
  return { number: 12, isMerged: true, mergeCommit: MERGE, head: HEAD, into: 'main', ...changes };
}

describe('the pull request whose merge was pushed', () => {
  it.each([
    ['none', [], { kind: 'no-pull-request' }],
    ['one that is still open', [pull({ isMerged: false })], { kind: 'no-pull-request' }],
    ['the one', [pull()], { kind: 'merge', number: 12, head: HEAD }],
    [
      'the one beside an open one and one of another branch',
      [pull({ number: 1, isMerged: false }), pull({ number: 2, into: 'dev' }), pull()],
      { kind: 'merge', number: 12, head: HEAD },
    ],
    ['two', [pull({ number: 3 }), pull()], { kind: 'several-pull-requests', numbers: [3, 12] }],
    ['one of another branch', [pull({ into: 'dev' })], { kind: 'another-branch', number: 12, branch: 'dev' }],
    [
      'one whose merge is another commit',
      [pull({ mergeCommit: BASE })],
      { kind: 'not-its-merge', number: 12, mergeCommit: BASE },
    ],
  ] as const)('of %s', (_, pulls, expected) => {
    expect(mergeAmong(pulls, PUSHED)).toEqual(expected);
  });
});

describe('the search', () => {
  /** Knows nothing for so many questions, then the pull request. */
  async function search(late: number): Promise<{ found: unknown; sleeps: readonly number[] }> {
    const clock = skippingClock();
    let asked = 0;
    const api = {
      pullRequestsOf: () => {
        asked += 1;
        return Promise.resolve(asked > late ? [pull()] : []);
      },
    };
    const found = await findMergedPullRequest(api, PUSHED, { clock, signal: new AbortController().signal });
    return { found, sleeps: clock.sleeps };
  }

  it.each([
    [0, []],
    [1, [1_000]],
    [3, [1_000, 2_000, 4_000]],
  ])('waits for a pull request that GitHub knows after %d questions', async (late, sleeps) => {
    await expect(search(late)).resolves.toEqual({
      found: { kind: 'merge', number: 12, head: HEAD },
      sleeps,
    });
  });

  it('gives up after a few seconds', async () => {
    await expect(search(4)).resolves.toEqual({
      found: { kind: 'no-pull-request' },
      sleeps: [1_000, 2_000, 4_000],
    });
  });
});

describe("GitHub's answer about a commit", () => {
  const NODE = {
    number: 12,
    state: 'MERGED',
    headRefOid: HEAD,
    baseRefName: 'main',
    mergeCommit: { oid: MERGE },
  };
  const answered = (node: object): Promise<readonly AssociatedPullRequest[]> => {
    const object = { associatedPullRequests: { nodes: [node] } };
    return pullRequestsOf({ graphQl: () => Promise.resolve({ repository: { object } }) }, MERGE);
  };

  it('holds the merge of each pull request, and none of an open one', async () => {
    await expect(answered(NODE)).resolves.toEqual([pull()]);
    await expect(answered({ ...NODE, state: 'OPEN', mergeCommit: null })).resolves.toEqual([
      pull({ isMerged: false, mergeCommit: undefined }),
    ]);
  });

  it.each(['number', 'state', 'headRefOid', 'baseRefName', 'mergeCommit'])(
    'is a failure that names the field %s where it is missing, not a pull request with another merge',
    async (field) => {
      await expect(answered({ ...NODE, [field]: undefined })).rejects.toThrow(
        new RegExp(`GitHub answered without the field ${field} of `),
      );
    },
  );

  it.each([
    ['no repository', { repository: null }, 'GitHub does not say which pull requests belong to the commit.'],
    ['no list', { repository: { object: {} } }, 'GitHub answered without the field associatedPullRequests'],
    [
      'a thing in the list that is none',
      { repository: { object: { associatedPullRequests: { nodes: [7] } } } },
      'GitHub answered without the field number of the pull requests of the commit.',
    ],
  ])('is a failure with %s', async (_, data, message) => {
    await expect(pullRequestsOf({ graphQl: () => Promise.resolve(data) }, MERGE)).rejects.toThrow(message);
  });

  it('is empty for a commit that GitHub does not know yet', async () => {
    const graphQl = () => Promise.resolve({ repository: { object: null } });
    await expect(pullRequestsOf({ graphQl }, MERGE)).resolves.toEqual([]);
  });
});
