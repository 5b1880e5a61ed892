import { beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { hiddenPlan, type ReviewedPlan } from '../../src/aggregation/reviewed/hidden-plan.js';
import { Semaphore } from '../../src/runtime/semaphore.js';
import type { GitHubOptions } from '../../sandbox/tenant/github/github.js';
import type { Commit } from '../../sandbox/tenant/github/history.js';
import type { Account, Comment, PullRequest } from '../../sandbox/tenant/github/repository.js';
import { DEFAULT_CLIENT } from '../../sandbox/tenant/sandbox.js';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { planOf } from '../aggregation/reviewed/plans.js';
import { csvOf, people } from '../support/people.js';
import { HR, SOURCE_ID } from '../support/play.js';
import type { StepRun } from '../support/run-action.js';
import { onStage, pullRequest, push, type Occasion, type Stage } from './github.js';

/** `reviewed-plan` on a simulated pull request and its merge. */

/** Of the 20 accounts on the source, max-deletions allows 2 to go; this file deletes the last 8. */
const FILE = csvOf(people(12));
/** The source's own threshold would allow these deletions. */
const SOURCE = { ...HR, deleteThreshold: 90 };
const LEAVERS = people(8, 13).map(({ id }) => id);

const ON_PULL = { 'reviewed-plan': 'true', comment: 'true', 'dry-run': 'true' };
const ON_PUSH = { 'reviewed-plan': 'true' };
const BOT: Account = { login: 'github-actions[bot]', type: 'Bot' };
const MALLORY: Account = { login: 'mallory', type: 'User' };

interface Scene extends Stage {
  readonly pull: PullRequest;
  readonly base: Commit;
  /** The dry run on the pull request. */
  readonly planning: Occasion;
  /** The step after the merge. */
  readonly merging: (merge: Commit) => Occasion;
}

/** A pull request that takes the leavers out of the file. */
async function onScene(
  options: GitHubOptions,
  act: (scene: Scene) => Promise<void>,
  isInside = false,
): Promise<void> {
  const play = async (stage: Stage): Promise<void> => {
    const { repository } = stage.github;
    const base = repository.commit(undefined, { 'data/hr.csv': csvOf(people(20)) });
    const head = repository.commit(base, { 'data/hr.csv': FILE });
    const pull = repository.open(base, head);
    const files = { 'data/hr.csv': FILE };
    stage.tenant.tenant.addSource(SOURCE);
    await act({
      ...stage,
      ...{ pull, base },
      planning: { ...pullRequest(pull.number, base, head, 1), inputs: ON_PULL, files },
      merging: (merge) => ({ ...push(base, merge), inputs: ON_PUSH, files }),
    });
  };
  await onStage(options, play, { isInside });
}

/** The same with steps inside of this process: a variant of what a process shows as well. */
function onSceneInside(options: GitHubOptions, act: (scene: Scene) => Promise<void>): Promise<void> {
  return onScene(options, act, true);
}

describe('on a pull request', () => {
  it.concurrent('a dry run over a limit is PLANNED, and its comment says what merging approves', async () => {
    await onScene({}, async ({ planning, pull, run }) => {
      const step = await run(planning);
      expect(step.outputs).toMatchObject({ status: 'PLANNED', 'planned-deleted': '8' });
      expect(step.exitCode).toBe(0);
      expect(step.annotations).toEqual([]);
      const body = pull.comments[0]?.body ?? '';
      const [marker, hidden, headline] = body.split('\n');
      expect(marker).toMatch(/^<!-- sailpoint-source-aggregation [0-9a-f]{32} [0-9a-f]{32} -->$/);
      expect(hidden).toMatch(/^<!-- sailpoint-source-aggregation-plan v2 /);
      expect(headline).toBe(
        '## ⚠️ HR Employees: over max-deletions: merging approves exactly these 8 deletions',
      );
      expect(body).toContain('The plan is over `max-deletions`');
      expect(step.summary).toContain('merging approves exactly these 8 deletions');
      expect(step.summary).not.toContain('aggregation-plan');
      expect(body).not.toContain('acct-');
    });
  });

  it('the plan goes from the comment when the file is within the limits again', async () => {
    await onSceneInside({}, async ({ planning, pull, run }) => {
      await run(planning);
      await run({ ...planning, files: { 'data/hr.csv': csvOf(people(19)) } });
      expect(pull.comments).toHaveLength(1);
      expect(pull.comments[0]?.body).not.toContain('aggregation-plan');
      expect(pull.comments[0]?.body).toContain('## 📋');
    });
  });

  it.each([
    ['without reviewed-plan', { ...ON_PULL, 'reviewed-plan': 'false' }, /max-deletions: 8/],
    ['without a comment', { ...ON_PULL, comment: 'false' }, /reviewed-plan needs comment: true/],
    ['where the file is sent', { ...ON_PULL, 'dry-run': 'false' }, /started by a pull request/],
  ])('it is REJECTED %s', async (_, inputs, says) => {
    await onSceneInside({}, async ({ planning, pull, run }) => {
      const step = await run({ ...planning, inputs });
      expect(step.outputs['status']).toBe('REJECTED');
      expect(step.failures[0]).toMatch(says);
      expect(pull.comments.map(({ body }) => body).join('')).not.toContain('aggregation-plan');
    });
  });

  it('a comment that cannot be written approves nothing, and the report says so', async () => {
    await onSceneInside({ permissions: { pullRequests: 'read' } }, async ({ planning, run }) => {
      const step = await run(planning);
      expect(step.outputs['status']).toBe('PLANNED');
      expect(step.annotations.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
        expect.stringContaining('warning: The comment on the pull request could not be written'),
        expect.stringContaining('approves nothing over max-deletions but what an earlier comment'),
      ]);
      expect(step.summary).toContain('merging approves nothing');
      expect(step.summary).not.toContain('approves exactly');
    });
  });

  it('a set too large for a comment is REJECTED, with what to do', async () => {
    await onSceneInside({}, async ({ planning, pull, run, tenant }) => {
      tenant.tenant.addSource({ ...SOURCE, deleteThreshold: 100, accounts: people(4_020) });
      const step = await run(planning);
      expect(step.outputs).toMatchObject({ status: 'REJECTED', 'planned-deleted': '4008' });
      expect(step.failures[0]).toMatch(
        /cannot approve these 4,008 deletions: .* about 4,000.*several pull requests/s,
      );
      expect(pull.comments[0]?.body).not.toContain('aggregation-plan');
    });
  });

  it('a set that just fits makes a comment that GitHub takes', async () => {
    await onSceneInside({}, async ({ planning, pull, run, tenant }) => {
      tenant.tenant.addSource({ ...SOURCE, deleteThreshold: 100, accounts: people(4_012) });
      const step = await run(planning);
      expect(step.outputs).toMatchObject({ status: 'PLANNED', 'planned-deleted': '4000' });
      expect(pull.comments[0]?.body.length).toBeGreaterThan(42_000);
    });
  });
});

