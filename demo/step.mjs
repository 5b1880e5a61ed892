// Runs the committed bundle dist/index.js for a scene, and shows its log as GitHub does.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { preparePlace, startBundle, stepVariables } from '../scripts/runner.mjs';

const ACTION = fileURLToPath(new URL('../dist/index.js', import.meta.url));

/** Runs a step in a workspace that holds the file at `csv` as `hr.csv`; its log goes to stdout while it runs. */
export async function runStep(csv, inputs) {
  const place = preparePlace({ files: { 'hr.csv': await readFile(csv) } });
  try {
    const env = { ...process.env, ...stepVariables(place, inputs) };
    let rest = '';
    const { ended } = startBundle(ACTION, place, env, (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) process.stdout.write(asSeenInGitHub(line));
    });
    const step = await ended;
    process.stderr.write(step.stderr);
    return step;
  } finally {
    place.remove();
  }
}

/** The runner does not show masks, and shows groups and annotations without their syntax. */
function asSeenInGitHub(line) {
  if (line.startsWith('::add-mask::') || line === '::endgroup::') return '';
  if (line.startsWith('::group::')) return `  ▸ ${line.slice('::group::'.length)}\n`;
  const annotation = /^::(error|warning|notice)(?: (.*?))?::(.*)$/.exec(line);
  if (annotation === null) return `  ${line}\n`;
  const [, kind, properties = '', data] = annotation;
  const place = Object.fromEntries(properties.split(',').map((pair) => pair.split('=')));
  const where =
    place.file === undefined ? '' : ` ${place.file}${place.line === undefined ? '' : `:${place.line}`}`;
  const text = data.replaceAll('%0D', '').replaceAll('%0A', '\n    ').replaceAll('%25', '%');
  return `  ${kind.toUpperCase()}${where}: ${text}\n`;
}
