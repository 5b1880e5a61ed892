/** Reads an upload as it arrives. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import busboy from 'busboy';
import { boundaryOf, WithoutStrayQuotes } from './stray-quotes.js';

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
