/** The input `sources`: several sources in one step, as YAML in the input or in a file of the workspace. */
import { isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import type { Target } from '../model/settings.js';
import { similarName } from '../model/similar-name.js';
import { count, counted } from '../model/words.js';
import type { Places } from './csv-location.js';
import { locateCsvFiles, severalFiles } from './csv-files.js';
import {
  LIST_OPTIONS,
  OPTIONS,
  optionsOfType,
  readOptions,
  refuseOptionsOfAccounts,
  type TargetOptions,
} from './options.js';
import type { Problems } from './reader.js';
import { type GivenTarget, nameSource, refuseSameSource } from './which-source.js';
import { blankMissing, parseYaml, type PlaceOf } from './yaml.js';
import { readFile, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isInside } from '../runtime/files.js';
import { whyMissing } from './missing-path.js';

const KEYS = ['source-id', 'source-name', 'csv-path', ...OPTIONS] as const;

type Key = (typeof KEYS)[number];

/** More than any tenant has; a longer list is a mistake. */
export const MAX_SOURCES = 1_000;

/**
 * Reads the list `sources`, or the file that holds it; `options` are the defaults for each entry. All problems are
 * added to `problems`, each with its line and column in the YAML.
 */
export async function readSourceList(
  given: string,
  options: TargetOptions,
  places: Places,
  problems: Problems,
): Promise<readonly Target[]> {
  const written = await readListText(given, places.workspace, problems);
  if (written === undefined) return [];
  const { input, maxCharacters, text } = written;
  const parsed = parseYaml(input, text, maxCharacters, problems);
  if (parsed === undefined) return [];
  const { list, placeOf } = parsed;
  if (!isSeq(list)) {
    problems.add(placeOf(list), `not a list. ${instead(list, text)}`);
    return [];
  }
  if (list.items.length === 0) problems.add(placeOf(list), 'the list is empty.');
  if (list.items.length > MAX_SOURCES) {
    problems.add(
      placeOf(list),
      `${counted(list.items.length, 'source')} are more than ${count(MAX_SOURCES)}.`,
    );
    return [];
  }
  const targets: GivenTarget[] = [];
  for (const entry of list.items) {
    if (isMap(entry)) {
      const values = readValues(entry, placeOf, problems);
      const target = await readTarget(values, options, places, problems);
      targets.push({ target, place: placeOf(entry) });
    } else {
      const why = isScalar(entry) ? blankMissing(String(entry.value)) : undefined;
      problems.add(placeOf(entry), why ?? `not a source. An entry has the keys ${KEYS.join(', ')}.`);
    }
  }
  refuseSameSource(targets, problems);
  return targets.map(({ target }) => target);
}

/** What may have been meant by YAML that is no list. */
function instead(list: unknown, text: string): string {
  const why = blankMissing(text.trimStart().split('\n', 1)[0] ?? '');
  const entries = 'Each source is an entry that starts with a hyphen';
  if (why !== undefined) return `Perhaps ${why} ${entries}.`;
  return isScalar(list) ? `${entries}; the path of a file ends with .yml, .yaml or .json.` : `${entries}.`;
}

/** The texts of one entry, trimmed as the runner trims inputs, and the position of each; an absent key has the position of its entry. */
interface Values {
  readonly text: (key: Key) => string;
  readonly has: (key: Key) => boolean;
  readonly label: (key: string) => string;
  readonly hasWrongKey: boolean;
}

function readValues(entry: YAMLMap, placeOf: PlaceOf, problems: Problems): Values {
  const found = new Map<string, { text: string; place: string }>();
  let hasWrongKey = false;
  for (const { key, value } of entry.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const place = placeOf(key);
    if (!KEYS.some((known) => known === name)) {
      hasWrongKey = true;
      problems.add(place, unknownKey(name));
    } else if (found.has(name)) {
      problems.add(place, `${name} is given twice in this entry.`);
    } else if (LIST_OPTIONS[name] !== undefined) {
      const names = namesOf(value);
      if (names === undefined) problems.add(place, `${name} takes ${LIST_OPTIONS[name]}.`);
      found.set(name, { text: names ?? '', place });
    } else if (!isScalar(value) || typeof value.value !== 'string' || value.value.trim() === '') {
      hasWrongKey = true;
      problems.add(place, `${name} takes one value. Leave the key out for the default.`);
      found.set(name, { text: '', place });
    } else {
      found.set(name, { text: value.value.trim(), place: placeOf(value) });
    }
  }
  return {
    text: (key) => found.get(key)?.text ?? '',
    has: (key) => found.has(key),
    label: (key) => `${found.get(key)?.place ?? placeOf(entry)}: ${key}`,
    hasWrongKey,
  };
}

function unknownKey(name: string): string {
  const meant = similarName(name, KEYS);
  const advice = meant === undefined ? `The keys are ${KEYS.join(', ')}.` : `Did you mean "${meant}"?`;
  return `"${name}" is not a key of a source. ${advice}`;
}

/** Names, one per line; '' for none, with which an entry can override the step's. `undefined` if they are not names. */
function namesOf(value: unknown): string | undefined {
  const items = isSeq(value) ? value.items : [value];
  const texts = items.map((item) =>
    isScalar(item) && typeof item.value === 'string' ? item.value : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts.join('\n') : undefined;
}

async function readTarget(
  { has, hasWrongKey, label, text }: Values,
  options: TargetOptions,
  places: Places,
  problems: Problems,
): Promise<Target> {
  const written = text('csv-path');
  const files = written === '' ? [] : await locateCsvFiles(label('csv-path'), written, places, problems);
  if (files.length > 1) {
    problems.add(
      label('csv-path'),
      `"${written}" matches ${severalFiles(files)}, but an entry is one source.`,
    );
  }
  const [csv] = files;
  const names = { sourceId: text('source-id'), sourceName: text('source-name'), csv, hasWrongKey };
  const source = nameSource(names, label, problems);
  const own = readOptions({ has, label, text }, options, problems);
  refuseOptionsOfAccounts({ has, label }, own.objectType, problems);
  return { ...source, csv, ...optionsOfType(own) };
}

/**
 * A hundred sources need about 15,000. The runner passes inputs as environment variables, which Linux limits to 131,072
 * bytes; a longer list goes into a file.
 */
const MAX_CHARACTERS = 100_000;

/** A kilobyte for each of the most sources a list may have. */
const MAX_FILE_BYTES = 1024 * 1024;

/**
 * One line that ends like a file with YAML or JSON. A list is no such line: it begins with a hyphen and a blank, a bracket
 * or, where the hyphen is forgotten, a key.
 */
const FILE = /^(?!- |[[{]|[a-z-]+: )[^\r\n]*\.(?:ya?ml|json)$/i;

/** A list of sources before it is read as YAML or JSON. */
export interface ListText {
  /** How messages name the place of the text. */
  readonly input: string;
  readonly text: string;
  readonly maxCharacters: number;
}

/**
 * The list as it is `given`, or the content of the file that is named instead: a regular file inside the workspace once
 * links are followed, at most 1 MiB of UTF-8. `undefined` if there is a problem.
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
    if (found.size > MAX_FILE_BYTES) return { fault: `has ${count(found.size)} bytes, more than 1 MiB.` };
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
