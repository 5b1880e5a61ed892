/** One CSV file: where it is, whether it may be read, and the digest of one that is only uploaded. */
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { isInside, shownPath, unreadableFile } from '../runtime/files.js';
import { type CsvLocation, type FileDigest, isUploadOnly, type Settings } from '../model/settings.js';
import { whyMissing } from './missing-path.js';
import type { Problems } from './reader.js';
import { createHash } from 'node:crypto';
import { unlessEnded } from '../model/failure.js';
import { openRegularFile } from '../csv/blocks.js';

/** The folders of the runner in which files may lie. */
export interface Places {
  readonly workspace: string;
  /** RUNNER_TEMP; `undefined` outside of a runner. */
  readonly temp: string | undefined;
}

/**
 * Locates the file given as `written`: a readable regular file, relative to the workspace unless the path is absolute.
 * Once links are followed it lies in the workspace, or, if it is given there, in RUNNER_TEMP. Otherwise anyone who can
 * commit a link could have any file of the runner uploaded. Problems are added to those of `input`.
 */
export async function locateCsv(
  input: string,
  written: string,
  places: Places,
  problems: Problems,
): Promise<CsvLocation | undefined> {
  const { workspace } = places;
  const path = resolve(workspace, written);
  try {
    const real = await realpath(path);
    if (!(await isAllowed(path, real, places))) {
      problems.add(
        input,
        `"${written}" lies outside the workspace once links are followed. Copy the file into the workspace or to \${{ runner.temp }} first.`,
      );
      return undefined;
    }
    if (!(await stat(real)).isFile()) {
      problems.add(input, `"${written}" is not a file. For all CSV files in a folder, give "folder/*.csv".`);
      return undefined;
    }
    await access(real, constants.R_OK);
    const name = basename(path);
    return {
      path: real,
      name,
      shown: shownPath(workspace, path, written),
      inWorkspace: isInside(workspace, path),
      sourceId: sourceIdInName(name),
    };
  } catch (error) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    const reason = isMissing ? `does not exist. ${await whyMissing(written, workspace)}` : reasonOf(error);
    problems.add(input, `"${written}" ${reason}`);
    return undefined;
  }
}

async function isAllowed(path: string, real: string, { temp, workspace }: Places): Promise<boolean> {
  if (isInside(await realpath(workspace), real)) return true;
  if (temp === undefined) return false;
  const realTemp = await realpath(temp).catch(() => temp);
  // A link in the workspace must not lead there: other steps keep credentials in RUNNER_TEMP.
  return (isInside(temp, path) || isInside(realTemp, path)) && isInside(realTemp, real);
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read by this runner (permission denied).';
  if (code === 'ELOOP') return 'is a symbolic link that points back to itself.';
  return `cannot be read (${code ?? 'unknown reason'}).`;
}

/**
 * The File Upload Utility's convention: the first 32 characters of a file name, after leading spaces, are the source
 * id. With a further hexadecimal digit it is a longer number, not a source id.
 */
const NAMED_FILE = /^\s*([0-9a-f]{32})(?![0-9a-f])/i;

/** The source id at the beginning of a file name, in lower case; `undefined` if there is none. */
function sourceIdInName(fileName: string): string | undefined {
  return NAMED_FILE.exec(fileName)?.[1]?.toLowerCase();
}

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
