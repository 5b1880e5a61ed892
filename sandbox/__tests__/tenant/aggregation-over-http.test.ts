import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { send, taskIdOf, tokenOf, upload } from './client.js';

/** A clock that the test sets, so that it decides when aggregations end. */
let now: number;
let sandbox: Sandbox;
let token: string;

beforeEach(async () => {
  now = Date.parse('2026-11-22T10:00:00Z');
  sandbox = await startSandbox({ clock: () => now });
  token = await tokenOf(sandbox);
});

afterEach(async () => {
  await sandbox.close();
});

const ACCOUNTS = [
  { id: '1', name: 'Ada', email: 'ada@example.org' },
  { id: '2', name: 'Bob', email: 'bob@example.org' },
];

describe('an aggregation', () => {
  it('changes the accounts when it ends, not when the 202 is sent', async () => {
    const source = sandbox.tenant.addSource({ name: 'HR', accounts: ACCOUNTS });
    const body = upload('id,name,email\n1,Ada,ada@example.org\n3,Cy,cy@example.org\n');

    const reply = await send(sandbox, 'POST', `/sources/v1/${source.id}/load-accounts`, { token, body });

    expect(reply.status).toBe(202);
    expect(sandbox.tenant.accounts(source.id).map((one) => one.nativeIdentity)).toEqual(['1', '2']);
    now += 2_000;
    expect(sandbox.tenant.accounts(source.id).map((one) => one.nativeIdentity)).toEqual(['1', '3']);
    const status = await send(sandbox, 'GET', `/task-status/v1/${taskIdOf(reply)}`, { token });
    expect(status.body()).toMatchObject({
      completionStatus: 'SUCCESS',
      attributes: { total: 2, created: 1, updated: 0, deleted: 1, optimized: 1 },
    });
  });
});
