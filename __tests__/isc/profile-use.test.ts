import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getProfileUse } from '../../src/isc/profile-use.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { connect, failureOf, type Connected } from '../support/tenant.js';

const ID = '2c9180867a11e5a9017a1b2c3d4e0001';

let sandbox: Sandbox;
let tenant: Connected;

beforeAll(async () => {
  const identityProfiles = [
    { name: 'Employees', sourceAttributes: ['email', 'department'] },
    { name: 'Contractors', sourceAttributes: ['email'] },
  ];
  sandbox = await startSandbox({
    settings: { rateLimit: 'off' },
    sources: [{ id: ID, name: 'HR', attributes: ['id', 'email', 'department'], identityProfiles }],
  });
  tenant = connect(sandbox.url);
});

afterAll(async () => {
  tenant.close();
  await sandbox.close();
});

/** The next reply of ISC about what uses the source. */
function answer(body: unknown, status = 200): void {
  sandbox.script({ operation: 'getConnections', fault: { kind: 'reply', status, body } });
}

describe('what identity profiles read of a source', () => {
  it('is their names, and the attributes that any of them reads', async () => {
    expect(await getProfileUse(tenant.connection, ID)).toEqual({
      profiles: ['Employees', 'Contractors'],
      attributes: ['email', 'department'],
    });
  });

  it.each<[string, object, object]>([
    ['no profile', { sourceAttributes: [] }, { profiles: [], attributes: [] }],
    [
      'profiles without a name',
      { sourceAttributes: ['email'], identityProfiles: [{ id: '1' }, null, 'Employees', { name: '' }] },
      { profiles: [], attributes: ['email'] },
    ],
    [
      'attributes that are no texts',
      { sourceAttributes: [1, null, 'email', {}], identityProfiles: {} },
      { profiles: [], attributes: ['email'] },
    ],
  ])('takes what can be read: %s', async (_, body, use) => {
    answer(body);
    expect(await getProfileUse(tenant.connection, ID)).toEqual(use);
  });

  it.each<[unknown, RegExp]>([
    [{}, /`sourceAttributes` is absent/],
    [{ sourceAttributes: 'email' }, /`sourceAttributes` is a text/],
    [[], /`sourceAttributes` is absent/],
  ])('fails by the property that is not as promised: %j', async (body, says) => {
    answer(body);
    expect((await failureOf(getProfileUse(tenant.connection, ID))).message).toMatch(says);
  });

  it.each([403, 404, 429, 500, 503])('is asked once, whatever comes: %i', async (status) => {
    const before = sandbox.requests.length;
    answer({}, status);
    const failure = await failureOf(getProfileUse(tenant.connection, ID));
    expect(failure).toMatchObject({ operation: 'connections', httpStatus: status });
    expect(sandbox.requests.length - before).toBe(1);
  });

  it('is given up after its own limit, before that of other requests', async () => {
    const impatient = connect(sandbox.url, { pace: { optionalRequestMs: 50 } });
    sandbox.script({ operation: 'getConnections', fault: { kind: 'no-reply' } });
    const failure = await failureOf(getProfileUse(impatient.connection, ID));
    expect(failure.message).toContain('within 0.05 s');
    impatient.close();
  });
});
