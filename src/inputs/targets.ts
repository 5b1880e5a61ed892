/** The sources requested by the inputs. */
import type { CsvLocation, Target } from '../model/settings.js';
import type { Places } from './csv-location.js';
import { locateCsvFiles, severalFiles } from './csv-files.js';
import { optionsOfType, refuseUnusedOptions, stepOptions, type TargetOptions } from './options.js';
import type { InputReader, Problems } from './reader.js';
import { nameSource, refuseSameSource } from './which-source.js';

/** The inputs that `sources` replaces. */
const OF_ONE_SOURCE = ['source-id', 'source-name', 'csv-path'] as const;

/**
 * The sources requested by the inputs: those of the list `sources`, the one that is named, or one for each file of the
 * glob `csv-path`. Problems are added to `problems`; never throws.
 */
export async function readTargets(
  inputs: InputReader,
  places: Places,
  problems: Problems,
): Promise<readonly Target[]> {
  const options = stepOptions(inputs, problems);
  const targets = await readWith(options, inputs, places, problems);
  refuseUnusedOptions(inputs, targets, problems);
  return targets;
}

async function readWith(
  options: TargetOptions,
  inputs: InputReader,
  places: Places,
  problems: Problems,
): Promise<readonly Target[]> {
  if (inputs.text('sources') === '') {
    return readStepInputs(inputs, optionsOfType(options), places, problems);
  }
  const beside = OF_ONE_SOURCE.filter((name) => inputs.text(name) !== '');
  if (beside.length > 0) {
    problems.add('sources', `takes the place of ${beside.join(', ')}: give one or the other, not both.`);
  }
  // Loads the YAML library, which a step with one source does not need (bench/README.md).
  const { readSourceList } = await import('./source-list.js');
  return readSourceList(inputs.untrimmed('sources'), options, places, problems);
}

async function readStepInputs(
  inputs: InputReader,
  options: TargetOptions,
  places: Places,
  problems: Problems,
): Promise<readonly Target[]> {
  const written = inputs.text('csv-path');
  const sourceId = inputs.text('source-id');
  const sourceName = inputs.text('source-name');
  const files = written === '' ? [] : await locateCsvFiles('csv-path', written, places, problems);
  // The given file was not found: that problem says enough.
  if (written !== '' && files.length === 0 && sourceId === '' && sourceName === '') return [];
  const [csv] = files;
  if (files.length > 1) {
    if (sourceId === '' && sourceName === '') return sourcesOfFiles(files, options, problems);
    problems.add('csv-path', `"${written}" matches ${severalFiles(files)}, but one source is named.`);
  }
  const names = nameSource({ sourceId, sourceName, csv }, (input) => input, problems);
  return [{ ...names, csv, ...options }];
}

/** Each file names its source: the folder convention of the File Upload Utility. */
function sourcesOfFiles(
  files: readonly CsvLocation[],
  options: TargetOptions,
  problems: Problems,
): readonly Target[] {
  for (const csv of files) {
    if (csv.sourceId !== undefined) continue;
    problems.add(
      'csv-path',
      `the name of "${csv.shown}" does not begin with the 32 hexadecimal digits of a source id.`,
    );
  }
  const targets = files.map((csv): Target => {
    return { sourceId: csv.sourceId, sourceName: undefined, csv, ...options };
  });
  const given = targets.map((target) => ({ target, place: `csv-path "${target.csv?.shown ?? ''}"` }));
  refuseSameSource(given, problems);
  return targets;
}
