/** The body of an upload: the file as a stream that ends early if the file has changed since the check. */
import FormData from 'form-data';
import { createHash } from 'node:crypto';
import { openRegularFile } from '../csv/blocks.js';
import { stat } from 'node:fs/promises';
import { PassThrough, Readable } from 'node:stream';
import { failureFor, type StepFailure } from '../model/failure.js';
import { unreadableFile } from '../runtime/files.js';
import type { CsvLocation } from '../model/settings.js';
import type { UploadBody } from '../http/transport.js';

/**
 * As fast as larger reads, which sometimes take 20 MiB more, and much faster than Node's 64 KiB (bench/README.md).
 */
const READ_BYTES = 512 * 1024;

/** The file as it was when it was checked: it must be unchanged when its last byte is sent. */
export interface Fingerprint {
  /** At least 1. */
  readonly bytes: number;
  /** Hexadecimal; `undefined` if the file was not read before. */
  readonly sha256: string | undefined;
}

/**
 * The file as it was when the inputs were read, for an upload without checks; where it was not read then, its size.
 *
 * @throws StepFailure; REJECTED if the file is empty, since uploading it could only delete every account.
 */
export async function sizeOf(csv: CsvLocation): Promise<Fingerprint> {
  const expected = csv.digest ?? { bytes: await bytesOf(csv), sha256: undefined };
  if (expected.bytes > 0) return expected;
  throw failureFor('file-empty', { file: csv.shown });
}

async function bytesOf(csv: CsvLocation): Promise<number> {
  const { size } = await stat(csv.path).catch((cause: unknown) => {
    throw unreadableFile(csv, cause);
  });
  return size;
}

/**
 * A multipart body with the file in the part `file`, as ISC requires (docs/isc-api.md#starting): its exact bytes, its
 * name, `text/csv`, with `Content-Length`, since some gateways refuse chunked bodies. It is a stream in constant memory
 * that starts at once, so create it only when it is sent. If the file is not as `expected`, the body ends before its
 * last bytes: an incomplete body starts nothing.
 *
 * @param fields the parts beside the file, by name.
 */
export function csvUpload(
  csv: CsvLocation,
  expected: Fingerprint,
  fields: Readonly<Record<string, string>>,
): { headers: Record<string, string>; body: UploadBody } {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const file = Readable.from(unchanged(csv, expected), { objectMode: false, highWaterMark: READ_BYTES });
  // Pass the size: otherwise form-data asks the file system, which may have another file by then.
  form.append('file', file, {
    filename: nameInHeader(csv.name),
    contentType: 'text/csv',
    knownLength: expected.bytes,
  });
  const headers = { ...form.getHeaders(), 'content-length': String(form.getLengthSync()) };
  const stream = new PassThrough({ highWaterMark: READ_BYTES });
  let complete = false;
  stream.once('end', () => {
    complete = true;
  });
  stream.once('close', () => {
    file.destroy();
  });
  // The transport listens too; an error must not end the process if nobody sends the body.
  stream.on('error', () => undefined);
  form.on('error', (error: Error) => {
    stream.destroy(error);
  });
  form.pipe(stream);
  return { headers, body: { stream, isComplete: () => complete } };
}

/** Some servers refuse a part whose header contains a control character; the library encodes only line breaks. */
function nameInHeader(name: string): string {
  return name.replace(/(?![\r\n])\p{Cc}/gu, '\ufffd');
}

/** A multipart body with only the option, for sources that take no file. Small enough to be one text. */
export function optionUpload(): { headers: Record<string, string>; body: string } {
  const form = new FormData();
  form.append('disableOptimization', 'true');
  return { headers: form.getHeaders(), body: form.getBuffer().toString('utf8') };
}

/** The bytes of the file, delayed by one chunk, so that the last one can be withheld if the file is not as expected. */
async function* unchanged(csv: CsvLocation, expected: Fingerprint): AsyncGenerator<Buffer> {
  const hash = expected.sha256 === undefined ? undefined : createHash('sha256');
  let bytes = 0;
  let held: Buffer | undefined;
  for await (const chunk of chunksOf(csv)) {
    bytes += chunk.length;
    if (bytes > expected.bytes) throw changed(csv);
    hash?.update(chunk);
    if (held !== undefined) yield held;
    held = chunk;
  }
  if (bytes !== expected.bytes || hash?.digest('hex') !== expected.sha256) throw changed(csv);
  if (held !== undefined) yield held;
}

async function* chunksOf(csv: CsvLocation): AsyncGenerator<Buffer> {
  try {
    yield* (await openRegularFile(csv.path, READ_BYTES)) as AsyncIterable<Buffer>;
  } catch (cause) {
    throw unreadableFile(csv, cause);
  }
}

function changed(csv: CsvLocation): StepFailure {
  return failureFor('file-changed', { file: csv.shown });
}
