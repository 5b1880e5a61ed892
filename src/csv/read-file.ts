/** Reads a file that may have been replaced since it was checked. */
import { constants, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

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
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stats = await handle.stat();
  if (stats.isFile()) {
    return handle.createReadStream({
      highWaterMark: chunkBytes,
      ...(signal === undefined ? {} : { signal }),
    });
  }
  await handle.close();
  const code = stats.isDirectory() ? { code: 'EISDIR' } : {};
  throw Object.assign(new Error('it is not a regular file any more'), code);
}
