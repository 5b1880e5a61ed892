import { describe, expect, it } from '@jest/globals';
import { hiddenPlan } from '../../../src/aggregation/reviewed/hidden-plan.js';
import { wordsFor } from '../../../src/aggregation/reviewed/refusal-words.js';
import { verdictOn, type MergedPullRequest } from '../../../src/aggregation/reviewed/verdict.js';
import { aboutTo, HEAD, leavers, merged, planOf, SECRET } from './plans.js';

const LEAVERS = leavers(8);
const LINE = hiddenPlan(planOf(LEAVERS), SECRET);
const OTHER_SOURCE = hiddenPlan(planOf(LEAVERS, { sourceId: 'f'.repeat(32) }), SECRET);

describe('a reviewed plan approves', () => {
  it.each([
    ['exactly the deletions it showed', LEAVERS],
    ['the same in another order', [...LEAVERS].reverse()],
    ['fewer of them', LEAVERS.slice(3)],
    ['none at all', []],
  ])('%s', (_, deletions) => {
    expect(verdictOn(aboutTo(deletions), merged(LINE), SECRET)).toEqual({
      approved: true,
      pullRequest: 12,
      reviewed: 8,
    });
  });

  it('beside the plan of another source in the same comment, in either order', () => {
    for (const body of [`${LINE}\n${OTHER_SOURCE}`, `${OTHER_SOURCE}\n${LINE}`]) {
      expect(verdictOn(aboutTo(LEAVERS), merged(body), SECRET).approved).toBe(true);
    }
  });

  it('beside a comment that another job left at an older commit', () => {
    const stale = hiddenPlan(planOf(LEAVERS, { head: 'a'.repeat(40) }), SECRET);
    expect(verdictOn(aboutTo(LEAVERS), merged(stale, LINE), SECRET).approved).toBe(true);
  });
});

describe('a reviewed plan does not approve', () => {
  const by = (changes: Partial<MergedPullRequest['comments'][number]>): MergedPullRequest => ({
    ...merged(),
    comments: [{ body: LINE, otherAuthor: undefined, otherEditor: undefined, ...changes }],
  });
  const holding = (...parameters: Parameters<typeof planOf>): MergedPullRequest =>
    merged(hiddenPlan(planOf(...parameters), parameters[2] ?? SECRET));

  it.each([
    ['no comment at all', merged(), 'no-plan'],
    ['a comment without a plan', merged('## Plan\nAll is well.'), 'no-plan'],
    ['by somebody else', by({ otherAuthor: 'mallory' }), 'another-author'],
    ['edited by somebody else', by({ otherEditor: 'mallory' }), 'edited-by'],
    ['edited', merged(LINE.replace(/.{5} -->/, 'AAAA= -->')), 'edited'],
    ['for another source', merged(OTHER_SOURCE), 'another-source'],
    [
      'for another tenant',
      holding(LEAVERS, { tenant: 'https://test.api.identitynow.com' }),
      'another-tenant',
    ],
    ['for another repository', holding(LEAVERS, { repositoryId: '4712' }), 'another-repository'],
    ['copied from another pull request', holding(LEAVERS, { pullRequest: 11 }), 'another-pull-request'],
    ['for an older commit', holding(LEAVERS, { head: 'a'.repeat(40) }), 'another-head'],
    ['with another secret', holding(LEAVERS, {}, 'the secret before'), 'another-secret'],
    ['of a newer version', merged(LINE.replace('plan v1 ', 'plan v2 ')), 'another-format'],
    ['for another file', holding(LEAVERS, { fileSha256: '6'.repeat(64) }), 'file-changed'],
    ['of other deletions', holding(LEAVERS.slice(1)), 'not-reviewed'],
    ['of as many, but others', holding(LEAVERS.map((id) => `${id}x`)), 'not-reviewed'],
    [
      'the nearest of several reasons',
      merged(OTHER_SOURCE, hiddenPlan(planOf(LEAVERS.slice(2)), SECRET), LINE.replace('plan v1', 'plan v3')),
      'not-reviewed',
    ],
  ])('%s', (_, pull, kind) => {
    const verdict = verdictOn(aboutTo(LEAVERS), pull, SECRET);
    expect(verdict).toMatchObject({ approved: false, refusal: { kind, number: 12 } });
  });

  it('other deletions, and gives both numbers and the ids apart from them', () => {
    const verdict = verdictOn(aboutTo([...LEAVERS, 'chief']), merged(LINE), SECRET);
    expect(verdict).toEqual({
      approved: false,
      refusal: { kind: 'not-reviewed', number: 12, deletions: 9, reviewed: 8, others: 1 },
      others: ['chief'],
    });
  });
});

describe('the reasons in words', () => {
  it.each([
    [{ kind: 'no-comment' }, /comment: true/],
    [{ kind: 'too-many', deletions: 9_000, most: 4_000 }, /these 9,000 deletions: .*4,000/],
    [{ kind: 'too-many', most: 4_000 }, /cannot approve so many deletions: .*4,000/],
    [{ kind: 'merge-queue' }, /merge queue/],
    [{ kind: 'another-event', event: 'workflow_dispatch' }, /workflow_dispatch/],
    [{ kind: 'unknown-run', missing: 'repository' }, /which repository/],
    [{ kind: 'github-failed', reason: 'GitHub answered 403: no.' }, /GitHub answered 403: no\./],
    [{ kind: 'no-pull-request', commit: HEAD }, /commit b{7}(?!b)/],
    [{ kind: 'several-pull-requests', numbers: [3, 4] }, /#3, #4/],
    [{ kind: 'another-branch', number: 3, branch: 'dev', pushed: 'main' }, /into dev, .* to main/],
    [
      { kind: 'not-its-merge', number: 3, commit: HEAD, mergeCommit: 'a'.repeat(40) },
      /bbbbbbb .*#3.* names aaaaaaa .* stack/,
    ],
    [{ kind: 'no-plan', number: 3 }, /#3 has no comment/],
    [{ kind: 'another-author', number: 3, author: 'mallory' }, /by mallory/],
    [{ kind: 'another-source', number: 3, sourceId: 'abc' }, /source abc/],
    [{ kind: 'another-tenant', number: 3, tenant: 'https://t.example' }, /tenant https:\/\/t\.example/],
    [{ kind: 'another-format', number: 3 }, /another version/],
    [{ kind: 'edited', number: 3 }, /edited/],
    [{ kind: 'another-secret', number: 3 }, /another secret/],
    [{ kind: 'another-repository', number: 3 }, /another repository/],
    [{ kind: 'another-pull-request', number: 3, planned: 2 }, /#3 .*#2/],
    [{ kind: 'edited-by', number: 3, editor: 'mallory' }, /edited by mallory/],
    [{ kind: 'another-head', number: 3, planned: 'a'.repeat(40), head: HEAD }, /aaaaaaa, but bbbbbbb/],
    [{ kind: 'file-changed', number: 3 }, /content differs/],
    [{ kind: 'not-reviewed', number: 3, deletions: 9, reviewed: 8, others: 1 }, /1 of the 9 .* 8 /],
  ] as const)('%j', (refusal, says) => {
    const { message, next } = wordsFor(refusal);
    expect(message).toMatch(says);
    expect(message).toMatch(/\.$/);
    expect(next).toMatch(/^[A-Z].*\.$/);
  });

  it('say how to plan again where the secret has changed', () => {
    const { next } = wordsFor({ kind: 'another-secret', number: 3 });
    expect(next).toMatch(/^The credential has changed since.*same plan-key\./);
    expect(next.match(/Plan again/g)).toHaveLength(1);
  });
});
