import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXAMPLE_SOURCES } from '../../sandbox/tenant/example-sources.js';
import { startSandbox, type Sandbox } from '../../sandbox/tenant/sandbox.js';
import { send, tokenOf, upload } from '../../sandbox/__tests__/tenant/client.js';
import { codeBlocks, readPage } from './documents.js';

/** The bodies of requests that sandbox/README.md shows without a command, sent to a tenant. */

const blocks = codeBlocks(readPage('sandbox/README.md')).filter(({ language }) => language === 'json');
const bodyUnder = (heading: string): string =>
  blocks.find(({ name }) => name === `sandbox/README.md#${heading}`)?.text ?? '';

let tenant: Sandbox;
beforeAll(async () => {
  tenant = await startSandbox({ sources: EXAMPLE_SOURCES });
});
afterAll(async () => {
  await tenant.close();
});

it('are the script of a fault and a change of habits', () => {
  expect(blocks.map(({ name }) => name)).toEqual(['sandbox/README.md#faults', 'sandbox/README.md#habits']);
});

describe('the fault', () => {
  it('loses the upload, while the source gets a task of somebody else', async () => {
    const [source] = EXAMPLE_SOURCES;
    const scripted = await send(tenant, 'POST', '/_sandbox/script', { body: bodyUnder('faults') });
    const answer = await send(tenant, 'POST', `/sources/v1/${source?.id ?? ''}/load-accounts`, {
      token: await tokenOf(tenant),
      body: upload('id,name\n1,Ada\n'),
    });

    expect(scripted.status).toBe(200);
    expect(answer.status).toBe(502);
    expect(tenant.tenant.tasks()).toHaveLength(1);
  });
});

describe('the habits', () => {
  it('are switched on', async () => {
    const changed = await send(tenant, 'POST', '/_sandbox/settings', { body: bodyUnder('habits') });

    expect(changed.status).toBe(200);
    expect(tenant.settings).toMatchObject(JSON.parse(bodyUnder('habits')) as object);
  });
});
