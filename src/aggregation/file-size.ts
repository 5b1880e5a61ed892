import { stat } from 'node:fs/promises';
import type { CsvLocation } from '../model/settings.js';

/** The size of a file in bytes; 0 if there is none, or none that can be read: the check reports that. Never rejects. */
export async function fileSize(csv: CsvLocation | undefined): Promise<number> {
  if (csv === undefined) return 0;
  return stat(csv.path).then(
    ({ size }) => size,
    () => 0,
  );
}