describe('after the merge', () => {
  it.each(['merge', 'squash', 'rebase'] as const)(
    'exactly the reviewed deletions are carried out (%s)',
    async (kind) => {
      const on = kind === 'merge' ? onScene : onSceneInside;
      await on({}, async ({ github, merging, planning, pull, run, tenant }) => {
        await run(planning);
        const step = await run(merging(github.repository.merge(pull, kind)));
        expect(step.outputs).toMatchObject({ status: 'SUCCESS', 'accounts-deleted': '8' });
        expect(step.log).toContain('the plan is no more than what pull request #1 showed');
        expect(step.summary).toContain('it is no more than what pull request #1 showed');
        expect(tenant.tenant.accounts(SOURCE_ID)).toHaveLength(12);
      });
    },
  );

  it('nothing is asked of GitHub for a file within the limits', async () => {
    await onSceneInside({}, async ({ github, merging, pull, run }) => {
      const merge = github.repository.merge(pull, 'merge');
      await run({ ...merging(merge), files: { 'data/hr.csv': csvOf(people(19)) } });
      expect(github.requests).toEqual([]);
    });
  });
});

/** What is on the pull request before its merge, what is done about it, and how the step after the merge ends. */
interface Case {
  readonly name: string;
  /** Changes of the plan in the comment; none is written where it is `null`. */
  readonly plan?: Partial<ReviewedPlan> | null;
  readonly planSecret?: string;
  readonly planned?: readonly string[];
  readonly by?: Account;
  readonly edit?: (scene: Scene, comment: Comment) => void;
  /** The commit that is pushed; by default the merge of the pull request. */
  readonly pushed?: (scene: Scene) => Commit;
  readonly occasion?: Partial<Occasion>;
  readonly gitHub?: GitHubOptions;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly status: 'SUCCESS' | 'REJECTED' | 'FAILED';
  readonly says?: RegExp;
}

