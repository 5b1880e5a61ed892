import { describe, expect } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { scheduled } from '../runner/occasion.js';
import { people } from '../support/people.js';
import { itUnless } from '../support/where-possible.js';
import { fileFor } from './sources.js';
import { useStage } from './stage.js';
import { textOf } from './workflows.js';

/** Hundreds of sources, in groups with a job each. */

const NORTH: SourceSeed = {
  id: 'a'.repeat(32),
  name: 'HR North',
  deleteThreshold: 20,
  accounts: people(10, 401),
};
const SOUTH: SourceSeed = {
  id: 'b'.repeat(32),
  name: 'HR South',
  deleteThreshold: 20,
  accounts: people(10, 501),
};
const stage = useStage(import.meta.url, [NORTH, SOUTH]);

const hasJq = spawnSync('jq', ['--version']).status === 0;
const NEEDS_JQ = 'This machine lacks jq';

describe('examples/fan-out-matrix.yml', () => {
  const name = 'examples/fan-out-matrix.yml';
  /** The groups that the comment at the top shows. */
  const groups = /^# +(\[\{[^]*?\}\])$/m.exec(textOf(name))?.[1]?.replaceAll(/^#/gm, '') ?? '';
  const play = (manifest: string) => {
    const files = { 'data/hr-north.csv': fileFor(NORTH), 'data/hr-south.csv': fileFor(SOUTH) };
    const tip = stage().commit(undefined, { 'sources.json': manifest, ...files });
    return stage().play(name, scheduled('43 1 * * *', tip));
  };

  itUnless(hasJq ? undefined : NEEDS_JQ)('runs a job for each group, with its own credential', async () => {
    const { jobs } = await play(groups);

    expect(Object.entries(jobs).map(([job, { concurrency, result }]) => [job, result, concurrency])).toEqual([
      ['groups', 'success', undefined],
      ['north', 'success', 'aggregate-north'],
      ['south', 'success', 'aggregate-south'],
    ]);
    const uploads = stage().tenant.requests.filter(({ operation }) => operation === 'loadAccounts');
    expect(uploads.map(({ clientId }) => clientId)).toEqual(['client-of-north', 'client-of-south']);
    expect(stage().started()).toEqual(['HR North', 'HR South']);
  });

  itUnless(hasJq ? undefined : NEEDS_JQ)('lets one group fail without the others', async () => {
    stage().environmentSecrets = { ...stage().environmentSecrets, SAIL_CLIENT_SECRET_NORTH: 'an old one' };
    const { jobs } = await play(groups);

    expect([jobs['north']?.result, jobs['south']?.result]).toEqual(['failure', 'success']);
  });

  itUnless(hasJq ? undefined : NEEDS_JQ)('starts nothing where a source is in two groups', async () => {
    const { jobs } = await play(groups.replace('HR South', 'HR North'));

    expect(jobs['groups']?.steps[1]?.annotations[0]?.message).toBe('Listed twice: HR North');
    expect(jobs['aggregate']?.result).toBe('skipped');
    expect(stage().tenant.requests).toEqual([]);
  });
});

describe('examples/fan-out-matrix.yml, where a secret has the value of a name', () => {
  itUnless(hasJq ? undefined : NEEDS_JQ)(
    'starts nothing, is red, and says which output was dropped',
    async () => {
      stage().secrets = { ...stage().secrets, REGION: 'north' };
      const list = [{ name: 'north', credential: 'NORTH', sources: [{ 'source-name': 'HR North' }] }];
      const tip = stage().commit(undefined, { 'sources.json': JSON.stringify(list) });
      const { jobs } = await stage().play('examples/fan-out-matrix.yml', scheduled('43 1 * * *', tip));

      expect(jobs['groups']?.annotations.map(({ message }) => message)).toEqual([
        "Skip output 'groups' since it may contain secret.",
      ]);
      expect(jobs['aggregate']).toMatchObject({ result: 'failure', steps: [] });
      expect(stage().tenant.requests).toEqual([]);
    },
  );
});

describe('examples/fan-out-matrix.yml, with another list', () => {
  const source = { 'source-name': 'HR North', 'csv-path': 'data/hr-north.csv' };
  const id = { 'source-id': `a1${'b'.repeat(30)}` };
  const group = (name: string, ...sources: readonly unknown[]) => ({ name, credential: 'NORTH', sources });
  const north = group('north', source);
  const NO_LIST = 'Not a list of groups, each with a list of sources.';
  const play = (list: unknown) => {
    const text = typeof list === 'string' ? list : JSON.stringify(list);
    const tip = stage().commit(undefined, { 'sources.json': text, 'data/hr-north.csv': fileFor(NORTH) });
    return stage().play('examples/fan-out-matrix.yml', scheduled('43 1 * * *', tip));
  };

  const LISTS: readonly (readonly [string, unknown, string])[] = [
    ['no group', [], 'There is no group.'],
    ['an empty file', '', NO_LIST],
    ['two lists', '[] []', NO_LIST],
    ['a map in place of the list', { groups: [north] }, NO_LIST],
    ['a map in place of the sources', [{ ...north, sources: source }], NO_LIST],
    ['a name in place of a source', [group('north', 'HR North')], NO_LIST],
    ['a group without a source', [north, group('south')], 'Groups without a source: south'],
    [
      'a source with id and name, and once more with its name alone',
      [north, group('south', { ...source, ...id })],
      'Listed twice: HR North',
    ],
    [
      'an id in capitals in another group',
      [group('north', id), group('south', { 'source-id': id['source-id'].toUpperCase() })],
      `Listed twice: ${id['source-id']}`,
    ],
    [
      'a name with blanks and in another letter case in another group',
      [north, group('south', { ...source, 'source-name': ' hr north ' })],
      'Listed twice: HR North',
    ],
    [
      'entitlements and accounts of a source in two groups',
      [north, group('south', { ...source, 'object-type': 'group' })],
      'Listed twice: HR North',
    ],
    ['a source twice in a group', [group('north', source, source)], 'Listed twice: HR North'],
  ];

  describe.each(LISTS)('%s', (_, list, words) => {
    itUnless(hasJq ? undefined : NEEDS_JQ)('is named, and starts nothing', async () => {
      const { jobs } = await play(list);
      const read = jobs['groups']?.steps[1];

      expect(read?.annotations[0]?.message).toBe(words);
      expect(read?.log).not.toMatch(/jq: /);
      expect(jobs['aggregate']?.result).toBe('skipped');
    });
  });

  itUnless(hasJq ? undefined : NEEDS_JQ)(
    'takes entitlements and accounts of one source in one group',
    async () => {
      const types = ['account', 'group'].map((type) => ({ ...source, 'object-type': type }));
      const { jobs } = await play([group('north', ...types)]);

      expect(jobs['groups']?.result).toBe('success');
      expect(jobs['groups']?.outputs['groups']).toContain('"object-type":"group"');
    },
  );
});
