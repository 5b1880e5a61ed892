import { describe, expect, it } from '@jest/globals';
import type { GitHubOptions } from '../../sandbox/tenant/github/github.js';
import type { Commit } from '../../sandbox/tenant/github/history.js';
import type { PullRequest } from '../../sandbox/tenant/github/repository.js';
import { csvOf, people } from '../support/people.js';
import { HR } from '../support/play.js';
import { startProxy, TENANT_HOST } from '../support/proxy-program.js';
import { onStage, pullRequest, push, type Occasion, type Stage, type StageSetting } from './github.js';

/** `comment` on a simulated pull request. */

const COMMENT = { comment: 'true', 'dry-run': 'true' };

type Act = (stage: Stage & { pull: PullRequest; occasion: Occasion; base: Commit }) => Promise<void>;

async function onPullRequest(options: GitHubOptions, act: Act, setting: StageSetting = {}): Promise<void> {
  await onStage(
    options,
    async (stage) => {
      const { repository } = stage.github;
      const base = repository.commit(undefined, { 'data/hr.csv': '1' });
      const head = repository.commit(base, { 'data/hr.csv': '2' });
      const pull = repository.open(base, head);
      const occasion = { ...pullRequest(pull.number, base, head, 1), inputs: COMMENT };
      await act({ ...stage, pull, occasion, base });
    },
    setting,
  );
}

/** The same with steps inside of this process: a variant of what a process shows as well. */
function onPullRequestInside(options: GitHubOptions, act: Act): Promise<void> {
  return onPullRequest(options, act, { isInside: true });
}

