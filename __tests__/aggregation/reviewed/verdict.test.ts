import { describe, expect, it } from '@jest/globals';
import { hiddenPlan, type ReviewedChanges } from '../../../src/aggregation/reviewed/hidden-plan.js';
import { refusalWords, type ReviewRefusal } from '../../../src/aggregation/reviewed/refusal.js';
import {
  verdictOn,
  type AboutToHappen,
  type MergedPullRequest,
} from '../../../src/aggregation/reviewed/verdict.js';
import { aboutTo, columnOf, HEAD, hashOf, leavers, merged, planOf, SECRET } from './plans.js';

const LEAVERS = leavers(8);
const LINE = hiddenPlan(planOf(LEAVERS), SECRET);
const OTHER_SOURCE = hiddenPlan(planOf(LEAVERS, { sourceId: 'f'.repeat(32) }), SECRET);

describe('a reviewed plan approves', () => {
  it.each([
    ['exactly the deletions it showed', LEAVERS],
    ['the same in another order', [...LEAVERS].reverse()],
    ['fewer of them', LEAVERS.slice(3)],
    ['none at all', []],
  ])('%s', (_, ids) => {
    expect(verdictOn(aboutTo(ids), merged(LINE), SECRET)).toEqual({ kind: 'approved', pullRequest: 12 });
  });

  it('beside the plan of another source in the same comment, in either order', () => {
    for (const body of [`${LINE}\n${OTHER_SOURCE}`, `${OTHER_SOURCE}\n${LINE}`]) {
      expect(verdictOn(aboutTo(LEAVERS), merged(body), SECRET).kind).toBe('approved');
    }
  });

  it('beside a comment that another job left at an older commit', () => {
    const stale = hiddenPlan(planOf(LEAVERS, { head: 'a'.repeat(40) }), SECRET);
    expect(verdictOn(aboutTo(LEAVERS), merged(stale, LINE), SECRET).kind).toBe('approved');
  });

  it('alone where it is the newest of several for the same commit, in whichever order they stand', () => {
    const other = planOf(LEAVERS.slice(1), { plannedAt: '2026-11-25T07:00:01.000Z' });
    const newer = hiddenPlan(other, SECRET);
    for (const bodies of [
      [LINE, newer],
      [newer, LINE],
    ]) {
      expect(verdictOn(aboutTo(LEAVERS), merged(...bodies), SECRET).kind).toBe('refused');
      expect(verdictOn(aboutTo(LEAVERS.slice(1)), merged(...bodies), SECRET).kind).toBe('approved');
    }
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
    ['for another type of the source', holding(LEAVERS, { objectType: 'group' }), 'another-type'],
    [
      'for another tenant',
      holding(LEAVERS, { tenant: 'https://test.api.identitynow.com' }),
      'another-tenant',
    ],
    ['for another repository', holding(LEAVERS, { repositoryId: '4712' }), 'another-repository'],
    ['copied from another pull request', holding(LEAVERS, { pullRequest: 11 }), 'another-pull-request'],
    ['for an older commit', holding(LEAVERS, { head: 'a'.repeat(40) }), 'another-head'],
    ['with another secret', holding(LEAVERS, {}, 'the secret before'), 'another-secret'],
    ['of an older version', merged(LINE.replace('plan v2 ', 'plan v1 ')), 'another-format'],
    ['for another branch', holding(LEAVERS, { base: 'dev' }), 'another-base'],
    ['for another file', holding(LEAVERS, { fileSha256: '6'.repeat(64) }), 'file-changed'],
    ['of other deletions', holding(LEAVERS.slice(1)), 'more-than-reviewed'],
    ['of as many, but others', holding(LEAVERS.map((id) => `${id}x`)), 'more-than-reviewed'],
    [
      'the nearest of several reasons',
      merged(OTHER_SOURCE, hiddenPlan(planOf(LEAVERS.slice(2)), SECRET), LINE.replace('plan v2', 'plan v3')),
      'more-than-reviewed',
    ],
  ])('%s', (_, pull, kind) => {
    const verdict = verdictOn(aboutTo(LEAVERS), pull, SECRET);
    expect(verdict).toMatchObject({ kind: 'refused', refusal: { kind, number: 12 } });
  });

  it('other deletions, and gives both numbers and the ids apart from them', () => {
    const about = aboutTo([...LEAVERS, 'chief']);
    expect(verdictOn({ ...about, plan: { ...about.plan, deleted: 9 } }, merged(LINE), SECRET)).toEqual({
      kind: 'refused',
      refusal: {
        ...{ kind: 'more-than-reviewed', number: 12 },
        excess: [{ of: 'deletions', now: 9, reviewed: 8, others: 1 }],
      },
      others: ['chief'],
    });
  });
});

