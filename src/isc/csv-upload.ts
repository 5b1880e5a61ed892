import FormData from 'form-data';
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { PassThrough, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StepFailure } from '../failure.js';
import { unreadableFile } from '../file-failure.js';
import type { CsvLocation } from '../settings.js';
import type { UploadBody } from './transport.js';

/** 1 MiB reads: twice as fast as Node's 64 KiB for a large file, at the same memory (toolchain.md). */
const READ_BYTES = 1024 * 1024;

/** The file as it was when it was checked: it must still be that when its last byte leaves. */
export interface Fingerprint {
  readonly bytes: number;
  /** Hexadecimal; `undefined` where the file was not read before. */
  readonly sha256: string | undefined;
}

/** Size of the file in bytes, for an upload that nothing was checked for. @throws StepFailure */
export async function sizeOf(csv: CsvLocation): Promise<Fingerprint> {
  try {
    return { bytes: (await stat(csv.path)).size, sha256: undefined };
  } catch (cause) {
    throw unreadableFile(csv, cause);
  }
}

/**
 * A multipart body with the file in the part `file`, as ISC wants it (isc-api.md, "Starting"): its exact bytes,
 * its own name, `text/csv`, with `Content-Length`, since some gateways refuse chunked bodies. Read as a stream
 * in constant memory. Where the file is not what `expected` says, the body breaks off before its last bytes: a
 * body that is not whole starts nothing.
 */
export function csvUpload(
  csv: CsvLocation,
  expected: Fingerprint,
  disableOptimization: boolean,
): { headers: Record<string, string>; body: UploadBody } {
  const form = new FormData();
  if (disableOptimization) form.append('disableOptimization', 'true');
  const file = createReadStream(csv.path, { highWaterMark: READ_BYTES });
  const checked = new UnchangedFile(csv, expected);
  // Size first: form-data asks the file system itself otherwise, which may see another file by then.
  form.append('file', checked, { filename: csv.name, contentType: 'text/csv', knownLength: expected.bytes });
  const contentLength = form.getLengthSync();
  const stream = new PassThrough({ highWaterMark: READ_BYTES });
  let complete = false;
  stream.once('end', () => {
    complete = true;
  });
  form.once('error', (error: Error) => stream.destroy(error));
  form.pipe(stream);
  const finished = pipeline(file, checked).catch((cause: unknown) => {
    // The reader of the body went away: the exchange itself knows why.
    if (stream.destroyed) return;
    const failure = cause instanceof StepFailure ? cause : unreadableFile(csv, cause);
    stream.destroy(failure);
    throw failure;
  });
  stream.once('close', () => {
    file.destroy();
  });
  stream.on('error', () => undefined);
  return {
    headers: { ...form.getHeaders(), 'content-length': String(contentLength) },
    body: { stream, finished, isComplete: () => complete },
  };
}

/** A multipart body with the option alone, for sources that take no file. Small enough to be one text. */
export function optionUpload(): { headers: Record<string, string>; body: string } {
  const form = new FormData();
  form.append('disableOptimization', 'true');
  return { headers: form.getHeaders(), body: form.getBuffer().toString('utf8') };
}

/** Passes the file on, one chunk late, so that the last one can be withheld if the file is not as expected. */
class UnchangedFile extends Transform {
  readonly #csv: CsvLocation;
  readonly #expected: Fingerprint;
  readonly #hash: Hash | undefined;
  #bytes = 0;
  #held: Buffer | undefined;

  constructor(csv: CsvLocation, expected: Fingerprint) {
    super({ highWaterMark: READ_BYTES });
    this.#csv = csv;
    this.#expected = expected;
    this.#hash = expected.sha256 === undefined ? undefined : createHash('sha256');
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    this.#hash?.update(chunk);
    if (this.#bytes > this.#expected.bytes) {
      done(this.#changed());
      return;
    }
    const before = this.#held;
    this.#held = chunk;
    if (before === undefined) done();
    else done(null, before);
  }

  override _flush(done: TransformCallback): void {
    const isSame =
      this.#bytes === this.#expected.bytes &&
      (this.#hash?.digest('hex') ?? undefined) === this.#expected.sha256;
    if (isSame) done(null, this.#held);
    else done(this.#changed());
  }

  #changed(): StepFailure {
    return new StepFailure(`The file ${this.#csv.shown} changed while the step was at work on it.`, {
      next: 'Nothing was started with it: the upload was broken off. Make sure that an earlier step has finished writing the file, and run the step again.',
    });
  }
}
