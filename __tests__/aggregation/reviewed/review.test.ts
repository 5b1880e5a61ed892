import { describe, expect, it } from '@jest/globals';
import { findHiddenPlans, hiddenPlan } from '../../../src/aggregation/reviewed/hidden-plan.js';
import {
  CommentRoom,
  MOST_DELETIONS,
  type PlanToReview,
  type ReviewParts,
  reviewWith,
} from '../../../src/aggregation/reviewed/review.js';
import type { AssociatedPullRequest } from '../../../src/github/pull-requests.js';
import { GitHubFailure } from '../../../src/github/connect.js';
import type { Occasion } from '../../../src/github/event.js';
import { skippingClock } from '../../support/clocks.js';
import { aboutTo, columnOf, hashOf, HEAD, leavers, planOf, SECRET, TENANT } from './plans.js';

const MERGE = 'c'.repeat(40);
const ON_PULL: Occasion = {
  kind: 'pull-request',
  repositoryId: '4711',
  number: 12,
  head: HEAD,
  into: 'main',
};
const ON_PUSH: Occasion = { kind: 'push', repositoryId: '4711', branch: 'main', commit: MERGE };
const MERGED: AssociatedPullRequest = {
  ...{ number: 12, isMerged: true, mergeCommit: MERGE, head: HEAD, into: 'main' },
};

function plan(ids: readonly string[] = leavers(8)): PlanToReview {
  return aboutTo(ids);
}

/** GitHub with this merged pull request and a comment of our own for each body; `asked` names the questions. */
function gitHub(pulls: readonly AssociatedPullRequest[], bodies: readonly string[]) {
  const asked: string[] = [];
  const api = {
    pullRequestsOf: (commit: string) => {
      asked.push(`pulls of ${commit.slice(0, 3)}`);
      return Promise.resolve(pulls);
    },
    comments: (number: number) => ({
      async *list() {
        asked.push(`comments of ${number}`);
        for (const [id, body] of bodies.entries()) {
          yield await Promise.resolve({
            id: `IC_${id}`,
            body,
            otherAuthor: undefined,
            otherEditor: undefined,
          });
        }
      },
      create: () => Promise.reject(new Error('Not to be written.')),
      update: () => Promise.reject(new Error('Not to be written.')),
    }),
  };
  return { api, asked };
}

function partsWith(changes: Partial<ReviewParts>): ReviewParts {
  return {
    occasion: ON_PULL,
    dryRun: true,
    comment: true,
    tenant: TENANT,
    secret: SECRET,
    openGitHub: () => Promise.reject(new Error('Not to be opened.')),
    clock: skippingClock(Date.parse('2026-11-25T07:00:00Z')),
    signal: new AbortController().signal,
    ...changes,
  };
}

/** The line that a dry run on the pull request leaves in its comment. */
async function planned(): Promise<string> {
  const answer = await reviewWith(partsWith({})).ask(plan());
  if (answer.kind !== 'to-approve') throw new Error(answer.kind);
  return answer.hidden;
}

describe('on a pull request', () => {
  it('a dry run with a comment gives the hidden plan for it, without asking GitHub', async () => {
    expect(findHiddenPlans(await planned(), SECRET)).toEqual([
      { kind: 'authentic', plan: planOf(leavers(8), {}, SECRET, true) },
    ]);
  });

  it('the plan shows the values of each column, and which were not compared', async () => {
    const values = {
      ...{ affected: 60, unseen: 2, columns: [columnOf('department', 50, 10, 1)] },
      notCompared: [{ column: 'lastLogin', why: 'ignored' as const }],
    };
    const answer = await reviewWith(partsWith({})).ask(aboutTo([], { values }));
    const [found] = answer.kind === 'to-approve' ? findHiddenPlans(answer.hidden, SECRET) : [];
    expect(found).toMatchObject({
      plan: {
        changes: {
          ...{ accounts: 60, unseen: 2, notCompared: [hashOf('lastLogin')] },
          columns: { [hashOf('department')]: [50, 10, 1] },
        },
      },
    });
  });

  it.each([
    ['a dry run without a comment', { comment: false }, 'no-comment'],
    ['a step that sends the file', { dryRun: false }, 'another-event'],
  ])('%s approves nothing', async (_, changes, kind) => {
    await expect(reviewWith(partsWith(changes)).ask(plan())).resolves.toMatchObject({
      kind: 'refused',
      refusal: { kind },
    });
  });

  it.each([
    [4_000, { kind: 'to-approve' }],
    [4_001, { kind: 'refused', refusal: { kind: 'too-many', deletions: 4_001, most: 4_000 } }],
  ])('%i deletions fit into a comment, or are too many', async (deletions, answer) => {
    expect(await reviewWith(partsWith({})).ask(plan(leavers(deletions)))).toMatchObject(answer);
  });
});