describe('what is more than a reviewed plan showed', () => {
  const CHANGES: ReviewedChanges = {
    ...{ accounts: 60, unseen: 2, notCompared: [hashOf('lastLogin')] },
    columns: { [hashOf('department')]: [50, 10, 0] },
  };
  /** The reviewed plan creates 3 accounts, deletes 8 and changes 60, all in the column "department". */
  const REVIEWED = merged(hiddenPlan(planOf(LEAVERS, { changes: CHANGES }, SECRET, true), SECRET));
  const NOT_COMPARED = merged(hiddenPlan(planOf(LEAVERS, { changes: undefined }), SECRET));
  const values = (affected: number, ...columns: AboutColumns) => ({
    ...{ affected, unseen: 2, columns },
    notCompared: [{ column: 'lastLogin', why: 'ignored' as const }],
  });
  type AboutColumns = ReturnType<typeof columnOf>[];
  const REORGANISED = values(60, columnOf('department', 50, 10));
  const NO_VALUES = { kind: 'not-compared', why: '' } as const;

  it.each<[string, AboutToHappen, MergedPullRequest, readonly string[]]>([
    ['the same', aboutTo(LEAVERS, { values: REORGANISED }), REVIEWED, []],
    ['less of all', aboutTo([], { created: 0, values: values(1, columnOf('department', 1)) }), REVIEWED, []],
    [
      'an account of a person who was not active, and now is, or of whom ISC does not say any more',
      aboutTo(LEAVERS.slice(0, 2), { isInactive: false, values: REORGANISED }),
      REVIEWED,
      ['2 deletions that it showed as of nobody or of inactive people may now be of active ones'],
    ],
    [
      'one more creation',
      aboutTo(LEAVERS, { created: 4, values: REORGANISED }),
      REVIEWED,
      ['4 accounts would be created, not 3'],
    ],
    [
      'one more account of the same native identity',
      { ...aboutTo(LEAVERS), plan: { ...aboutTo(LEAVERS).plan, deleted: 9 } },
      REVIEWED,
      ['9 accounts would be deleted, not 8, with the same native identities'],
    ],
    [
      'one more change in a column',
      aboutTo(LEAVERS, { values: values(60, columnOf('department', 51, 9)) }),
      REVIEWED,
      ['"department" would be changed in 51 accounts, not in 50'],
    ],
    [
      'changes that become emptied values',
      aboutTo(LEAVERS, { values: values(60, columnOf('department', 49, 11)) }),
      REVIEWED,
      ['"department" would be emptied in 11 accounts, not in 10'],
    ],
    [
      'a column that did not change',
      aboutTo(LEAVERS, { values: values(60, columnOf('department', 50, 10), columnOf('title', 0, 0, 1)) }),
      REVIEWED,
      ['"title" would be filled in 1 account, not in 0'],
    ],
    [
      'as many values by column in more accounts',
      aboutTo(LEAVERS, { values: values(61, columnOf('department', 50, 10)) }),
      REVIEWED,
      ['values would change in 61 accounts, not in 60'],
    ],
    [
      'values that cannot be compared now',
      aboutTo(LEAVERS, { values: NO_VALUES }),
      REVIEWED,
      ['values that were compared then cannot be compared now'],
    ],
    [
      'a column that cannot be compared now',
      aboutTo(LEAVERS, {
        values: { ...REORGANISED, notCompared: [{ column: 'title', why: 'not-shown' as const }] },
      }),
      REVIEWED,
      ['"title" can no longer be compared'],
    ],
    [
      'accounts whose values ISC does not show now',
      aboutTo(LEAVERS, { values: { ...REORGANISED, unseen: 3 } }),
      REVIEWED,
      ['values that were compared then cannot be compared now'],
    ],
    [
      'nothing where values were compared neither then nor now',
      aboutTo(LEAVERS, { values: NO_VALUES }),
      NOT_COMPARED,
      [],
    ],
    [
      'any change where nobody could see one',
      aboutTo(LEAVERS, { values: values(1, columnOf('title', 1)) }),
      NOT_COMPARED,
      ['values would change in 1 account, not in 0', '"title" would be changed in 1 account, not in 0'],
    ],
  ])('%s', (_, about, pull, parts) => {
    const verdict = verdictOn(about, pull, SECRET);
    if (verdict.kind === 'approved') expect(parts).toEqual([]);
    else {
      const list = parts.length < 2 ? parts.join('') : parts.join(' and ');
      expect(refusalWords(verdict.refusal).message).toBe(
        `This is more than pull request #12 showed: ${list}. The accounts on the source have changed since.`,
      );
    }
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
    [{ kind: 'another-type', number: 3, objectType: 'account' }, /#3 is for accounts, not/],
    [{ kind: 'another-type', number: 3, objectType: 'group' }, /entitlements of the type group/],
    [{ kind: 'another-tenant', number: 3, tenant: 'https://t.example' }, /tenant https:\/\/t\.example/],
    [{ kind: 'another-format', number: 3 }, /another version/],
    [{ kind: 'edited', number: 3 }, /edited/],
    [{ kind: 'another-secret', number: 3 }, /another secret/],
    [{ kind: 'another-repository', number: 3 }, /another repository/],
    [{ kind: 'another-pull-request', number: 3, planned: 2 }, /#3 .*#2/],
    [{ kind: 'edited-by', number: 3, editor: 'mallory' }, /edited by mallory/],
    [{ kind: 'another-head', number: 3, planned: 'a'.repeat(40), head: HEAD }, /aaaaaaa, but bbbbbbb/],
    [{ kind: 'file-changed', number: 3 }, /content differs/],
    [{ kind: 'another-base', number: 3, planned: 'dev', base: 'main' }, /branch dev, .* into main/],
    [
      {
        ...{ kind: 'more-than-reviewed', number: 3 },
        excess: [
          { of: 'deletions', now: 9, reviewed: 8, others: 1 },
          { of: 'not-compared', columns: ['a', 'b', 'c', 'd', 'e', 'f'] },
          ...Array.from({ length: 7 }, (_, index) => ({
            ...({ of: 'column', column: `c${index}`, change: 'changed', now: 2, reviewed: 1 } as const),
          })),
        ],
      },
      /1 of the 9 deletions now are not among the 8 that it showed, "a", "b", "c", "d", "e" and 1 more can no longer be compared, "c0" .*"c4" would be changed in 2 accounts, not in 1 and 2 more such numbers by column\./,
    ],
  ] satisfies readonly [ReviewRefusal, RegExp][])('%j', (refusal, says) => {
    const { message, next } = refusalWords(refusal);
    expect(message).toMatch(says);
    expect(message).toMatch(/\.$/);
    expect(next).toMatch(/^[A-Z].*\.$/);
  });

  it('say how to plan again where the secret has changed', () => {
    const { next } = refusalWords({ kind: 'another-secret', number: 3 });
    expect(next).toMatch(/^The credential has changed since.*same plan-key\./);
    expect(next.match(/Plan again/g)).toHaveLength(1);
  });
});
