/** Reads an upload as it arrives. */
import busboy from 'busboy';
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { finished } from 'node:stream/promises';

/** One uploaded file. */
export interface UploadedFile {
  /** Name of the part. */
  readonly part: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Lines; the last one counts with or without a line break. */
  readonly lines: number;
  readonly sha256: string;
  /** The content; `undefined` if the file is larger than the limit. */
  readonly chunks: readonly Buffer[] | undefined;
  /** Its beginning, whatever its size: enough for any heading. */
  readonly beginning: Buffer;
}

/** The parts of a multipart body. */
export interface Multipart {
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly UploadedFile[];
}

const BEGINNING = 64 * 1024;

/**
 * Reads a multipart body as it arrives. A file of more than `keptBytes` bytes is only counted and hashed, in constant
 * memory. Returns what is wrong with a body that is not multipart; throws if it is truncated.
 */
export async function readMultipart(
  request: IncomingMessage,
  keptBytes: number,
): Promise<Multipart | string> {
  const fields: Record<string, string> = {};
  const files: Promise<UploadedFile>[] = [];
  let parser: busboy.Busboy;
  try {
    parser = busboy({ headers: request.headers, defParamCharset: 'utf8' });
  } catch (error) {
    request.resume();
    await finished(request, { writable: false });
    return (error as Error).message;
  }
  parser.on('field', (name, value) => {
    fields[name] = value;
  });
  parser.on('file', (part, stream, { filename, mimeType }) => {
    const file = takeFile(stream, keptBytes).then((taken) => {
      return { part, filename: filename ?? '', contentType: mimeType, ...taken };
    });
    // An error in a file is an error of the whole body, and is reported there.
    file.catch(() => undefined);
    files.push(file);
  });
  // Not stream.pipeline: a malformed body must not destroy the connection needed for its refusal.
  const problem = await new Promise<string | undefined>((resolve, reject) => {
    parser.on('close', () => {
      resolve(undefined);
    });
    parser.on('error', (error) => {
      request.unpipe();
      request.resume();
      resolve((error as Error).message);
    });
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) reject(new Error('The body was cut off.'));
    });
    const boundary = boundaryOf(request.headers['content-type']);
    (boundary === undefined ? request : request.pipe(new WithoutStrayQuotes(boundary))).pipe(parser);
  });
  if (problem !== undefined) return problem;
  return { fields, files: await Promise.all(files) };
}

async function takeFile(
  stream: Readable,
  keptBytes: number,
): Promise<Omit<UploadedFile, 'part' | 'filename' | 'contentType'>> {
  const hash = createHash('sha256');
  let kept: Buffer[] = [];
  let beginning = Buffer.alloc(0);
  let bytes = 0;
  let breaks = 0;
  let last = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    breaks += lineBreaksIn(chunk);
    last = chunk.at(-1) ?? last;
    if (beginning.length < BEGINNING) beginning = Buffer.concat([beginning, chunk]);
    if (bytes <= keptBytes) kept.push(chunk);
    else kept = [];
  }
  return {
    bytes,
    lines: bytes === 0 || last === 10 ? breaks : breaks + 1,
    sha256: hash.digest('hex'),
    chunks: bytes <= keptBytes ? kept : undefined,
    beginning,
  };
}

function lineBreaksIn(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count += 1;
  return count;
}

/** The reader will refuse a longer header. */
const LONGEST_HEADER = 16 * 1024;
const END_OF_HEADER = '\r\n\r\n';

/**
 * A multipart body in transit, without the stray quote after a file name (`filename="file.csv""`) that the vendor's
 * File Upload Utility sends and that other servers accept. Changes only the headers of parts.
 */
export class WithoutStrayQuotes extends Transform {
  readonly #beginning: Buffer;
  #pending: Buffer = Buffer.alloc(0);
  #inHeader = false;

  constructor(boundary: string) {
    super();
    this.#beginning = Buffer.from(`--${boundary}\r\n`, 'latin1');
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (this.#inHeader ? this.#passHeader() : this.#passContent());
    done();
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#pending);
  }

  /** Passes on everything before the next header; true if one was reached. */
  #passContent(): boolean {
    const at = this.#pending.indexOf(this.#beginning);
    this.#inHeader = at !== -1;
    // The last bytes may be the first ones of a boundary.
    const kept = this.#beginning.length - 1;
    this.#pass(this.#inHeader ? at + this.#beginning.length : Math.max(0, this.#pending.length - kept));
    return this.#inHeader;
  }

  /** Passes on a header once it is complete; true if it was. */
  #passHeader(): boolean {
    const end = this.#pending.indexOf(END_OF_HEADER);
    if (end === -1 && this.#pending.length <= LONGEST_HEADER) return false;
    this.#inHeader = false;
    if (end === -1) return true;
    const header = this.#pending.toString('latin1', 0, end + END_OF_HEADER.length);
    this.#pending = this.#pending.subarray(end + END_OF_HEADER.length);
    this.push(Buffer.from(header.replace(/(filename="(?:[^"\\\r\n]|\\.)*")"+/gi, '$1'), 'latin1'));
    return true;
  }

  #pass(bytes: number): void {
    if (bytes > 0) this.push(this.#pending.subarray(0, bytes));
    this.#pending = this.#pending.subarray(bytes);
  }
}

/** The boundary in a Content-Type. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const found = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '');
  return found?.[1] ?? found?.[2];
}
