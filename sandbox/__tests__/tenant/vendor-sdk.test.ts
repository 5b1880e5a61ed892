import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Configuration, SourcesV2024Api, TaskManagementV2024Api } from 'sailpoint-api-client';
import { DEFAULT_CLIENT, startSandbox, type Sandbox } from '../../tenant/sandbox.js';

/** The vendor's own client, which is not ours, works with the sandbox as with a tenant. */
describe('the vendor’s SDK', () => {
  let now = Date.parse('2026-11-22T10:00:00Z');
  let sandbox: Sandbox;
  let configuration: Configuration;

  beforeAll(async () => {
    // The SDK says on the console that these operations are experimental; a proxy has no business here.
    jest.spyOn(console, 'log').mockReturnValue(undefined);
    process.env['NO_PROXY'] = '127.0.0.1';
    sandbox = await startSandbox({ clock: () => now });
    configuration = new Configuration({
      baseurl: sandbox.url,
      tokenUrl: `${sandbox.url}/oauth/token`,
      clientId: DEFAULT_CLIENT.id,
      clientSecret: DEFAULT_CLIENT.secret,
    });
    configuration.experimental = true;
  });

  afterAll(async () => {
    await sandbox.close();
  });

  it('gets a token, uploads a file and follows its task to the end', async () => {
    const source = sandbox.tenant.addSource({ name: 'HR' });
    const csv = 'id,name,email\n1,Ada,ada@example.org\n2,Bob,bob@example.org\n';
    const file = new File([csv], 'hr.csv', { type: 'text/csv' });

    const loaded = await new SourcesV2024Api(configuration).importAccounts({ id: source.id, file });

    expect(loaded.status).toBe(202);
    expect(loaded.data.success).toBe(true);
    now += 5_000;
    const id = loaded.data.task?.id ?? '';
    const followed = await new TaskManagementV2024Api(configuration).getTaskStatus({ id });
    expect(followed.data.completionStatus).toBe('SUCCESS');
    expect(followed.data.attributes).toMatchObject({ total: 2, created: 2 });
    expect(sandbox.tenant.accounts(source.id)).toHaveLength(2);
    expect(sandbox.requests[1]?.body?.files).toMatchObject([
      { part: 'file', filename: 'hr.csv', contentType: 'text/csv', bytes: csv.length },
    ]);
  });
});