describe('on a push', () => {
  const onPush = (changes: Partial<ReviewParts>): ReviewParts =>
    partsWith({ occasion: ON_PUSH, dryRun: false, comment: false, ...changes });

  it('what was planned on the merged pull request is approved; GitHub is asked once for all sources', async () => {
    const { api, asked } = gitHub([MERGED], [await planned()]);
    const review = reviewWith(onPush({ openGitHub: () => Promise.resolve(api) }));
    const fewer = plan(leavers(7));
    await expect(Promise.all([review.ask(plan()), review.ask(fewer)])).resolves.toEqual([
      { kind: 'approved', pullRequest: 12 },
      { kind: 'approved', pullRequest: 12 },
    ]);
    expect(asked).toEqual(['pulls of ccc', 'comments of 12']);
  });

  it('what was not is refused, with the others', async () => {
    const { api } = gitHub([MERGED], [await planned()]);
    const review = reviewWith(onPush({ openGitHub: () => Promise.resolve(api) }));
    await expect(review.ask(plan([...leavers(8), 'chief']))).resolves.toMatchObject({
      kind: 'refused',
      refusal: { kind: 'more-than-reviewed', excess: [{ of: 'deletions', others: 1 }] },
      others: ['chief'],
    });
  });

  it.each([
    ['no pull request', [], 'no-pull-request'],
    ['two', [MERGED, { ...MERGED, number: 13 }], 'several-pull-requests'],
    ['one of another branch', [{ ...MERGED, into: 'dev' }], 'another-branch'],
    ['one with another merge', [{ ...MERGED, mergeCommit: HEAD }], 'not-its-merge'],
    ['one without a plan', [MERGED], 'no-plan'],
  ])('is refused with %s', async (_, pulls, kind) => {
    const { api } = gitHub(pulls, ['hello']);
    const review = reviewWith(onPush({ openGitHub: () => Promise.resolve(api) }));
    await expect(review.ask(plan())).resolves.toMatchObject({ kind: 'refused', refusal: { kind } });
  });

  it("is refused with GitHub's words where GitHub refuses", async () => {
    const openGitHub = () => Promise.reject(new GitHubFailure('GitHub answered 403: no.'));
    await expect(reviewWith(onPush({ openGitHub })).ask(plan())).resolves.toMatchObject({
      refusal: { kind: 'github-failed', reason: 'GitHub answered 403: no.' },
    });
  });

  it('ends with the step', async () => {
    const openGitHub = () => Promise.reject(new Error('cancelled'));
    await expect(reviewWith(onPush({ openGitHub })).ask(plan())).rejects.toThrow('cancelled');
  });
});

it.each([
  { kind: 'merge-queue' },
  { kind: 'another-event', event: 'the event workflow_dispatch' },
  { kind: 'unknown-run', missing: 'repository' },
] satisfies Occasion[])('on any other occasion nothing is approved: $kind', async (occasion) => {
  await expect(reviewWith(partsWith({ occasion, dryRun: false })).ask(plan())).resolves.toEqual({
    kind: 'refused',
    refusal: occasion,
    others: [],
  });
});

it.each([
  [ON_PULL, true, true],
  [ON_PULL, false, false],
  [ON_PUSH, true, false],
] satisfies [Occasion, boolean, boolean][])(
  '%j, dry run %s: before the merge %s',
  (occasion, dryRun, before) => {
    expect(reviewWith(partsWith({ occasion, dryRun })).isBeforeMerge).toBe(before);
  },
);

/** The characters of the hidden plan of so many deletions. */
function over(deletions: number): number {
  return hiddenPlan(planOf(leavers(deletions)), SECRET).length;
}

describe('the hidden plans of one step', () => {
  it('fit into its comment, up to 4,000 deletions of one source', () => {
    expect(new CommentRoom().take(over(MOST_DELETIONS))).toBe(true);
  });

  it.each([
    [44_000, true],
    [44_001, false],
  ])('may be 44,000 characters long together: %d fit: %s', (length, fits) => {
    const room = new CommentRoom();
    expect([room.take(20_000), room.take(length - 20_000)]).toEqual([true, fits]);
  });

  it('leave room for a smaller one after one that does not fit', () => {
    const room = new CommentRoom();
    expect([over(2_500), over(2_000), over(1_000)].map((length) => room.take(length))).toEqual([
      true,
      false,
      true,
    ]);
  });
});
