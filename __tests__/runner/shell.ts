import { mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Strings } from '../support/workflow.js';
import type { Annotations } from './annotations.js';
import { commandFiles } from './file-commands.js';
import { startStepProcess, type RunningStepProcess } from './step-process.js';
import type { JobRoom } from './world.js';

/** Starts the script of a step as the runner does where no shell is named: `bash -e`. */
export function startScript(
  script: string,
  env: Strings,
  { end, masks, temp, workspace, world }: JobRoom,
  budget: Annotations,
  workingDirectory = '.',
): RunningStepProcess {
  const folder = mkdtempSync(join(temp, 'script-'));
  const path = join(folder, 'script.sh');
  writeFileSync(path, script);
  return startStepProcess({
    // Node gives it a socket as stdin; bash would take that for a remote login and read ~/.bashrc of this machine.
    program: { file: 'bash', args: ['--norc', '-e', path], cwd: resolve(workspace, workingDirectory), env },
    files: commandFiles(folder),
    masks,
    budget,
    isScript: true,
    onLine: (line) => world.onLine?.(line, end),
  });
}
