/** The digest of a file that is only uploaded, by which a later change is recognised. */
import { createHash } from 'node:crypto';
import { isUploadOnly, type CsvLocation, type FileDigest, type Settings } from '../model/settings.js';
import { unreadableFile } from '../runtime/file-failure.js';
import { unlessEnded } from '../runtime/unless-ended.js';
import { openRegularFile } from '../csv/read-file.js';

const READ_BYTES = 512 * 1024;

/**
 * The settings with the digest of each file that is only uploaded. Such a file is not checked, so it is read when the
 * step begins: nobody can put another in its place unnoticed.
 *
 * @throws StepFailure if a file cannot be read; the signal's reason.
 */
export async function withDigests(settings: Settings, signal: AbortSignal): Promise<Settings> {
  const targets: Settings['targets'][number][] = [];
  for (const target of settings.targets) {
    const { csv } = target;
    const isRead = csv !== undefined && isUploadOnly(settings, target);
    if (isRead)
      targets.push({ ...target, csv: { ...csv, digest: await unlessEnded(digestOf(csv), signal) } });
    else targets.push(target);
  }
  return { ...settings, targets };
}

/** Reads the file once, in constant memory. @throws StepFailure if it cannot be read */
async function digestOf(csv: CsvLocation): Promise<FileDigest> {
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
