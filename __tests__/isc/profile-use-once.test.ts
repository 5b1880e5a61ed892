import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { profileUseOf } from '../../src/isc/profile-use.js';
import { withProfileUse } from '../../src/aggregation/prepare/prepare.js';
import { valuesInWords } from '../../src/aggregation/compare/plan.js';
import { StepFailure } from '../../src/model/failure.js';
import type { Plan } from '../../src/model/outcome.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { PLAN } from '../report/fixtures.js';
import { connect, failureOf, type Connected } from '../support/tenant.js';
import { changes, column } from '../aggregation/compare/comparing.js';

const ID = '2c9180867a11e5a9017a1b2c3d4e0001';
const USE = { profiles: ['Employees'], attributes: ['status', 'email'] };
const COLUMNS = [column('status'), column('badge')];

/** A plan whose file has these values for an account that has "a" in both columns. */
function planFor(...cells: string[]): Plan {
  const one = changes(COLUMNS, [['1', ...cells]], [['1', { status: 'a', badge: 'a' }]]);
  return { ...PLAN, values: { kind: 'compared', changes: one } };
}

let sandbox: Sandbox;
let tenant: Connected;

beforeAll(async () => {
  const [name, attributes] = ['Employees', ['status', 'email']];
  const identityProfiles = [{ name, sourceAttributes: attributes }];
  sandbox = await startSandbox({ sources: [{ id: ID, name: 'HR', identityProfiles }] });
  tenant = connect(sandbox.url);
});

afterAll(async () => {
  tenant.close();
  await sandbox.close();
});

describe('a plan', () => {
  it.each<[string, Plan]>([
    ['changes no value', planFor('a', 'a')],
    ['does not compare values', PLAN],
  ])('that %s asks nobody', async (_, plan) => {
    const ask = (): Promise<never> => Promise.reject(new Error('Asked.'));
    expect(await withProfileUse(plan, ask)).toBe(plan);
  });

  it('that changes values says which of their columns identity profiles read', async () => {
    const plan = await withProfileUse(planFor('b', 'b'), () => Promise.resolve(USE));
    expect(plan.values).toMatchObject({ changes: { profileUse: USE } });
    expect(valuesInWords(plan.values)).toEqual([
      expect.stringContaining('in 2 columns'),
      'Identity profiles (Employees) read "status".',
    ]);
  });

  it.each<[string, Plan, typeof USE | undefined]>([
    ['none of them is read', planFor('a', 'b'), USE],
    ['ISC does not tell', planFor('b', 'b'), undefined],
  ])('says nothing of it where %s', async (_, plan, use) => {
    const marked = await withProfileUse(plan, () => Promise.resolve(use));
    expect(valuesInWords(marked.values)).toHaveLength(1);
  });
});

describe('asking ISC who reads a source', () => {
  it('takes one request, however often the source is compared', async () => {
    const before = sandbox.requests.length;
    const ask = profileUseOf(tenant.connection, ID, { debug: () => undefined });
    expect(await Promise.all([ask(), ask()])).toEqual([USE, USE]);
    expect(await ask()).toEqual(USE);
    expect(sandbox.requests.slice(before).map(({ operation }) => operation)).toEqual([
      'token',
      'getConnections',
    ]);
  });

  it.each<[string, Parameters<Sandbox['script']>[0]['fault']]>([
    ['403', { kind: 'reply', status: 403, body: {} }],
    ['404', { kind: 'reply', status: 404, body: {} }],
    ['a lost connection', { kind: 'reset-before-reading' }],
    ['another shape', { kind: 'reply', status: 200, body: [] }],
  ])('gives nothing, and a line in the debug log, for %s', async (_, fault) => {
    const lines: string[] = [];
    sandbox.script({ operation: 'getConnections', fault });
    const ask = profileUseOf(tenant.connection, ID, { debug: (line) => lines.push(line) });
    expect(await ask()).toBeUndefined();
    expect(lines).toEqual([expect.stringMatching(/^connections: .*are not marked\.$/)]);
  });

  it('ends with the step', async () => {
    const ended = connect(sandbox.url);
    ended.deadline.end(new StepFailure('cancelled', { status: 'CANCELLED', next: '' }));
    const ask = profileUseOf(ended.connection, ID, { debug: () => undefined });
    expect((await failureOf(ask())).message).toBe('cancelled');
    ended.close();
  });
});
