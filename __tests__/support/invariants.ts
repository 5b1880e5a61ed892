import type { StepRun } from './run-action.js';

/** What must not be seen anywhere in a run. */
export interface Hidden {
  readonly secrets: readonly string[];
  /** The text files of the workspace, of whose cells none may be seen. */
  readonly files: readonly string[];
  /** Cells that this run may show after all: ids with show-ids. */
  readonly mayShow: readonly string[];
}

const OUR_COMMANDS = ['add-mask', 'debug', 'notice', 'warning', 'error', 'group', 'endgroup'];

/** Characters of an annotation. */
const LONGEST_MESSAGE = 4_096;
const SUMMARY_LIMIT = 1024 * 1024;

/** The name of an output, which stands in `results` of every run, holds a state that files have as a value. */
const WORD_OF_OURS = 'planned-deleted-active';

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
    ...(Buffer.byteLength(run.summaryWritten) < SUMMARY_LIMIT ? [] : ['the summary has 1 MiB or more']),
  ];
}

function verdict({ exitCode, failures, outputs, signal }: StepRun): string[] {
  // It could not be started: there is nothing of ours to judge.
  if (exitCode === null && signal === null) return [];
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

function commands({ commands: all }: StepRun): string[] {
  return all
    .filter(({ name }) => !OUR_COMMANDS.includes(name))
    .map(({ message, name }) => `the runner would run the command "${name}": ${message}`);
}

/** The runner cuts in silence; what it would cut must not be written. */
function annotations({ commands: all, lost }: StepRun): string[] {
  const tooLong = all.some(
    ({ message, name }) => ['error', 'warning', 'notice'].includes(name) && message.length > LONGEST_MESSAGE,
  );
  return [
    ...lost.map(({ kind, message }) => `an annotation of kind ${kind} that nobody sees: ${message}`),
    ...(tooLong ? ['an annotation that the runner cuts'] : []),
  ];
}

/** What the runner would mask must not be written at all: it masks future text only, and not everywhere. */
function leaks(
  { outputs, stderr, stdout, summaryWritten }: StepRun,
  { files, mayShow, secrets }: Hidden,
): string[] {
  const log = stdout.replaceAll(/^::add-mask::.*$/gm, '');
  const seen = {
    log,
    stderr,
    summary: summaryWritten,
    outputs: JSON.stringify(outputs).replaceAll(WORD_OF_OURS, ''),
  };
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
