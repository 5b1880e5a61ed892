/** The files selected by `csv-path`: a path, or all matches of a glob. */
import { lstat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { CsvLocation } from '../model/settings.js';
import { patternIn } from '../runtime/files.js';
import { count, counted } from '../model/words.js';
import { locateCsv, type Places } from './csv-location.js';
import { whyUnmatched } from './missing-path.js';
import type { Problems } from './reader.js';

/** The characters that make a path a pattern for @actions/glob: `*`, `?`, `[a-z]`. It does not support braces. */
const GLOB = /[*?[]/;

/** A pattern with more matches was a mistake; a tenant has hundreds of sources at most. */
export const MAX_FILES = 1_000;

/** The library tries every way to distribute a name among asterisks: with many, it never ends. */
const MAX_ASTERISKS = 8;

/**
 * The files selected by `written`: the one path, or all matches of a glob, sorted by path. An existing path is taken
 * literally, whatever characters it contains. Each file must follow the rules of `locateCsv`; any problem is one of
 * `input`, so that no file of a glob is left out silently.
 *
 * The library is GitHub's own, so that a pattern has the same meaning as in `hashFiles` and `actions/upload-artifact`.
 * Unlike `glob` of node:fs it reports unreadable folders and broken links.
 */
export async function locateCsvFiles(
  input: string,
  written: string,
  places: Places,
  problems: Problems,
): Promise<readonly CsvLocation[]> {
  const { workspace } = places;
  if (!GLOB.test(written) || (await exists(resolve(workspace, written)))) {
    const csv = await locateCsv(input, written, places, problems);
    return csv === undefined ? [] : [csv];
  }
  const files: CsvLocation[] = [];
  for (const path of await match(input, written, workspace, problems)) {
    const asWritten = isAbsolute(written) ? path : relative(workspace, path);
    const csv = await locateCsv(input, asWritten, places, problems);
    if (csv !== undefined) files.push({ ...csv, glob: written });
  }
  return files;
}

async function match(
  input: string,
  written: string,
  workspace: string,
  problems: Problems,
): Promise<readonly string[]> {
  // The library would read each line as a separate pattern.
  if (/[\r\n]/.test(written)) {
    problems.add(
      input,
      'contains a line break. Give one path or one glob; for several sources use the input sources.',
    );
    return [];
  }
  if ((written.match(/\*+/g) ?? []).length > MAX_ASTERISKS) {
    problems.add(
      input,
      `"${written.slice(0, 200)}" has more than ${MAX_ASTERISKS} asterisks. Narrow it down.`,
    );
    return [];
  }
  try {
    // Loaded only for a glob: most steps have none, and loading takes some ms (bench/README.md).
    const { create } = await import('@actions/glob');
    const globber = await create(patternIn(workspace, written), {
      implicitDescendants: false, // findings/glob-star-goes-down.sh
      matchDirectories: false,
      omitBrokenSymbolicLinks: false,
    });
    const paths = await globber.glob();
    if (paths.length > 0 && paths.length <= MAX_FILES) return paths.toSorted();
    const many = `matches ${counted(paths.length, 'file')}, more than ${count(MAX_FILES)}. Narrow it down.`;
    const none = `matches no file. ${await whyUnmatched(written, workspace)}`;
    problems.add(input, `"${written}" ${paths.length === 0 ? none : many}`);
  } catch (error) {
    problems.add(input, `"${written}" cannot be expanded: ${(error as Error).message}`);
  }
  return [];
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** "3 files (a.csv, b.csv, …)" */
export function severalFiles(files: readonly CsvLocation[]): string {
  const names = files.slice(0, 3).map(({ shown }) => shown);
  return `${counted(files.length, 'file')} (${[...names, ...(files.length > 3 ? ['…'] : [])].join(', ')})`;
}
