import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../tenant/sandbox.js';
import { boundaryOf, WithoutStrayQuotes } from '../../tenant/multipart.js';
import { send, tokenOf } from './client.js';

function body(disposition: string, content = 'id,name,email\n1,Ada,\n'): string {
  return `--x\r\nContent-Disposition: form-data; name="file"; ${disposition}\r\nContent-Type: text/csv\r\n\r\n${content}\r\n--x--\r\n`;
}

/** What is left of a body that arrives in pieces of `size` bytes. */
async function repaired(text: string, size: number): Promise<string> {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  const chunks: Buffer[] = [];
  for await (const chunk of Readable.from(pieces).pipe(new WithoutStrayQuotes('x'))) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

describe('a stray quote after a file name', () => {
  it.each([1, 2, 7, 1_000])('is removed from a body in pieces of %i bytes', async (size) => {
    expect(await repaired(body('filename="hr.csv""'), size)).toBe(body('filename="hr.csv"'));
    expect(await repaired(body('filename="Gehälter.csv"""'), size)).toBe(body('filename="Gehälter.csv"'));
  });

  it.each([
    ['no quote too many', body('filename="hr.csv"')],
    ['a quote in the name', body('filename="a\\"b\\""')],
    ['a name in another form', body("filename*=UTF-8''hr.csv")],
    ['the same text in the content', body('filename="a.csv"', 'id\nfilename="hr.csv""\r\n\r\n')],
    ['no boundary', 'filename="hr.csv""\r\n\r\n'],
    ['a header without an end', `--x\r\nfilename="hr.csv""${'-'.repeat(20_000)}`],
    ['nothing', ''],
  ])('leaves alone: %s', async (_name, text) => {
    expect(await repaired(text, 5)).toBe(text);
  });

  it.each([
    ['multipart/form-data; boundary=x', 'x'],
    ['multipart/form-data; boundary="a b"; charset=utf-8', 'a b'],
    ['multipart/form-data', undefined],
    [undefined, undefined],
  ])('the boundary of %s is %s', (contentType, boundary) => {
    expect(boundaryOf(contentType)).toBe(boundary);
  });
});

describe('the vendor’s File Upload Utility', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await startSandbox();
  });

  afterAll(async () => {
    await sandbox.close();
  });

  it('can upload, as to a real tenant', async () => {
    const source = sandbox.tenant.addSource({ name: 'HR' });
    const answer = await send(sandbox, 'POST', `/sources/v1/${source.id}/load-accounts`, {
      token: await tokenOf(sandbox),
      headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
      body: body('filename="hr.csv""'),
    });
    expect(answer.status).toBe(202);
    expect(sandbox.requests.at(-1)?.body?.files).toMatchObject([
      { part: 'file', filename: 'hr.csv', bytes: 21 },
    ]);
    expect(sandbox.tenant.tasks()).toMatchObject([{ counts: { total: 1, created: 1 } }]);
  });
});
