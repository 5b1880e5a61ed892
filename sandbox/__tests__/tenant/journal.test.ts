import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_CLIENT, startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { send, tokenOf, upload } from './client.js';

let sandbox: Sandbox;

beforeEach(async () => {
  sandbox = await startSandbox({ sources: [{ name: 'HR' }] });
});

afterEach(async () => {
  await sandbox.close();
});

const CSV = 'id,name,email\n1,Äda,a@example.org\n';

function sourceId(): string {
  return sandbox.tenant.sources()[0]?.id ?? '';
}

describe('the journal', () => {
  it('records what was uploaded, but not its rows', async () => {
    const token = await tokenOf(sandbox);
    const body = upload(CSV, { disableOptimization: 'true' });
    await send(sandbox, 'POST', `/sources/v1/${sourceId()}/load-accounts`, { token, body });
    const file = {
      part: 'file',
      filename: 'accounts.csv',
      contentType: 'text/csv',
      bytes: Buffer.byteLength(CSV),
      lines: 2,
      sha256: createHash('sha256').update(CSV).digest('hex'),
    };
    const request = sandbox.requests[1];
    expect(request).toMatchObject({
      number: 2,
      method: 'POST',
      operation: 'loadAccounts',
      version: 'v1',
      authorization: 'valid',
      clientId: DEFAULT_CLIENT.id,
      status: 202,
      body: { kind: 'multipart', chunked: false, fields: { disableOptimization: 'true' }, files: [file] },
    });
    expect(request?.body?.contentLength).toBe(String(request?.body?.bytes));
    expect(JSON.stringify(sandbox.requests)).not.toContain('example.org');
  });

  it('records a body without a Content-Length', async () => {
    const token = await tokenOf(sandbox);
    const body = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{}'));
        controller.close();
      },
    });
    await fetch(`${sandbox.url}/sources/v1/${sourceId()}/load-accounts`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body,
      duplex: 'half',
    });
    expect(sandbox.requests[1]?.body).toMatchObject({
      kind: 'json',
      bytes: 2,
      chunked: true,
      contentLength: undefined,
    });
  });

  it('holds no secret and no token, wherever a client has put them', async () => {
    const { id, secret } = DEFAULT_CLIENT;
    const token = await tokenOf(sandbox);
    await send(sandbox, 'GET', `/sources/v1?filters=${token}`, { token, headers: { 'X-Debug': token } });
    const query = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
    });
    await send(sandbox, 'POST', `/oauth/token?${query.toString()}`);
    const written = JSON.stringify(sandbox.requests);
    expect(written).not.toContain(token);
    expect(written).not.toContain(secret);
    expect(sandbox.requests[1]?.headers['x-debug']).toBe('[secret]');
    expect(sandbox.requests[2]?.url).toContain('client_secret=[secret]');
    expect(sandbox.requests[2]?.status).toBe(200);
  });

  it('distinguishes a valid token, an invalid one and none', async () => {
    await send(sandbox, 'GET', '/sources/v1', { token: await tokenOf(sandbox) });
    await send(sandbox, 'GET', '/sources/v1', { token: 'bad' });
    await send(sandbox, 'GET', '/sources/v1');
    expect(sandbox.requests.slice(1).map((one) => one.authorization)).toEqual(['valid', 'unknown', 'none']);
  });

  it('records that a body was cut off; the body is not processed', async () => {
    const token = await tokenOf(sandbox);
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
    socket.write(
      [
        `POST /sources/v1/${sourceId()}/load-accounts HTTP/1.1`,
        'Host: sandbox',
        `Authorization: Bearer ${token}`,
        'Content-Type: multipart/form-data; boundary=x',
        'Content-Length: 1000',
        '',
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nid,name,email\r\n1,',
      ].join('\r\n'),
    );
    await sandbox.waitFor((requests) => requests.length === 2);
    socket.destroy();
    await sandbox.waitFor(([, request]) => request?.body?.kind === 'cut-off');
    expect(sandbox.tenant.tasks()).toEqual([]);
  });

  it('waits for a request, and says which requests came instead', async () => {
    const waiting = sandbox.waitFor((requests) => requests.some((one) => one.status === 401));
    await send(sandbox, 'GET', '/sources/v1');
    await waiting;
    await expect(sandbox.waitFor(() => false, 1)).rejects.toThrow('GET /sources/v1 → 401');
  });
});