const KEY = 'a plan key of these tests only';
const FILES = { 'data/hr.csv': FILE };

const CASES: readonly Case[] = [
  { name: 'all of it as reviewed', status: 'SUCCESS' },
  { name: 'fewer deletions than reviewed', planned: [...LEAVERS, 'acct-00099'], status: 'SUCCESS' },
  {
    name: 'with the same plan-key for another credential',
    planSecret: KEY,
    inputs: { 'plan-key': KEY },
    status: 'SUCCESS',
  },
  {
    name: 'after our comment was rewritten',
    edit: ({ github }, comment) => {
      github.repository.edit(comment, comment.body, MALLORY);
      github.repository.edit(comment, comment.body, BOT);
    },
    status: 'SUCCESS',
  },
  {
    name: 'without reviewed-plan',
    inputs: { 'reviewed-plan': 'false' },
    status: 'REJECTED',
    says: /set max-deletions: 8/,
  },
  {
    name: 'one deletion that was not reviewed',
    planned: LEAVERS.slice(1),
    status: 'REJECTED',
    says: /^The file would delete 8 .*1 of the 8 deletions now are not among the 7 /,
  },
  {
    name: 'no pull request',
    pushed: ({ base, github }) => github.repository.commit(base, { 'data/hr.csv': FILE }),
    status: 'REJECTED',
    says: /No merged pull request belongs to commit [0-9a-f]{7}/,
  },
  {
    name: 'several pull requests',
    pushed: ({ base, github, pull }) => {
      const merge = github.repository.merge(pull, 'merge');
      const twin = github.repository.open(base, pull.head);
      twin.merged = [merge];
      return merge;
    },
    status: 'REJECTED',
    says: /pull requests #1, #2 all have/,
  },
  {
    name: 'a pull request into another branch',
    occasion: { env: { GITHUB_REF: 'refs/heads/release' } },
    status: 'REJECTED',
    says: /#1 was merged into main, and this push is to release/,
  },
  {
    name: 'a commit of the pull request that is not its merge',
    pushed: ({ github, pull }) => {
      github.repository.merge(pull, 'merge');
      return pull.head;
    },
    status: 'REJECTED',
    says: /belongs to pull request #1, but is not its merge/,
  },
  { name: 'no comment', plan: null, status: 'REJECTED', says: /#1 has no comment with a plan/ },
  { name: 'a comment by a person', by: MALLORY, status: 'REJECTED', says: /is by mallory/ },
  {
    name: 'a comment by another app',
    by: { login: 'other[bot]', type: 'Bot' },
    status: 'REJECTED',
    says: /is by other,/,
  },
  {
    name: 'a plan that was edited',
    edit: ({ github }, comment) => {
      const body = comment.body.replace(
        /(.)(.{60} -->)/,
        (_, byte: string, rest: string) => (byte === 'A' ? 'B' : 'A') + rest,
      );
      github.repository.edit(comment, body, BOT);
    },
    status: 'REJECTED',
    says: /is not as this action wrote it: it was edited/,
  },
  {
    name: 'a comment that a person edited',
    edit: ({ github }, comment) => {
      github.repository.edit(comment, comment.body.replace('8 deletions', '1 deletion'), MALLORY);
    },
    status: 'REJECTED',
    says: /last edited by mallory/,
  },
  {
    name: 'a plan of another source',
    plan: { sourceId: 'f'.repeat(32) },
    status: 'REJECTED',
    says: /is for the source f{32}/,
  },
  {
    name: 'a plan of another type of the source',
    plan: { objectType: 'group' },
    status: 'REJECTED',
    says: /is for entitlements of the type group/,
  },
  {
    name: 'a plan for another branch',
    plan: { base: 'dev' },
    status: 'REJECTED',
    says: /was made for the branch dev, and it was merged into main/,
  },
  {
    name: 'a protected account among the reviewed ones',
    inputs: { 'protected-accounts': LEAVERS.join('\n') },
    status: 'REJECTED',
    says: /has 1 error/,
  },
  {
    name: 'a limit that cannot be enforced',
    inputs: { 'max-active-deletions': '0' },
    status: 'FAILED',
    says: /ISC does not say of 8 accounts/,
  },
  {
    name: 'a plan of another tenant',
    plan: { tenant: 'https://test.api.identitynow.com' },
    status: 'REJECTED',
    says: /is for the tenant https:\/\/test\.api/,
  },
  {
    name: 'a plan of another repository',
    plan: { repositoryId: '1' },
    status: 'REJECTED',
    says: /made for another repository/,
  },
  {
    name: 'a plan copied from another pull request',
    plan: { pullRequest: 7 },
    status: 'REJECTED',
    says: /made for pull request #7: somebody has copied it/,
  },
  {
    name: 'a plan of an older commit',
    plan: { head: 'a'.repeat(40) },
    status: 'REJECTED',
    says: /made for commit aaaaaaa, but [0-9a-f]{7} was merged/,
  },
  {
    name: 'another secret',
    planSecret: 'the secret before',
    status: 'REJECTED',
    says: /made with another secret\..*\nNothing was sent\. The credential has changed since/s,
  },
  {
    name: 'another file',
    occasion: { files: { 'data/hr.csv': csvOf(people(11)) } },
    planned: people(9, 12).map(({ id }) => id),
    status: 'REJECTED',
    says: /The file is not the one that was planned/,
  },
  {
    name: 'no right to read pull requests',
    gitHub: { permissions: { pullRequests: 'none' } },
    status: 'REJECTED',
    says: /could not be determined .*: GitHub does not say .*not accessible.*pull-requests: read/s,
  },
  {
    name: 'a GitHub that fails',
    gitHub: { fault: { path: /graphql/, fault: { kind: 'reply', status: 502, message: 'Oops' } } },
    status: 'REJECTED',
    says: /could not be determined .*: GitHub answered 502: Oops/,
  },
  {
    name: 'a merge queue',
    occasion: {
      event: 'merge_group',
      payload: { merge_group: { base_sha: 'a'.repeat(40), head_sha: 'b'.repeat(40) } },
    },
    status: 'REJECTED',
    says: /not carried out in a merge queue/,
  },
  {
    name: 'a start by hand',
    occasion: { event: 'workflow_dispatch', payload: {} },
    status: 'REJECTED',
    says: /started by the event workflow_dispatch/,
  },
  {
    name: 'a tag',
    occasion: { env: { GITHUB_REF: 'refs/tags/v1' } },
    status: 'REJECTED',
    says: /started by the push of a tag/,
  },
  {
    name: 'findings in the file',
    occasion: { files: { 'data/hr.csv': `${FILE}acct-00012,again\n` } },
    status: 'REJECTED',
    says: /has 2 errors|has 1 error/,
  },
];

/** What the bundle plays, as each forgery that it must see through. */
const PROCESSES = [
  'all of it as reviewed',
  'one deletion that was not reviewed',
  'a comment that a person edited',
  'a plan that was edited',
  'a plan for another branch',
  'another file',
];

describe('case × outcome', () => {
  const runs = new Map<Case, { readonly step: StepRun; readonly uploads: number }>();
  const turns = new Semaphore(8);

  async function play(one: Case): Promise<void> {
    const on = PROCESSES.includes(one.name) ? onScene : onSceneInside;
    await on(one.gitHub ?? {}, async (scene) => {
      const { github, merging, pull, run, tenant } = scene;
      const { planSecret = DEFAULT_CLIENT.secret } = one;
      if (one.plan !== null) {
        const facts = {
          ...{ repositoryId: github.repositoryId, pullRequest: pull.number, head: pull.head.sha },
          ...{ tenant: tenant.url, sourceId: SOURCE_ID },
          fileSha256: createHash('sha256').update(FILE).digest('hex'),
          ...one.plan,
        };
        const line = hiddenPlan(planOf(one.planned ?? LEAVERS, facts, planSecret), planSecret);
        const body = `<!-- marker -->\n${line}\n## these 8 deletions\n`;
        const comment = github.repository.comment(pull, body, one.by ?? BOT);
        one.edit?.(scene, comment);
      }
      const merge = one.pushed?.(scene) ?? github.repository.merge(pull, 'squash');
      const occasion = { ...merging(merge), ...one.occasion };
      const step = await run({ ...occasion, inputs: { ...ON_PUSH, ...one.inputs } });
      const uploads = tenant.requests.filter(({ operation }) => operation === 'loadAccounts').length;
      runs.set(one, { step, uploads });
    });
  }

  beforeAll(async () => {
    await Promise.all(CASES.map((one) => turns.take(() => play(one))));
  });

  it.each(CASES)('$name: $status', (one) => {
    const run = runs.get(one);
    expect(run?.step.outputs['status']).toBe(one.status);
    expect(run?.step.exitCode).toBe(one.status === 'SUCCESS' ? 0 : 1);
    expect(run?.uploads).toBe(one.status === 'SUCCESS' ? 1 : 0);
    if (one.says !== undefined) expect(run?.step.failures[0]).toMatch(one.says);
    expect(JSON.stringify(run?.step)).not.toContain(LEAVERS[0]);
  });
});

/** A plan that a pull request shows, what happens to the source until its merge, and how the step after it ends. */
interface Story {
  readonly name: string;
  readonly file: string;
  /** Of both steps, beside those for reviewed plans. */
  readonly limits: Readonly<Record<string, string>>;
  /** The headline of the comment. */
  readonly shows: string;
  /** The source at the time of the merge; as before if absent. */
  readonly then?: Partial<SourceSeed>;
  readonly status: 'SUCCESS' | 'REJECTED';
  readonly says?: RegExp;
}

const PERSON = { active: { lifecycleState: 'active' }, inactive: { lifecycleState: 'inactive' } } as const;
const OWNED = Object.fromEntries(
  LEAVERS.map((id, index) => [id, index === 0 ? PERSON.active : PERSON.inactive]),
);
const RENAMED = people(20).map((one, index) =>
  index < 2 ? one : { ...one, name: `Employee ${index * 7919}` },
);
const REORGANIZATION = {
  file: csvOf(RENAMED),
  limits: { 'max-changes': '50%' },
  shows: 'over max-changes: merging approves exactly 18 changed accounts',
};
const ACTIVE_LEAVER = {
  file: FILE,
  limits: { 'max-deletions': '100%', 'max-active-deletions': '0' },
  shows: 'over max-active-deletions: merging approves exactly these 8 deletions (1 of an **active** person)',
};
const JOINERS = {
  file: csvOf([...people(20), ...people(6, 61)]),
  limits: { 'max-creations': '5' },
  shows: 'over max-creations: merging approves exactly 6 creations',
};

const STORIES: readonly Story[] = [
  { name: 'a reorganization as it was shown', ...REORGANIZATION, status: 'SUCCESS' },
  {
    name: 'one more change than was shown',
    ...REORGANIZATION,
    then: { accounts: people(20).map((one, index) => (index > 0 ? one : { ...one, name: 'Mended' })) },
    status: 'REJECTED',
    says: /"name" would be changed in 19 accounts, not in 18/,
  },
  {
    name: 'one change fewer',
    ...REORGANIZATION,
    then: { accounts: people(20).map((one, index) => (index < 19 ? one : (RENAMED[19] ?? one))) },
    status: 'SUCCESS',
  },
  { name: 'the deletion of an active person as it was shown', ...ACTIVE_LEAVER, status: 'SUCCESS' },
  {
    name: 'a person who was not active when it was shown',
    ...ACTIVE_LEAVER,
    then: { people: { ...OWNED, [LEAVERS[1] ?? '']: PERSON.active } },
    status: 'REJECTED',
    says: /1 deletion that it showed as of nobody or of inactive people may now be of active ones/,
  },
  { name: 'creations as they were shown', ...JOINERS, status: 'SUCCESS' },
  {
    name: 'one more creation than was shown',
    ...JOINERS,
    then: { accounts: people(19) },
    status: 'REJECTED',
    says: /7 accounts would be created, not 6/,
  },
  {
    name: 'deletions, creations and changes over all limits at once',
    file: csvOf([...RENAMED.slice(0, 12), ...people(6, 61)]),
    limits: { 'max-deletions': '1', 'max-active-deletions': '0', 'max-creations': '0', 'max-changes': '0' },
    shows:
      'over max-deletions, max-active-deletions, max-creations and max-changes: merging approves exactly these 8 deletions (1 of an **active** person), 6 creations and 10 changed accounts',
    status: 'SUCCESS',
  },
];

describe('from the plan to the merge', () => {
  it.each(STORIES)('$name: $status', async ({ file, limits, name, says, shows, status, then }) => {
    const on = name.includes('all limits at once') ? onScene : onSceneInside;
    await on({}, async ({ github, merging, planning, pull, run, tenant }) => {
      const source = { ...SOURCE, people: OWNED };
      const files = { 'data/hr.csv': file };
      tenant.tenant.addSource(source);
      const planned = await run({ ...planning, files, inputs: { ...ON_PULL, ...limits } });
      expect(planned.outputs['status']).toBe('PLANNED');
      expect(pull.comments[0]?.body).toContain(`HR Employees: ${shows}`);
      if (then !== undefined) tenant.tenant.addSource({ ...source, ...then });
      const occasion = merging(github.repository.merge(pull, 'squash'));
      const step = await run({ ...occasion, files, inputs: { ...ON_PUSH, ...limits } });
      expect(step.outputs['status']).toBe(status);
      if (says !== undefined) expect(step.failures[0]).toMatch(says);
      const uploads = tenant.requests.filter(({ operation }) => operation === 'loadAccounts').length;
      expect(uploads).toBe(status === 'SUCCESS' ? 1 : 0);
    });
  });

  it.concurrent('the delete threshold of the source must be raised before the merge', async () => {
    await onScene({}, async ({ github, merging, planning, pull, run, tenant }) => {
      tenant.tenant.addSource(HR);
      const planned = await run(planning);
      expect(planned.outputs['status']).toBe('PLANNED');
      expect(planned.annotations.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
        expect.stringMatching(/^warning: .*delete threshold/),
      ]);
      expect(pull.comments[0]?.body).toContain('**Raise the delete threshold of the source in ISC before');
      const occasion = merging(github.repository.merge(pull, 'squash'));
      const early = await run(occasion);
      expect(early.outputs).toMatchObject({
        status: 'REJECTED',
        reason: expect.stringMatching(/^The file deletes .* more than the delete threshold of the source/),
      });
      expect(early.failures[0]).not.toMatch(/max-deletions|Fix the file/);
      tenant.tenant.addSource(SOURCE);
      expect((await run(occasion)).outputs['status']).toBe('SUCCESS');
    });
  });
});

