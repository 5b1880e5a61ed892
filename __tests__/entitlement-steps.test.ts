import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGitHub, type SimulatedGitHub } from '../sandbox/tenant/github/github.js';
import { startSandbox, type Sandbox } from '../sandbox/tenant/sandbox.js';
import type { SettingsChange } from '../sandbox/tenant/settings.js';
import type { SourceSeed } from '../sandbox/tenant/source-seed.js';
import { gitHubVariables, pullRequest, push, type Occasion } from './action/github.js';
import { idleClock } from './support/idle-clock.js';
import { runMain, type MainRun } from './support/run-main.js';

/** What entitlements have of a whole step beyond `action/entitlements.test.ts`: reviews, verification, skipped files. */

const ID = 'a'.repeat(32);
const NAMES = Array.from({ length: 20 }, (_, index) => `g${index + 1}`);
const SOURCE: SourceSeed = {
  ...{ id: ID, name: 'Legacy App', deleteThreshold: 20 },
  attributes: ['id', 'name', { name: 'groups', isMulti: true, isEntitlement: true }],
  accounts: [
    { id: '1', name: 'Ada', groups: ['g1'] },
    { id: '2', name: 'Bob', groups: ['g2'] },
  ],
  entitlements: {
    group: { values: NAMES.map((name) => ({ name, displayName: name.toUpperCase(), description: '' })) },
  },
};
const GROUPS = { 'object-type': 'group', 'csv-path': 'groups.csv' };

/** A file of these groups; `renamed`: how many have another display name than in ISC. */
function groups(names: readonly string[], renamed = 0): string {
  const rows = names.map((name, at) => `${name},${at < renamed ? 'Renamed' : name.toUpperCase()},`);
  return ['name,displayName,description', ...rows, ''].join('\n');
}

interface Stage {
  readonly sandbox: Sandbox;
  readonly github: SimulatedGitHub;
  readonly run: (
    inputs: Readonly<Record<string, string>>,
    files: Readonly<Record<string, string>>,
    occasion?: Occasion,
  ) => Promise<MainRun>;
}

