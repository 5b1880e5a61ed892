import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { byHand, scheduled } from '../runner/occasion.js';
import type { WorkflowRecord } from '../runner/world.js';
import { itUnless } from '../support/where-possible.js';
import { withChat } from './chat.js';
import { DIRECTORY, HR, hrFile } from './sources.js';
import { useStage, withoutCheckout } from './stage.js';

/** Workflows that the clock or a person starts. */

const LOCKED = {
  ...DIRECTORY,
  id: 'c'.repeat(32),
  name: 'Locked Directory',
  run: { completionStatus: 'WARNING', messages: [{ type: 'WARN', text: 'LDAP says no' }] },
};
const stage = useStage(import.meta.url, [HR, DIRECTORY, LOCKED]);

/** A night with a file that deletes so many accounts; two are more than the example allows. */
function night(workflow: string, deleted = 0): Promise<WorkflowRecord> {
  const tip = stage().commit(undefined, { 'data/hr.csv': hrFile(deleted) });
  return stage().play(workflow, scheduled('17 2 * * *', tip));
}

describe('examples/scheduled.yml', () => {
  it('opens one issue for an outage, says there why, and closes it after the next green run', async () => {
    const { issues } = stage().github.repository;
    const state = (): unknown => issues.map(({ state: is, texts }) => [is, texts.length]);

    expect((await night('examples/scheduled.yml')).jobs['aggregate']?.result).toBe('success');
    expect(state()).toEqual([]);
    expect((await night('examples/scheduled.yml', 5)).jobs['aggregate']?.result).toBe('failure');
    expect(state()).toEqual([['open', 1]]);
    expect((await night('examples/scheduled.yml', 6)).jobs['aggregate']?.result).toBe('failure');
    expect(state()).toEqual([['open', 2]]);
    expect((await night('examples/scheduled.yml')).jobs['aggregate']?.result).toBe('success');
    expect(state()).toEqual([['closed', 3]]);

    expect(issues[0]).toMatchObject({
      title: 'The nightly HR aggregation fails',
      labels: ['hr-aggregation'],
    });
    expect(issues[0]?.texts[1]).toMatch(
      /^REJECTED: https:\/\/github\.example\/acme\/identity\/actions\/runs\/42\n/,
    );
    expect(issues[0]?.texts[1]).toContain('would delete 6 of the 51 accounts');
    expect(stage().started()).toEqual(['HR Employees', 'HR Employees']);
  });

  it('opens the issue also where the action did not start, and says so', async () => {
    const tip = stage().commit(undefined, { 'data/hr.csv': hrFile() });
    const { jobs } = await stage().play('examples/scheduled.yml', scheduled('17 2 * * *', tip), (text) =>
      text.replace(/(persist-credentials: false\n)/, '$1      - run: exit 1\n'),
    );

    expect(jobs['aggregate']?.result).toBe('failure');
    expect(stage().github.repository.issues[0]?.texts[0] ?? '').toContain(
      'The action did not start. See the log of the run.',
    );
  });

  it('opens the issue also where the credential is missing', async () => {
    stage().environmentSecrets = {};
    const { jobs } = await night('examples/scheduled.yml');

    expect(jobs['aggregate']?.result).toBe('failure');
    expect(stage().github.repository.issues.map(({ state }) => state)).toEqual(['open']);
    expect(stage().tenant.requests).toEqual([]);
  });
});

const TOOLS = ['jq', 'curl'];
const missing = TOOLS.filter((tool) => spawnSync(tool, ['--version']).status !== 0);
itUnless(missing.length === 0 ? undefined : `This machine lacks ${missing.join(', ')}`)(
  'examples/chat-message.yml posts why a run failed, with nothing that a chat obeys, and nothing after a green run',
  async () => {
    await withChat(stage(), async (posted) => {
      const green = await night('examples/chat-message.yml');
      expect([green.jobs['aggregate']?.result, posted]).toEqual(['success', []]);

      const quoted = 'The "file" would tell <!channel> & more.';
      stage().tenant.script({
        operation: 'loadAccounts',
        fault: { kind: 'reply', status: 400, body: JSON.stringify({ messages: [{ text: quoted }] }) },
      });
      const red = await night('examples/chat-message.yml');
      const { result, steps = [] } = red.jobs['aggregate'] ?? {};
      expect([result, ...steps.map(({ outcome }) => outcome)]).toEqual([
        ...['failure', 'success', 'failure', 'success'],
      ]);
      expect(steps[1]?.outputs['reason']).toContain(quoted);
      expect(posted).toEqual([{ text: messageOf(steps[1]?.outputs['reason']) }]);

      posted.length = 0;
      const tip = stage().commit(undefined, {});
      await stage().play('examples/chat-message.yml', scheduled('17 2 * * *', tip), withoutCheckout);
      const words = 'did not start. The action did not start. See the log of the run.';
      expect(posted).toEqual([{ text: expect.stringContaining(`HR Employees: ${words}\n`) }]);
    });
  },
);

