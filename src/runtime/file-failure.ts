import { failureFor, type StepFailure } from '../model/failure.js';
import type { CsvLocation } from '../model/settings.js';

/**
 * The failure for a file that existed when the inputs were read but cannot be read now; `cause` is from the file
 * system.
 */
export function unreadableFile(csv: CsvLocation, cause: unknown): StepFailure {
  const { code, message } = cause as NodeJS.ErrnoException;
  return failureFor('file-unreadable', { file: csv.shown, why: code ?? message }, cause);
}
