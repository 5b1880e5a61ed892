/** The text of the input `sources`: the list itself, or a file of the workspace that holds it. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isInside } from '../runtime/paths.js';
import { count } from '../model/words.js';
import { whyMissing } from './missing-path.js';
import type { Problems } from './reader.js';

/**
 * A hundred sources need about 15,000. The runner passes inputs as environment variables, which Linux limits to 131,072
 * bytes; a longer list goes into a file.
 */
const MAX_CHARACTERS = 100_000;

const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** One line that ends like a file with YAML or JSON. A list is no such line: it begins with a hyphen and a blank, or a bracket. */
const FILE = /^(?!- |[[{])[^\r\n]*\.(?:ya?ml|json)$/i;

/** A list of sources before it is read as YAML or JSON. */
export interface ListText {
  /** How messages name the place of the text. */
  readonly input: string;
  readonly text: string;
  readonly maxCharacters: number;
}

/**
 * The list as it is `given`, or the content of the file that is named instead: a regular file inside the workspace once
 * links are followed, at most 4 MiB of UTF-8. `undefined` if there is a problem.
 */
export async function readListText(
  given: string,
  workspace: string,
  problems: Problems,
): Promise<ListText | undefined> {
  const path = given.trim();
  if (!FILE.test(path)) return { input: 'sources', text: given, maxCharacters: MAX_CHARACTERS };
  const found = await readListFile(path, workspace);
  if ('text' in found) return { input: `sources (${path})`, text: found.text, maxCharacters: MAX_FILE_BYTES };
  problems.add('sources', `"${path.slice(0, 200)}" ${found.fault}`);
  return undefined;
}

/** The file's text, or what is wrong with it as the rest of a sentence that begins with its path. */
async function readListFile(
  path: string,
  workspace: string,
): Promise<{ readonly text: string } | { readonly fault: string }> {
  try {
    const [real, realWorkspace] = await Promise.all([
      realpath(resolve(workspace, path)),
      realpath(workspace),
    ]);
    if (!isInside(realWorkspace, real)) {
      return { fault: 'lies outside the workspace once links are followed. Give a file of the workspace.' };
    }
    const found = await stat(real);
    if (!found.isFile()) return { fault: 'is not a file.' };
    if (found.size > MAX_FILE_BYTES) return { fault: `has ${count(found.size)} bytes, more than 4 MiB.` };
    const bytes = await readFile(real);
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return { fault: `does not exist. ${await whyMissing(path, workspace)}` };
    }
    return { fault: reasonOf(error as NodeJS.ErrnoException) };
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'is not UTF-8. Save it as UTF-8.';
  return `cannot be read (${code ?? message}).`;
}
