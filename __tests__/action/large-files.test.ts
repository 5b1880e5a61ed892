import { describe, expect, it } from '@jest/globals';
import { csvOf, people } from '../support/people.js';
import { HR, playAll, type NamedScenario, type Played } from '../support/play.js';

/** Before a large file is read, the step finds out whether there are accounts to compare its values with. */

/** Nine megabytes. */
const large = csvOf(people(20).map((one) => ({ ...one, name: one.name.padEnd(450_000, 'x') })));

const scenario = (name: string, { inputs, ...about }: Omit<NamedScenario, 'name'>): NamedScenario => ({
  name,
  files: { 'hr.csv': large },
  // Uploads of this size would keep the tests waiting.
  inputs: { 'dry-run': 'true', ...inputs },
  ...about,
});

const SMALL = { files: { 'hr.csv': csvOf(people(20)) } };
const EMPTY = { source: { accounts: [] } };
const played = playAll([
  scenario('onto an empty source', { ...EMPTY, inputs: { 'max-changes': '0' } }),
  scenario('small, onto an empty source', { ...EMPTY, ...SMALL }),
  scenario('for a source with accounts', { inputs: { 'max-changes': '100%' } }),
  scenario('small, for a source with accounts', SMALL),
  scenario('over the limit', { inputs: { 'max-changes': '10%', 'dry-run': 'false' } }),
  scenario('with an error', { files: { 'hr.csv': `${large}only one cell\n` } }),
  scenario('whose accounts may not be listed', { scopes: ['idn:sources:read', 'idn:source-schema:read'] }),
  scenario('of a source that is empty at first', {
    inputs: { 'dry-run': 'false', 'max-changes': '100%' },
    // Empty by either filter field, then the accounts that another aggregation has loaded meanwhile.
    faults: [
      {
        operation: 'listAccounts',
        times: 2,
        fault: { kind: 'reply', status: 200, headers: { 'X-Total-Count': '0' }, body: [] },
      },
    ],
    meanwhile: async (_, sandbox) => {
      await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'listAccounts'));
      sandbox.tenant.runElsewhere(HR.id);
    },
  }),
]);

/** The requests of a step up to its verdict about the file. */
const order = ({ requests }: Played): readonly (string | undefined)[] =>
  requests.map(({ operation }) => operation).filter((operation) => operation !== 'token');

describe('a large file', () => {
  it.each([
    ['onto an empty source', { 'planned-created': '20', 'planned-deleted': '0', 'planned-changed': '0' }],
    ['for a source with accounts', { 'planned-created': '0', 'planned-changed': '20' }],
  ])('%s is compared as a small one is', (name, outputs) => {
    expect(played(name).outputs).toMatchObject({ status: 'PLANNED', ...outputs });
  });

  it.each(['onto an empty source', 'for a source with accounts'])('%s takes no request more', (name) => {
    const [big, small] = [played(name), played(`small, ${name}`)];
    expect(big.asked('listAccounts').length).toBe(small.asked('listAccounts').length);
  });

  it('has its accounts listed before it is read', () => {
    expect(order(played('onto an empty source'))).toEqual([
      'getSource',
      'listAccounts',
      'listAccounts',
      'getSchemas',
      'listTasks',
    ]);
  });

  it('is read again if there are accounts by now', () => {
    const run = played('of a source that is empty at first');
    expect(run.outputs).toMatchObject({ 'planned-created': '0', 'planned-changed': '20', status: 'SUCCESS' });
    expect(run.asked('loadAccounts').length).toBe(1);
  });

  it('whose accounts may not be listed fails as a small one does', () => {
    const run = played('whose accounts may not be listed');
    expect(run.outputs['status']).toBe('FAILED');
    expect(run.failures.join()).toContain('idn:accounts:read');
    expect(run.asked('loadAccounts')).toEqual([]);
  });

  it('is held to its limits', () => {
    expect(played('over the limit').outputs['status']).toBe('REJECTED');
    expect(played('over the limit').asked('loadAccounts')).toEqual([]);
  });

  it('with an error costs the first page of the accounts, and is not sent', () => {
    const run = played('with an error');
    expect(run.outputs['status']).toBe('REJECTED');
    // This tenant does not show attributes with SLIM, so the page is requested again with FULL.
    expect(order(run)).toEqual(['getSource', 'listAccounts', 'listAccounts', 'getSchemas']);
  });
});
