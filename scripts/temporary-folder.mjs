import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lets a signal end this process as an error does, so that what is registered for its exit is still done. */
export function exitOnSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
}

/** Makes a folder under the system's temporary one, which is removed when this process ends. Returns its path. */
export function temporaryFolder(prefix) {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  exitOnSignals();
  return folder;
}