function messageOf(reason = ''): string {
  const escaped = reason.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `HR Employees: FAILED. ${escaped}\nhttps://github.example/acme/identity/actions/runs/42`;
}

describe('examples/direct-connection-nightly.yml', () => {
  it.each([
    ['a weekday', '40 1 * * 1-6', undefined],
    ['a Sunday', '40 1 * * 0', 'true'],
  ])('aggregates on %s', async (_, cron, disableOptimization) => {
    const tip = stage().commit(undefined, {});
    const { jobs } = await stage().play('examples/direct-connection-nightly.yml', scheduled(cron, tip));

    expect(jobs['aggregate']?.result).toBe('success');
    expect(jobs['aggregate']?.steps[0]?.outputs).toMatchObject({
      status: 'SUCCESS',
      'accounts-created': '2',
    });
    expect(stage().started()).toEqual(['Corporate Directory']);
    const start = stage().tenant.requests.find(({ operation }) => operation === 'loadAccounts');
    expect(start?.body?.fields['disableOptimization']).toBe(disableOptimization);
  });
});

describe('examples/direct-connection-nightly.yml, where ISC ends with a warning', () => {
  it('is red, and says nothing of a file', async () => {
    const tip = stage().commit(undefined, {});
    const occasion = scheduled('40 1 * * 1-6', tip);
    const { jobs } = await stage().play('examples/direct-connection-nightly.yml', occasion, (text) =>
      text.replace('Corporate Directory', LOCKED.name),
    );
    const { outputs = {} } = jobs['aggregate']?.steps[0] ?? {};

    expect([jobs['aggregate']?.result, outputs['status']]).toEqual(['failure', 'WARNING']);
    expect(outputs['reason']).toContain('LDAP says no');
    expect(outputs['reason']).not.toMatch(/\bfile\b/);
  });
});

describe('examples/manual-run.yml', () => {
  const run = (inputs: Readonly<Record<string, string>>, branch?: string): Promise<WorkflowRecord> => {
    const tip = stage().commit(undefined, { 'data/hr.csv': hrFile(7) });
    return stage().play('examples/manual-run.yml', byHand(tip, inputs, branch));
  };

  it('shows the plan unless told otherwise', async () => {
    const { jobs } = await run({ 'max-deletions': '7' });

    expect(jobs['aggregate']?.steps[1]?.outputs).toMatchObject({ status: 'PLANNED', 'planned-deleted': '7' });
    expect(stage().started()).toEqual([]);
  });

  it('holds the limit of the form', async () => {
    const { jobs } = await run({ 'dry-run': 'false' });

    expect(jobs['aggregate']?.steps[1]?.outputs).toMatchObject({ status: 'REJECTED' });
    expect(stage().started()).toEqual([]);
  });

  it('deletes as many accounts as the person who started it allows', async () => {
    const { jobs } = await run({ 'dry-run': 'false', 'max-deletions': '7' });

    expect(jobs['aggregate']?.steps[1]?.outputs).toMatchObject({
      status: 'SUCCESS',
      'accounts-deleted': '7',
    });
    expect(stage().started()).toEqual(['HR Employees']);
  });

  it('gets no credential on another branch', async () => {
    const { jobs } = await run({ 'dry-run': 'false', 'max-deletions': '7' }, 'mine');

    expect(jobs['aggregate']).toMatchObject({ result: 'failure', steps: [] });
    expect(stage().tenant.requests).toEqual([]);
  });
});
