import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BodyFacts, RequestRecord } from '../../sandbox/tenant/request-record.js';
import { csvOf, people } from '../support/people.js';
import { play, playAll, type NamedScenario, type Played } from '../support/play.js';

/** What exactly reaches the tenant (docs/isc-api.md#starting). */

function uploadOf(played: Played): BodyFacts {
  const [request] = played.asked('loadAccounts');
  if (request?.body === undefined) throw new Error('No upload has come.');
  return request.body;
}

describe('the file', () => {
  const csv = csvOf(people(20));
  const quoted = csvOf(people(20).map((one) => ({ ...one, name: `"${one.name}\r\nJr., ""II"""` })));
  /** Contents and names have nothing to do with each other, so each upload shows one of both. */
  const CONTENTS: readonly { name: string; file: string; content: string | Uint8Array; sentAs?: string }[] = [
    { name: 'plain', file: 'hr.csv', content: csv },
    { name: 'with CRLF', file: 'HR export (May).csv', content: csv.replaceAll('\n', '\r\n') },
    // As browsers do it: a quote would end the name.
    {
      ...{ name: 'without a last line break', file: 'say "hi".csv', sentAs: 'say %22hi%22.csv' },
      content: csv.trimEnd(),
    },
    { name: 'with quoted line breaks', file: 'Mitarbeiter-Übersicht-人.csv', content: quoted },
    { name: 'with a byte order mark', file: 'a;b=c.csv', content: Buffer.from(`\ufeff${csv}`) },
    { name: 'with letters of all kinds', file: '100%22.csv', content: csv.replaceAll('Person', 'Zoë 人 🚀') },
    { name: 'with blank lines and comments', file: 'hr.csv', content: `${csv}\n# a comment of people\n\n` },
  ];
  const scenarios = CONTENTS.map(({ name, file, content }): NamedScenario => ({
    name,
    files: { [file]: content },
    // Some of them change the name of each account.
    inputs: { 'csv-path': file, 'max-changes': '100%' },
  }));
  const played = playAll([
    ...scenarios,
    { name: 'disable-optimization', inputs: { 'disable-optimization': 'true' } },
    {
      name: 'only uploaded',
      inputs: { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' },
    },
  ]);

  it.each(CONTENTS)(
    'arrives byte by byte, under its own name: $name, $file',
    ({ name, file, content, sentAs = file }) => {
      const run = played(name);
      expect(run.outputs['status']).toBe('SUCCESS');
      const { files, fields, kind } = uploadOf(run);
      expect({ kind, fields }).toEqual({ kind: 'multipart', fields: {} });
      expect(files).toEqual([
        expect.objectContaining({
          part: 'file',
          filename: sentAs,
          contentType: 'text/csv',
          bytes: Buffer.byteLength(content),
          sha256: createHash('sha256').update(content).digest('hex'),
        }),
      ]);
    },
  );

  it.each(CONTENTS)('is sent with Content-Length, not in chunks: $name, $file', ({ name }) => {
    const { bytes, chunked, contentLength } = uploadOf(played(name));
    expect({ chunked, contentLength }).toEqual({ chunked: false, contentLength: String(bytes) });
  });

  it('is sent once, with the part disableOptimization if requested', () => {
    const run = played('disable-optimization');
    expect(run.asked('loadAccounts')).toHaveLength(1);
    const { fields, files } = uploadOf(run);
    expect(fields).toEqual({ disableOptimization: 'true' });
    expect(files.map(({ part }) => part)).toEqual(['file']);
    expect(run.outputs).toMatchObject({ 'accounts-updated': '20', 'accounts-unchanged': '0' });
  });

  it('is only uploaded with csv-checks: off and max-deletions: 100%', () => {
    const run = played('only uploaded');
    expect(run.exitCode).toBe(0);
    expect(run.asked('getSchemas')).toEqual([]);
    expect(run.asked('listAccounts')).toEqual([]);
    expect(run.outputs).toMatchObject({
      'planned-created': '',
      'planned-deleted': '',
      'planned-kept': '',
      'csv-rows': '',
      'csv-accounts': '',
      'accounts-total': '20',
    });
  });
});

describe('without a file', () => {
  const direct = { kind: 'direct' } as const;
  const CASES: readonly NamedScenario[] = [
    { name: 'no options', source: direct, inputs: { 'csv-path': '' } },
    {
      name: 'disable-optimization',
      source: direct,
      inputs: { 'csv-path': '', 'disable-optimization': 'true' },
    },
    { name: 'a virtual appliance', source: { kind: 'va-file' }, inputs: { 'csv-path': '' } },
  ];
  const played = playAll(CASES);

  it.each(['no options', 'a virtual appliance'])('body and Content-Type are absent: %s', (name) => {
    const [request] = played(name).asked('loadAccounts');
    expect(request?.headers).not.toHaveProperty('content-type');
    expect(request?.headers).not.toHaveProperty('transfer-encoding');
    expect(request?.headers['content-length']).toBe('0');
    expect(request?.body).toMatchObject({ kind: 'none', bytes: 0 });
    expect(played(name).outputs['status']).toBe('SUCCESS');
  });

  it('an option is sent as multipart with this part alone', () => {
    const run = played('disable-optimization');
    const body = uploadOf(run);
    expect(body).toMatchObject({
      kind: 'multipart',
      fields: { disableOptimization: 'true' },
      files: [],
      chunked: false,
    });
    expect(body.contentLength).toBe(String(body.bytes));
    expect(run.outputs['status']).toBe('SUCCESS');
  });
});

describe('a large file', () => {
  const MiB = 1024 * 1024;

  it('is a stream: the memory of the step does not grow with it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'large-'));
    try {
      const path = join(folder, 'large.csv');
      writeFileSync(path, 'id,name,email\n');
      truncateSync(path, 128 * MiB);
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);

      let peak = 0;
      const run = await play({
        workspace: folder,
        files: {},
        inputs: {
          'csv-path': 'large.csv',
          'csv-checks': 'off',
          'max-deletions': '100%',
          'max-changes': '100%',
        },
        // The tenant only counts it: its own memory and time are not the question here.
        settings: { parsedBytes: MiB },
        meanwhile: async (step, sandbox) => {
          await sandbox.waitFor((requests) => requests.some(isAnswered), 45_000);
          peak = peakMemoryOf(step.process.pid);
        },
      });
      expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({
        exitCode: 0,
        status: 'SUCCESS',
      });
      const body = uploadOf(run);
      expect(body).toMatchObject({ chunked: false, contentLength: String(body.bytes) });
      expect(body.files).toEqual([
        expect.objectContaining({ filename: 'large.csv', bytes: 128 * MiB, sha256: hash.digest('hex') }),
      ]);
      if (process.platform === 'linux') expect(peak).toBeGreaterThan(20 * MiB);
      expect(peak).toBeLessThan(180 * MiB);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function isAnswered({ operation, status }: RequestRecord): boolean {
  return operation === 'loadAccounts' && status !== undefined;
}

/** Most bytes of memory that a process has had so far, as Linux counts them; 0 elsewhere. */
function peakMemoryOf(pid: number | undefined): number {
  if (process.platform !== 'linux' || pid === undefined) return 0;
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
