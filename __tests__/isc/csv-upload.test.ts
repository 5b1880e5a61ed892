import { afterAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { csvUpload, optionUpload, sizeOf } from '../../src/isc/csv-upload.js';
import type { CsvLocation } from '../../src/model/settings.js';
import { until } from '../support/server.js';
import { failureOf, Files } from '../support/tenant.js';

const files = new Files();
afterAll(() => {
  files.remove();
});

function fingerprintOf(content: string | Uint8Array): { bytes: number; sha256: string } {
  return { bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') };
}

const CSV = 'id,name\n1,Zoë\n';

describe('the body of an upload', () => {
  it('is the file byte by byte in the part "file", with the length that it has', async () => {
    const { headers, body } = csvUpload(files.write('hr.csv', CSV), fingerprintOf(CSV), {});
    const boundary = headers['content-type']?.replace('multipart/form-data; boundary=', '') ?? '';
    const sent = await buffer(body.stream);
    expect(sent.toString()).toBe(
      [
        `--${boundary}`,
        'Content-Disposition: form-data; name="file"; filename="hr.csv"',
        'Content-Type: text/csv',
        '',
        CSV,
        `--${boundary}--`,
        '',
      ].join('\r\n'),
    );
    expect(headers['content-length']).toBe(String(sent.length));
    expect(body.isComplete()).toBe(true);
  });

  it('holds the option before the file, so that a server knows it by then', async () => {
    const { headers, body } = csvUpload(files.write('hr.csv', CSV), fingerprintOf(CSV), {
      disableOptimization: 'true',
    });
    const sent = await buffer(body.stream);
    expect(sent.toString()).toMatch(/name="disableOptimization"\r\n\r\ntrue\r\n[^]*name="file"/);
    expect(headers['content-length']).toBe(String(sent.length));
  });

  it.each([
    ['Gehälter 2026 – é.csv', 'Gehälter 2026 – é.csv'],
    ['a "quoted" name.csv', 'a %22quoted%22 name.csv'],
    ['two\nlines.csv', 'two%0Alines.csv'],
  ])('has the file name %j as %j', async (name, sentName) => {
    const { headers, body } = csvUpload(files.write(name, CSV), fingerprintOf(CSV), {});
    const sent = await buffer(body.stream);
    expect(sent.toString()).toContain(`; filename="${sentName}"\r\nContent-Type: text/csv\r\n\r\nid,`);
    expect(headers['content-length']).toBe(String(sent.length));
  });

  it('is whole for a file of many reads', async () => {
    const content = Buffer.alloc(3 * 1024 * 1024 + 17, 'abcdefg\n');
    const { headers, body } = csvUpload(files.write('large.csv', content), fingerprintOf(content), {});
    const sent = await buffer(body.stream);
    expect(sent.includes(content)).toBe(true);
    expect(headers['content-length']).toBe(String(sent.length));
  });

  it('with the option alone is one text', () => {
    const { headers, body } = optionUpload();
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(body).toMatch(/name="disableOptimization"\r\n\r\ntrue\r\n--.+--\r\n$/);
  });
});

describe('a file that is not what was checked', () => {
  const LARGE = Buffer.alloc(2 * 1024 * 1024 + 5, 'abcdefg\n');
  const changes: [string, (csv: CsvLocation) => void][] = [
    [
      'grows',
      (csv) => {
        appendFileSync(csv.path, '2,Bob\n');
      },
    ],
    [
      'shrinks',
      (csv) => {
        truncateSync(csv.path, 5);
      },
    ],
    [
      'is emptied',
      (csv) => {
        truncateSync(csv.path, 0);
      },
    ],
    [
      'changes in a place',
      (csv) => {
        writeFileSync(csv.path, Buffer.alloc(LARGE.length, 'abcdefh\n'));
      },
    ],
  ];

  it.each(changes)('one that %s: the body breaks off before its last bytes', async (_name, change) => {
    const csv = files.write('changing.csv', LARGE);
    const { headers, body } = csvUpload(csv, fingerprintOf(LARGE), {});
    change(csv);
    let received = 0;
    body.stream.on('data', (chunk: Buffer) => (received += chunk.length));
    await until(() => body.stream.destroyed);
    expect(body.stream.errored).toMatchObject({
      name: 'StepFailure',
      status: 'FAILED',
      message: 'The file data/changing.csv changed while the step was using it.',
    });
    expect(received).toBeLessThan(Number(headers['content-length']) - 5);
    expect(body.isComplete()).toBe(false);
  });

  it('is recognized by its size alone if it was not checked', async () => {
    const csv = files.write('unchecked.csv', CSV);
    const expected = await sizeOf(csv);
    expect(expected).toEqual({ bytes: 15, sha256: undefined });
    appendFileSync(csv.path, '2,Bob\n');
    const failure = await failureOf(buffer(csvUpload(csv, expected, {}).body.stream));
    expect(failure.message).toContain('changed');
  });
});

describe('a file that cannot be read', () => {
  it.each<[string, (csv: CsvLocation) => void, string]>([
    [
      'is gone',
      (csv) => {
        rmSync(csv.path);
      },
      'ENOENT',
    ],
    [
      'is a folder now',
      (csv) => {
        rmSync(csv.path);
        mkdirSync(csv.path);
      },
      'EISDIR',
    ],
  ])('since it %s fails as such', async (name, change, code) => {
    const csv = files.write(`${name}.csv`, CSV);
    change(csv);
    const failure = await failureOf(buffer(csvUpload(csv, fingerprintOf(CSV), {}).body.stream));
    expect(failure).toMatchObject({
      name: 'StepFailure',
      message: `The file ${csv.shown} cannot be read: ${code}.`,
    });
  });

  it('ends nothing where nobody sends the body', async () => {
    const csv = files.write('unsent.csv', CSV);
    rmSync(csv.path);
    const { body } = csvUpload(csv, fingerprintOf(CSV), {});
    await until(() => body.stream.destroyed);
    expect(body.stream.errored).toMatchObject({ name: 'StepFailure' });
  });

  it('has no size either', async () => {
    const csv = {
      path: `${files.folder}/nowhere.csv`,
      name: 'nowhere.csv',
      shown: 'nowhere.csv',
      inWorkspace: true,
      sourceId: undefined,
    };
    expect((await failureOf(sizeOf(csv))).message).toBe('The file nowhere.csv cannot be read: ENOENT.');
  });
});

it('an empty file is stopped before anything is sent, even one that is only uploaded', async () => {
  expect(await failureOf(sizeOf(files.write('empty.csv', '')))).toMatchObject({
    status: 'REJECTED',
    message: 'data/empty.csv is empty, so it was not uploaded.',
  });
});

// What a process has open can be seen like this on Linux only.
(existsSync('/proc/self/fd') ? it : it.skip)('a body that is given up closes its file', async () => {
  const content = Buffer.alloc(8 * 1024 * 1024, 'abcdefg\n');
  const { body } = csvUpload(files.write('given-up.csv', content), fingerprintOf(content), {});
  await until(() => openFiles().includes(`${files.folder}/given-up.csv`));
  body.stream.destroy();
  await until(() => !openFiles().includes(`${files.folder}/given-up.csv`));
});

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return '';
    }
  });
}
