/** A file opened for reading, and its chunks as blocks of whole lines. */
import { constants, type ReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { unlessEnded } from '../model/failure.js';
import { LF } from './bytes.js';

/**
 * Opens a file for reading, without blocking: a named pipe that has taken its place would never open. Returns a stream
 * with reads of `chunkBytes` bytes.
 *
 * @throws what the file system throws; an Error if it is no longer a regular file.
 */
export async function openRegularFile(
  path: string,
  chunkBytes: number,
  signal?: AbortSignal,
): Promise<ReadStream> {
  const { handle, size } = await openRegular(path);
  return handle.createReadStream({
    highWaterMark: readSize(size, chunkBytes),
    ...(signal === undefined ? {} : { signal }),
  });
}

/**
 * Reads a file from its beginning to its end in chunks of at most `chunkBytes`. A chunk is valid only until the next one
 * is asked for: two buffers serve the whole file in turns, since new memory takes longer than reading into it.
 *
 * @throws what `openRegularFile` throws, and the signal's reason when it fires.
 */
export async function* readInTurns(
  path: string,
  chunkBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const { handle, size } = await openRegular(path);
  const bytes = readSize(size, chunkBytes);
  // One is read while the other one is looked at.
  let [current, other] = [Buffer.allocUnsafeSlow(bytes), Buffer.allocUnsafeSlow(bytes)];
  try {
    let reading = readInto(handle, current);
    for (;;) {
      const { bytesRead } = await unlessEnded(reading, signal);
      if (bytesRead === 0) return;
      reading = readInto(handle, other);
      yield current.subarray(0, bytesRead);
      [current, other] = [other, current];
    }
  } finally {
    const closed = handle.close();
    // A read that hangs would keep the file from being closed.
    if (signal.aborted) closed.catch(() => undefined);
    else await closed;
  }
}

/** Not async: the promise of an async function would be another one, and its failure would count as unhandled. */
function readInto(handle: FileHandle, buffer: Buffer): Promise<{ readonly bytesRead: number }> {
  const read = handle.read(buffer, 0, buffer.length);
  // Awaited later; until then a failure must not count as unhandled.
  read.catch(() => undefined);
  return read;
}

/** For a file whose size is not known before it is read. Bytes. */
const SMALLEST_READ = 4_096;

/** Bytes a read: a small file needs less memory than a chunk, and new memory takes longer than reading into it. */
function readSize(fileBytes: number, chunkBytes: number): number {
  return Math.min(chunkBytes, Math.max(fileBytes + 1, SMALLEST_READ));
}

/** A regular file that is open for reading, and its size in bytes. */
export interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
}

/**
 * Opens a file for reading, without blocking.
 *
 * @throws what `openRegularFile` throws.
 */
export async function openRegular(path: string): Promise<OpenFile> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stats = await handle.stat();
  if (stats.isFile()) return { handle, size: stats.size };
  await handle.close();
  const code = stats.isDirectory() ? { code: 'EISDIR' } : {};
  throw Object.assign(new Error('it is not a regular file any more'), code);
}

/** Longer lines are passed on in pieces, so that a file without line endings takes bounded memory. */
export const MAX_BLOCK_BYTES = 4 * 1024 * 1024;

/**
 * Divides chunks into blocks that end with a line feed, so that no line, character or line ending is split. Only the
 * last block may lack the line feed, and a block is valid until the next one is asked for. A line of more than MAX_BLOCK_BYTES comes in several blocks, each of whole UTF-8
 * characters.
 */
export async function* wholeLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LF) + 1;
    if (end > 0) {
      // Only the line that is cut in two is copied.
      const begin = restBytes > 0 ? chunk.indexOf(LF) + 1 : 0;
      if (begin > 0) yield joined([...rest, chunk.subarray(0, begin)]);
      if (end > begin) yield chunk.subarray(begin, end);
      rest = [];
      restBytes = 0;
    }
    rest.push(Buffer.from(chunk.subarray(end)));
    restBytes += chunk.length - end;
    if (restBytes > MAX_BLOCK_BYTES) {
      const long = joined(rest);
      const cut = characterStart(long);
      yield long.subarray(0, cut);
      rest = [long.subarray(cut)];
      restBytes = long.length - cut;
    }
  }
  if (restBytes > 0) yield joined(rest);
}

function joined(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

/** Where the last, possibly incomplete, UTF-8 character of `bytes` begins: at most four bytes before the end. */
function characterStart(bytes: Buffer): number {
  let at = bytes.length - 1;
  while (at > bytes.length - 4 && ((bytes[at] ?? 0) & 0b1100_0000) === 0b1000_0000) at -= 1;
  return at;
}