/** Lets `act` happen with a tenant and a GitHub of its own. */
async function onStage(act: (stage: Stage) => Promise<void>, settings: SettingsChange = {}): Promise<void> {
  const clock = idleClock();
  const sandbox = await startSandbox({ clock: () => clock.now(), sources: [SOURCE], settings });
  const github = await startGitHub({});
  const folder = mkdtempSync(join(tmpdir(), 'event-'));
  const run: Stage['run'] = async (inputs, files, occasion) => {
    const eventPath = join(folder, 'event.json');
    writeFileSync(eventPath, JSON.stringify(occasion?.payload ?? {}));
    return runMain(
      { 'base-url': sandbox.url, 'source-id': ID, 'github-token': github.token, ...inputs },
      files,
      clock,
      undefined,
      occasion === undefined
        ? {}
        : { ...gitHubVariables(github, occasion.event, eventPath), ...occasion.env },
    );
  };
  try {
    await act({ sandbox, github, run });
  } finally {
    await Promise.all([github.close(), sandbox.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

const asked = ({ requests }: Sandbox, wanted: string): number =>
  requests.filter(({ operation }) => operation === wanted).length;

describe('a plan for entitlements over a limit', () => {
  const file = groups(NAMES.slice(0, 12), 7);

  /** The dry run on a pull request with that file; `merged` merges it and returns the push. */
  const planOn = async (
    { repository }: SimulatedGitHub,
    run: Stage['run'],
  ): Promise<{ planned: MainRun; pull: ReturnType<typeof repository.open>; merged: () => Occasion }> => {
    const base = repository.commit(undefined, { 'groups.csv': groups(NAMES) });
    const head = repository.commit(base, { 'groups.csv': file });
    const pull = repository.open(base, head);
    const planned = await run(
      { ...GROUPS, 'dry-run': 'true', comment: 'true', 'reviewed-plan': 'true' },
      { 'groups.csv': file },
      pullRequest(pull.number, base, head, 1),
    );
    return { planned, pull, merged: () => push(base, repository.merge(pull, 'merge')) };
  };

  it('is approved by merging its pull request, in words about entitlements', async () => {
    await onStage(async ({ github, run, sandbox }) => {
      const { merged, planned, pull } = await planOn(github, run);
      expect(planned.outputs).toMatchObject({ status: 'PLANNED', 'planned-deleted': '8' });
      const [, , headline] = (pull.comments[0]?.body ?? '').split('\n');
      expect(headline).toBe(
        '## ⚠️ Legacy App (group): over max-deletions and max-changes: merging approves exactly these 8 deletions and 7 changed entitlements',
      );
      expect(pull.comments[0]?.body).toContain(
        'it would delete another entitlement or create more entitlements',
      );

      const done = await run({ ...GROUPS, 'reviewed-plan': 'true' }, { 'groups.csv': file }, merged());
      expect(done.failures).toEqual([]);
      expect(done.outputs).toMatchObject({ status: 'SUCCESS', 'entitlements-deleted': '8' });
      expect(asked(sandbox, 'loadEntitlements')).toBe(1);
    });
  });

  it('is REJECTED after the merge if it has grown', async () => {
    await onStage(async ({ github, run, sandbox }) => {
      const { merged } = await planOn(github, run);
      const pushed = merged();
      // Somebody has added an entitlement since: the file would delete a ninth one.
      const values = [...NAMES, 'g99'].map((name) => ({
        name,
        displayName: name.toUpperCase(),
        description: '',
      }));
      sandbox.tenant.addSource({ ...SOURCE, entitlements: { group: { values } } });
      const done = await run({ ...GROUPS, 'reviewed-plan': 'true' }, { 'groups.csv': file }, pushed);
      expect(done.outputs['status']).toBe('REJECTED');
      expect(done.failures[0]).toMatch(/pull request #1/);
      expect(asked(sandbox, 'loadEntitlements')).toBe(0);
    });
  });
});

describe('verify', () => {
  it('holds the entitlements that ISC has stored against the file', async () => {
    await onStage(async ({ run, sandbox }) => {
      const done = await run({ ...GROUPS, verify: 'true' }, { 'groups.csv': groups(NAMES, 3) });
      expect(done.outputs).toMatchObject({ status: 'SUCCESS', verified: 'true' });
      expect(done.log).toContain('Verified: ISC lists the entitlements of "Legacy App" as the file says.');
      expect(asked(sandbox, 'listEntitlements')).toBe(2);
    });
  });

  it('says which of them ISC has not stored', async () => {
    await onStage(async ({ run, sandbox }) => {
      sandbox.tenant.addSource({ ...SOURCE, run: { changesAccounts: false } });
      const done = await run({ ...GROUPS, verify: 'true' }, { 'groups.csv': groups(NAMES.slice(1), 3) });
      expect(done.outputs).toMatchObject({ verified: 'false' });
      expect(done.log).toMatch(/1 entitlement on the source/);
      expect(done.log).toMatch(
        /3 entitlements on the source have other values than the file, in "displayName"/,
      );
    });
  });
});

describe('a file of entitlements that the commits do not touch', () => {
  const sources = `- { source-id: ${ID}, csv-path: accounts.csv }
- { source-name: Legacy App, csv-path: groups.csv, object-type: group }`;
  const inputs = { ...{ 'source-id': '', sources, 'only-if-changed': 'true' } };
  const before = { 'groups.csv': groups(NAMES), 'accounts.csv': 'id,name,groups\n1,Ada,g1\n2,Bob,g2\n' };
  const after = { ...before, 'accounts.csv': 'id,name,groups\n1,Ada,g1\n2,Bob,g77\n' };

  it('is not sent, and accounts are held against it all the same', async () => {
    await onStage(async ({ github, run, sandbox }) => {
      const base = github.repository.commit(undefined, before);
      const head = github.repository.commit(base, after);
      const occasion = push(base, head);
      const done = await run(inputs, after, { ...occasion, env: { GITHUB_SHA: head.sha } });
      expect(JSON.parse(done.outputs['results'] ?? '')).toMatchObject([
        { status: 'SUCCESS', 'object-type': 'account' },
        { status: 'SKIPPED', 'object-type': 'group' },
      ]);
      expect(done.log).toContain(
        'In the column "groups", 1 account names an entitlement that the file of the type "group" does not have',
      );
      expect([asked(sandbox, 'loadEntitlements'), asked(sandbox, 'listEntitlements')]).toEqual([0, 0]);
    });
  });
});