it('the ids that were not reviewed are named with show-ids, in the summary alone', async () => {
  await onSceneInside({}, async ({ github, merging, planning, pull, run, tenant }) => {
    await run(planning);
    tenant.tenant.addSource({ ...SOURCE, accounts: [...people(20), ...people(1, 77)] });
    const occasion = merging(github.repository.merge(pull, 'merge'));
    const step = await run({
      ...occasion,
      inputs: { ...ON_PUSH, 'show-ids': 'true' },
      mayShow: [...LEAVERS, 'acct-00077'],
    });
    expect(step.outputs['status']).toBe('REJECTED');
    expect(step.failures[0]).toMatch(/1 of the 9 deletions now are not among the 8 /);
    expect(step.failures[0]).not.toContain('acct-00077');
    expect(step.summary).toMatch(/Accounts whose deletion was not reviewed: 1 id[\s\S]*acct-00077/);
  });
});

it('two sources share one comment, and each is carried out by its own plan', async () => {
  await onSceneInside({}, async ({ github, merging, planning, pull, run, tenant }) => {
    const other = { ...SOURCE, id: 'f'.repeat(32), name: 'Payroll' };
    tenant.tenant.addSource(other);
    const sources = `- { source-id: ${SOURCE_ID}, csv-path: data/hr.csv }\n- { source-id: ${other.id}, csv-path: data/pay.csv }`;
    const several = { sources, 'source-id': '', 'csv-path': '' };
    const files = { ...FILES, 'data/pay.csv': csvOf(people(9)) };
    const planned = await run({ ...planning, inputs: { ...ON_PULL, ...several }, files });
    expect(planned.outputs['status']).toBe('PLANNED');
    expect(pull.comments[0]?.body).toContain('## ⚠️ 2 of 2 sources passed: PLANNED, 2 over a limit');
    const before = github.requests.length;
    const merge = github.repository.merge(pull, 'merge');
    const step = await run({ ...merging(merge), inputs: { ...ON_PUSH, ...several }, files });
    expect(step.outputs['status']).toBe('SUCCESS');
    // Which pull request it was, and its comments: once for both.
    expect(github.requests.slice(before)).toEqual(['POST /graphql', 'POST /graphql']);
  });
});