describe('comment', () => {
  it.concurrent('says on the pull request what the file would do, with commit, time and run', async () => {
    await onPullRequest({}, async ({ pull, occasion, run }) => {
      const step = await run(occasion);
      expect(step.outputs['status']).toBe('PLANNED');
      expect(pull.comments).toHaveLength(1);
      const [comment] = pull.comments;
      expect(comment?.body).toMatch(
        /^<!-- sailpoint-source-aggregation [0-9a-f]{32} [0-9a-f]{32} -->\n## 📋 HR Employees.*\n\nTenant: `127\.0\.0\.1:\d+` \(simulated\)\n/,
      );
      expect(comment?.body).toContain(`https://github.example/acme/identity/commit/${pull.head.sha}`);
      expect(comment?.body).toContain('https://github.example/acme/identity/actions/runs/42');
      expect(comment?.body).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
    });
  });

  it.concurrent('answers what a reviewer asks', async () => {
    const all = people(20);
    const [leaver, other] = [all[3]?.id, all[9]?.id];
    const source = {
      ...HR,
      authoritative: true,
      people: Object.fromEntries(
        all.map(({ id }) => [id, { identityState: id === leaver ? 'ACTIVE' : 'INACTIVE_LONG_TERM' }]),
      ),
      identityProfiles: [{ name: 'Employees', sourceAttributes: ['email'] }],
    };
    const file = csvOf(
      all
        .filter(({ id }) => id !== leaver && id !== other)
        .map((one, n) => (n < 3 ? { ...one, email: `new-${n}@people.example` } : one)),
    );
    await onPullRequest(
      {},
      async ({ pull, occasion, run }) => {
        await run({ ...occasion, files: { 'data/hr.csv': file } });
        const body = pull.comments[0]?.body ?? '';
        for (const answer of [
          /^Tenant: `127\.0\.0\.1:\d+` \(simulated\)$/m,
          /^Deletes 2 accounts: 1 of an inactive person, 1 of an \*\*active\*\* one\. The source is authoritative: ISC removes the identity of a deleted account\./m,
          /^- 3 of 18 kept accounts change a value \(16\.7 %\); `max-changes` is 50 %, the default\.$/m,
          /👤 Read by identity profiles \(Employees\)/,
          /merge: a run on the push without `dry-run`, if there is one, plans again and then uploads the file\./,
          /`show-ids` names them here, `plan-file` writes them to a file\. Lines that the diff removes are not the same/,
          /· \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC ·/,
        ])
          expect(body).toMatch(answer);
      },
      { sources: [source] },
    );
  });

  it.concurrent(
    'is one that is brought up to date: red turns green, whatever others wrote before and after',
    async () => {
      await onPullRequest({}, async ({ github, pull, occasion, run }) => {
        for (let n = 0; n < 120; n += 1) {
          github.repository.comment(pull, `Comment ${n}`, { login: 'ada', type: 'User' });
        }
        const red = await run({ ...occasion, files: { 'data/hr.csv': 'id,name,email\nacct-00001,A\n' } });
        expect(red.outputs['status']).toBe('REJECTED');
        expect(pull.comments.at(-1)?.body).toContain('## ⛔');
        github.repository.comment(pull, 'I will fix it.', { login: 'ada', type: 'User' });
        const green = await run(occasion);
        expect(green.outputs['status']).toBe('PLANNED');
        const ours = pull.comments.filter(({ user }) => user.type === 'Bot');
        expect(ours.map(({ body }) => body.split('\n')[1])).toEqual([expect.stringContaining('## 📋')]);
      });
    },
  );

  it('is one for each job, workflow and tenant', async () => {
    await onPullRequestInside({}, async ({ pull, occasion, run, tenant }) => {
      const other = { 'base-url': tenant.url.replace('127.0.0.1', 'localhost') };
      await Promise.all([
        run(occasion),
        run({ ...occasion, env: { GITHUB_JOB: 'another' } }),
        run({ ...occasion, env: { GITHUB_WORKFLOW: 'Another' } }),
        run({ ...occasion, inputs: { ...COMMENT, ...other } }),
      ]);
      expect(pull.comments).toHaveLength(4);
    });
  });

  it.each([
    [
      'a limit that is none',
      { 'max-deletions': 'many' },
      /max-deletions: &#34;many&#34;|max-deletions: "many"/,
    ],
    ['a file that is not there', { 'csv-path': 'data/no.csv' }, /csv-path/],
    ['a tenant beside the address', { tenant: 'acme' }, /tenant/],
  ])('loses a plan that a later commit makes void by wrong inputs: %s', async (_, wrong, says) => {
    const on = 'tenant' in wrong ? onPullRequest : onPullRequestInside;
    await on({}, async ({ pull, occasion, run }) => {
      await run(occasion);
      expect(pull.comments[0]?.body).toContain('## 📋');
      const step = await run({ ...occasion, inputs: { ...COMMENT, ...wrong } });
      expect(step.outputs['status']).toBe('FAILED');
      const bodies = pull.comments.map(({ body }) => body);
      expect(bodies.at(-1)).toContain('## ❌ Source aggregation: failed');
      expect(bodies.at(-1)).toMatch(says);
      expect(bodies).toHaveLength(1);
    });
  });

  it.each([
    ['a person', { login: 'mallory', type: 'User' } as const],
    ['another app', { login: 'other[bot]', type: 'Bot' } as const],
  ])('does not take over what %s wrote with the same marker', async (_, author) => {
    const on = author.type === 'User' ? onPullRequest : onPullRequestInside;
    await on({}, async ({ github, pull, occasion, run }) => {
      await run(occasion);
      const marker = pull.comments[0]?.body.split('\n')[0] ?? '';
      pull.comments.length = 0;
      github.repository.comment(pull, `${marker}\nAll is well.`, author);
      await run(occasion);
      expect(pull.comments.map(({ user }) => user.login)).toEqual([author.login, 'github-actions[bot]']);
      expect(pull.comments[0]?.body).toContain('All is well.');
    });
  });

  it('links the lines of the summary at the commit of the branch, not at the merge commit', async () => {
    await onPullRequestInside({}, async ({ pull, occasion, run }) => {
      const step = await run({ ...occasion, files: { 'data/hr.csv': 'id,name,email\nacct-00001,A\n' } });
      expect(step.summary).toContain(
        `(https://github.example/acme/identity/blob/${pull.head.sha}/data/hr.csv?plain=1#L2)`,
      );
      expect(step.summary).not.toContain('c'.repeat(40));
    });
  });

  it.each([
    ['a pull request from a fork', { permissions: { contents: 'read', pullRequests: 'read' } }],
    ['a job without the right', { permissions: { pullRequests: 'none' } }],
    [
      'a GitHub that fails',
      { fault: { path: /graphql/, fault: { kind: 'reply', status: 502, message: 'x' } } },
    ],
    ['a GitHub that hangs up', { fault: { path: /graphql/, fault: { kind: 'reset' } } }],
  ] satisfies [string, GitHubOptions][])(
    'is one warning for %s, and the step passes',
    async (name, options) => {
      const on = name.includes('fork') ? onPullRequest : onPullRequestInside;
      await on(options, async ({ occasion, pull, run }) => {
        const step = await run(occasion);
        expect(step.exitCode).toBe(0);
        expect(step.outputs['status']).toBe('PLANNED');
        expect(step.annotations.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
          expect.stringMatching(
            /^warning: The comment on the pull request could not be written: GitHub .*"pull-requests: write"/,
          ),
        ]);
        expect(step.summary).toContain('## 📋 HR Employees');
        expect(pull.comments).toEqual([]);
      });
    },
  );

  it('is none outside a pull request', async () => {
    await onPullRequestInside({}, async ({ base, github, pull, run }) => {
      const step = await run({ ...push(base, pull.head), inputs: COMMENT });
      expect(step.outputs['status']).toBe('PLANNED');
      expect(github.requests).toEqual([]);
    });
  });

  it('is none where it was not asked for', async () => {
    await onPullRequestInside({}, async ({ github, occasion, run }) => {
      await run({ ...occasion, inputs: { 'dry-run': 'true' } });
      expect(github.requests).toEqual([]);
    });
  });

  it.concurrent('is none any more when the workflow is cancelled; the summary says it', async () => {
    await onPullRequest({}, async ({ github, occasion, start, tenant }) => {
      tenant.settings.taskMs = 600_000;
      const step = start({
        ...occasion,
        inputs: { comment: 'true' },
        files: { 'data/hr.csv': csvOf(people(20)) },
      });
      await step.says('ISC has accepted');
      step.stop();
      const run = await step.ended;
      expect(run.outputs['status']).toBe('CANCELLED');
      expect(run.summary).toContain('cancelled');
      expect(github.requests).toEqual([]);
    });
  });

  it.concurrent('stops when the workflow is cancelled while it is written', async () => {
    const options: GitHubOptions = { fault: { path: /graphql/, fault: { kind: 'silence' } } };
    await onPullRequest(options, async ({ github, occasion, start }) => {
      const step = start(occasion);
      await github.waitFor(1);
      const signalled = Date.now();
      step.stop();
      const run = await step.ended;
      // GitHub's own limit is 20 s.
      expect(Date.now() - signalled).toBeLessThan(15_000);
      expect(run.outputs['status']).toBe('PLANNED');
      expect(run.summary).toContain('## 📋 HR Employees');
      expect(run.annotations.map(({ message }) => message)).toEqual(['The operation was canceled.']);
      expect(github.requests).toHaveLength(1);
    });
  });

  it.concurrent('keeps a token to itself that is a JWT, also where GitHub quotes it', async () => {
    // As apps get them since 2026: about 520 characters with dots.
    const part = (length: number): string => 'aB3_-x9Q'.repeat(length).slice(0, length);
    const token = `ghs_eyJhbGciOiJSUzI1NiJ9.${part(150)}.${part(342)}`;
    const message = `Bad token ${token}, also ${token.slice(100, 400)}`;
    const fault = { path: /graphql/, fault: { kind: 'reply', status: 401, message } } as const;
    await onPullRequest({ token, fault }, async ({ occasion, run }) => {
      const step = await run(occasion);
      expect(step.masks).toContain(token);
      expect(step.annotations[0]?.message).toContain('GitHub answered 401: Bad token ***');
      const shown = [step.stdout.replaceAll(/^::add-mask::.*$/gm, ''), step.summaryWritten, step.outputs];
      expect(JSON.stringify(shown)).not.toContain(token.slice(200, 232));
    });
  });

  it.concurrent('reaches GitHub through the proxy of a company', async () => {
    const proxy = await startProxy();
    try {
      await onPullRequest({}, async ({ github, pull, occasion, run }) => {
        // Only the proxy finds this name; the tenant on this machine is reached directly.
        const api = github.url.replace('127.0.0.1', TENANT_HOST);
        const env = { GITHUB_API_URL: api, http_proxy: `http://127.0.0.1:${proxy.port}` };
        const step = await run({ ...occasion, env });
        expect({ status: step.outputs['status'], annotations: step.annotations }).toEqual({
          status: 'PLANNED',
          annotations: [],
        });
        expect(pull.comments).toHaveLength(1);
        expect(new Set(proxy.tunnels)).toEqual(new Set([new URL(api).host]));
      });
    } finally {
      await proxy.close();
    }
  });
});
