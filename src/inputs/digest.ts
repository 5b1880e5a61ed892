/** The digest of a whole file, by which a later change is recognised. */
import { createHash } from 'node:crypto';
import type { CsvLocation, FileDigest } from '../model/settings.js';
import { unreadableFile } from '../runtime/file-failure.js';
import { openRegularFile } from '../csv/read-file.js';

const READ_BYTES = 512 * 1024;

/** Reads the file once, in constant memory. @throws StepFailure if it cannot be read */
export async function digestOf(csv: CsvLocation): Promise<FileDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of (await openRegularFile(csv.path, READ_BYTES)) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      hash.update(chunk);
    }
  } catch (cause) {
    throw unreadableFile(csv, cause);
  }
  return { bytes, sha256: hash.digest('hex') };
}
