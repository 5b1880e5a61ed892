import type { StepRun } from './run-action.js';
import { readOutput } from './workflow-commands.js';

/** What must not be seen anywhere in a run. */
export interface Hidden {
  readonly secrets: readonly string[];
  /** The text files of the workspace, of whose cells none may be seen. */
  readonly files: readonly string[];
  /** Cells that this run may show after all: ids with show-ids. */
  readonly mayShow: readonly string[];
}

const OUR_COMMANDS = ['add-mask', 'debug', 'notice', 'warning', 'error', 'group', 'endgroup'];

/** GitHub shows this many annotations of each kind in a step. */
const SHOWN_BY_RUNNER = 10;
const SUMMARY_LIMIT = 1024 * 1024;

/** Shorter cells occur by chance. */
const SHORTEST_CELL = 6;

/** What holds for every run of the action, whatever happens to it; gives what does not. */
export function violations(run: StepRun, hidden: Hidden): readonly string[] {
  return [
    ...verdict(run),
    ...commands(run),
    ...annotations(run),
    ...leaks(run, hidden),
    ...(run.stderr === '' ? [] : [`stderr is not empty: ${run.stderr}`]),
    ...(Buffer.byteLength(run.summary) < SUMMARY_LIMIT ? [] : ['the summary has 1 MiB or more']),
  ];
}

function verdict({ exitCode, failures, outputs, signal }: StepRun): string[] {
  if (signal !== null) return [`the process died of ${signal}`];
  const found: string[] = [];
  if (exitCode !== 0 && exitCode !== 1) found.push(`exit code ${exitCode}`);
  if (failures.length !== exitCode)
    found.push(`exit code ${exitCode}, but setFailed ${failures.length} times`);
  if (failures.some((failure) => failure.startsWith('The outputs of this step cannot be written')))
    return found;
  if ((outputs['status'] ?? '') === '') found.push('no output status');
  if (!Array.isArray(parsed(outputs['results']))) found.push('the output results is no JSON array');
  return found;
}

function commands({ commands: all, stderr }: StepRun): string[] {
  return [...all, ...readOutput(stderr).commands]
    .filter(({ name }) => !OUR_COMMANDS.includes(name))
    .map(({ name, message }) => `the runner would run the command "${name}": ${message}`);
}

function annotations(run: StepRun): string[] {
  const found = (['error', 'warning', 'notice'] as const).flatMap((kind) => {
    const count = run.annotations.filter((annotation) => annotation.kind === kind).length;
    return count > SHOWN_BY_RUNNER ? [`${count} annotations of kind ${kind}`] : [];
  });
  const tooLong = run.annotations.some(({ message }) => message.length > 4_096);
  return tooLong ? [...found, 'an annotation that the runner cuts'] : found;
}

function leaks({ log, outputs, stderr, summary }: StepRun, { files, mayShow, secrets }: Hidden): string[] {
  const seen = { log, stderr, summary, outputs: JSON.stringify(outputs) };
  const cells = files.flatMap(cellsOf).filter((cell) => !mayShow.includes(cell));
  const forms = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
  return Object.entries(seen).flatMap(([place, text]) => [
    ...[...new Set(forms)].filter((secret) => text.includes(secret)).map(() => `a secret in the ${place}`),
    ...cells.filter((cell) => text.includes(cell)).map((cell) => `the cell "${cell}" in the ${place}`),
  ]);
}

/** The cells below the heading, as far as they are long enough to be told from other text. */
function cellsOf(file: string): string[] {
  const rows = file.split(/\r?\n/).slice(1, 2_000);
  return [...new Set(rows.flatMap((row) => row.split(/[,;|\t"]/)))].filter(
    (cell) => cell.trim().length >= SHORTEST_CELL,
  );
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '') as unknown;
  } catch {
    return undefined;
  }
}
