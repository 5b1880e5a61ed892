import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { pushOf, scheduled } from '../runner/occasion.js';
import type { StepRecord } from '../runner/world.js';
import { itUnless } from '../support/where-possible.js';
import { withChat } from './chat.js';
import { HR, hrFile } from './sources.js';
import { useStage } from './stage.js';

/** Workflows that work on with the plan file. */

const stage = useStage(import.meta.url, [HR]);

const TOOLS = ['python3', 'curl'];
const missing = TOOLS.filter((tool) => spawnSync(tool, ['--version']).status !== 0);
itUnless(missing.length === 0 ? undefined : `This machine lacks ${missing.join(', ')}`)(
  'examples/joiners-movers-leavers.yml posts who joins, moves and leaves, and nothing if the file is rejected',
  async () => {
    const night = async (file: string): Promise<string | undefined> => {
      const tip = stage().commit(undefined, { 'data/hr.csv': file });
      const { jobs } = await stage().play(
        'examples/joiners-movers-leavers.yml',
        scheduled('17 2 * * *', tip),
      );
      return jobs['aggregate']?.result;
    };
    await withChat(stage(), async (posted) => {
      const moved = hrFile(1).replace(/^(acct-00003,.*),Sales$/m, '$1,Legal');

      expect(await night(moved)).toBe('success');
      const leavers = 'Leavers: 1\nacct-00001';
      const text = `Joiners: 1\nacct-00051\n\nMovers: 1\nacct-00003 department\n\n${leavers}`;
      expect(posted).toEqual([{ text }]);

      expect(await night(hrFile(40))).toBe('failure');
      expect(posted).toHaveLength(1);
    });
  },
);

describe('examples/plan-artifact.yml', () => {
  /** The steps of a run on a push of this file. */
  const push = async (file: string, isPrivate: boolean): Promise<readonly StepRecord[]> => {
    const before = stage().commit(undefined, { 'data/hr.csv': hrFile() });
    const occasion = pushOf(before, stage().commit(before, { 'data/hr.csv': file }));
    const payload = { ...occasion.payload, repository: { private: isPrivate } };
    const { jobs } = await stage().play('examples/plan-artifact.yml', { ...occasion, payload });
    return jobs['aggregate']?.steps ?? [];
  };
  const rows = (...lines: readonly string[]): string =>
    [
      'source-id,source-name,object-type,action,native-identity,lifecycle-state,columns',
      ...lines.map((line) => `${HR.id ?? ''},HR Employees,account,${line}`),
      '',
    ].join('\n');

  it.each([
    ['as it was carried out', 1, 'SUCCESS', rows('create,acct-00051,,', 'delete,acct-00001,,')],
    [
      'as it was rejected',
      3,
      'REJECTED',
      rows('create,acct-00051,,', ...[1, 2, 3].map((number) => `delete,acct-0000${number},,`)),
    ],
  ])('keeps the plan for a day, %s', async (_, deleted, status, plan) => {
    const [, action, artifact] = await push(hrFile(deleted), true);
    expect(action?.outputs['status']).toBe(status);
    expect(artifact?.log).toContain('Artifact hr-plan is kept for 1 day(s).');
    const digest = createHash('sha256').update(plan).digest('hex');
    expect(artifact?.outputs['artifact-digest']).toBe(digest);
  });

  it('keeps none in a repository that everybody can read', async () => {
    const [, action, artifact] = await push(hrFile(1), false);
    expect(action?.outputs['status']).toBe('SUCCESS');
    expect(artifact?.outputs).toEqual({});
  });
});
