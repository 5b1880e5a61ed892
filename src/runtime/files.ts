/** What the disk says of a file: its size, and why it cannot be read. */
import { failureFor, type StepFailure } from '../model/failure.js';
import type { CsvLocation } from '../model/settings.js';
import { stat } from 'node:fs/promises';

/**
 * The failure for a file that existed when the inputs were read but cannot be read now; `cause` is from the file
 * system.
 */
export function unreadableFile(csv: CsvLocation, cause: unknown): StepFailure {
  const { code, message } = cause as NodeJS.ErrnoException;
  return failureFor('file-unreadable', { file: csv.shown, why: code ?? message }, cause);
}

/** The size of a file in bytes; 0 if there is none, or none that can be read: the check reports that. Never rejects. */
export async function fileSize(csv: CsvLocation | undefined): Promise<number> {
  if (csv === undefined) return 0;
  return stat(csv.path).then(
    ({ size }) => size,
    () => 0,
  );
}
