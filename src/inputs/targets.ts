import type { Target } from '../settings.js';
import { locateCsv } from './csv-location.js';
import type { Problems } from './problems.js';
import { DEFAULT_MAX_DELETIONS, parseDeletionLimit, type InputReader } from './values.js';

/** What ISC and its tools use for ids: 32 hex digits mostly; nothing that could change a URL's path. */
const SOURCE_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** The File Upload Utility's convention: `<32 hex source id>-anything.csv`. */
const NAMED_FILE = /^([0-9a-f]{32})-.*\.csv$/i;

/** The sources that the inputs ask for. What is wrong is added to `problems`, nothing is thrown. */
export async function readTargets(
  inputs: InputReader,
  workspace: string,
  problems: Problems,
): Promise<readonly Target[]> {
  const written = inputs.text('csv-path');
  const csv = written === '' ? undefined : await locateCsv('csv-path', written, workspace, problems);
  const named = csv === undefined ? undefined : sourceIdInName(csv.name);
  const sourceName = inputs.text('source-name');
  const givenId = inputs.text('source-id');
  if (givenId !== '' && !SOURCE_ID.test(givenId)) {
    problems.add(
      'source-id',
      `"${givenId}" is not an id: letters, digits, "-" and "_", as in the address of the source's page.`,
    );
  }
  if (givenId !== '' && named !== undefined && named !== givenId.toLowerCase()) {
    problems.add(
      'csv-path',
      `the file name "${csv?.name ?? written}" holds another source's id than source-id "${givenId}".`,
    );
  }
  const sourceId = givenId !== '' ? givenId : sourceName === '' ? named : undefined;
  if (sourceId === undefined && sourceName === '') {
    problems.add(
      'source-id',
      'missing. Give source-id or source-name, or a csv-path whose file name begins with the 32 hex digits of the source id and a hyphen.',
    );
  }
  return [
    {
      sourceId,
      sourceName: sourceName === '' ? undefined : sourceName,
      csv,
      disableOptimization: inputs.boolean('disable-optimization', false),
      maxDeletions: parseDeletionLimit(
        'max-deletions',
        inputs.text('max-deletions'),
        DEFAULT_MAX_DELETIONS,
        problems,
      ),
    },
  ];
}

/** The source id that a file's name holds, in small letters; `undefined` where it holds none. */
export function sourceIdInName(fileName: string): string | undefined {
  return NAMED_FILE.exec(fileName)?.[1]?.toLowerCase();
}
