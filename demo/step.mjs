// Runs the committed bundle dist/index.js as GitHub's runner does: inputs as INPUT_ variables, a file each for the
// outputs and the job summary, the log on stdout.
import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ACTION = fileURLToPath(new URL('../dist/index.js', import.meta.url));

/** Runs a step in a workspace that holds the file at `csv` as `hr.csv`; its log goes to stdout while it runs. */
export async function runStep(csv, inputs) {
  const workspace = await mkdtemp(join(tmpdir(), 'demo-'));
  try {
    const outputs = join(workspace, 'outputs');
    const summary = join(workspace, 'summary');
    await Promise.all([
      copyFile(csv, join(workspace, 'hr.csv')),
      writeFile(outputs, ''),
      writeFile(summary, ''),
    ]);
    const exitCode = await run(workspace, {
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
      ),
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: outputs,
      GITHUB_STEP_SUMMARY: summary,
    });
    return {
      exitCode,
      outputs: readOutputs(await readFile(outputs, 'utf8')),
      summary: await readFile(summary, 'utf8'),
    };
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

function run(workspace, variables) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [ACTION], {
      cwd: workspace,
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) process.stdout.write(asSeenInGitHub(line));
    });
    child.once('error', reject);
    child.once('close', resolve);
  });
}

/** The runner does not show masks, and shows annotations without their syntax. */
function asSeenInGitHub(line) {
  if (line.startsWith('::add-mask::')) return '';
  const annotation = /^::(error|warning|notice)(?: (.*?))?::(.*)$/.exec(line);
  if (annotation === null) return `  ${line}\n`;
  const [, kind, properties = '', data] = annotation;
  const place = Object.fromEntries(properties.split(',').map((pair) => pair.split('=')));
  const where =
    place.file === undefined ? '' : ` ${place.file}${place.line === undefined ? '' : `:${place.line}`}`;
  const text = data.replaceAll('%0D', '').replaceAll('%0A', '\n    ').replaceAll('%25', '%');
  return `  ${kind.toUpperCase()}${where}: ${text}\n`;
}

/** What `setOutput` has written: `name<<delimiter`, value, delimiter. The last value of a name counts. */
function readOutputs(text) {
  const entries = text.matchAll(/^([\w-]+)<<(ghadelimiter_\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...entries].map(([, name, , value]) => [name, value]));
}
