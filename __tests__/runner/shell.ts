import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readOutput } from '../support/workflow-commands.js';
import type { Strings } from '../support/workflow.js';
import { commandFiles, readCommandFile } from './file-commands.js';
import type { EndedWork, JobRoom } from './world.js';

/** Runs the script of a step as the runner does where no shell is named: `bash -e`. */
export async function runScript(
  script: string,
  env: Strings,
  { temp, workspace }: JobRoom,
  workingDirectory = '.',
): Promise<EndedWork> {
  const folder = mkdtempSync(join(temp, 'script-'));
  const files = commandFiles(folder);
  const path = join(folder, 'script.sh');
  writeFileSync(path, script);
  const child = spawn('bash', ['-e', path], {
    cwd: resolve(workspace, workingDirectory),
    env: { ...env, ...files.variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 600_000,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  const { annotations, log } = readOutput(text);
  return {
    passed: code === 0,
    outputs: readCommandFile(files.output),
    exported: readCommandFile(files.env),
    log,
    annotations,
    summary: readFileSync(files.summary, 'utf8'),
  };
}
