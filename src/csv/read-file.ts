/** Reads a file that may have been replaced since it was checked. */
import { constants, type ReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

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
  const handle = await openRegular(path);
  return handle.createReadStream({
    highWaterMark: chunkBytes,
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
  const handle = await openRegular(path);
  const { ended, release } = endOf(signal);
  // One is read while the other one is looked at.
  let [current, other] = [Buffer.allocUnsafeSlow(chunkBytes), Buffer.allocUnsafeSlow(chunkBytes)];
  try {
    let reading = readInto(handle, current);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await Promise.race([reading, ended]);
      if (bytesRead === 0) return;
      reading = readInto(handle, other);
      yield current.subarray(0, bytesRead);
      [current, other] = [other, current];
    }
  } finally {
    release();
    const closed = handle.close();
    // A read that hangs would keep the file from being closed.
    if (signal.aborted) closed.catch(() => undefined);
    else await closed;
  }
}

async function readInto(handle: FileHandle, buffer: Buffer): Promise<{ readonly bytesRead: number }> {
  const read = handle.read(buffer, 0, buffer.length);
  // Awaited later; until then a failure must not count as unhandled.
  read.catch(() => undefined);
  return read;
}

/** A promise that is rejected with the signal's reason when it fires; `release` ends the waiting. */
function endOf(signal: AbortSignal): { readonly ended: Promise<never>; readonly release: () => void } {
  let release = (): void => undefined;
  const ended = new Promise<never>((_, reject) => {
    const end = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
    release = () => {
      signal.removeEventListener('abort', end);
    };
  });
  // Awaited with each read; before the first one it must not count as unhandled.
  ended.catch(() => undefined);
  return { ended, release };
}

async function openRegular(path: string): Promise<FileHandle> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stats = await handle.stat();
  if (stats.isFile()) return handle;
  await handle.close();
  const code = stats.isDirectory() ? { code: 'EISDIR' } : {};
  throw Object.assign(new Error('it is not a regular file any more'), code);
}
