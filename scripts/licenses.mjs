// The licenses of the packages in a bundle, from the statistics that ncc writes (`--stats-out`). If a bundle has
// several chunks, ncc's own `--license` lists only the packages of the last one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = /^(.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)[/\\]/;
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/** The text of licenses.txt: each package once, sorted by name. Throws for a package without a license. */
export function licensesOf(stats) {
  const folders = new Set();
  for (const path of modulesOf(stats)) {
    const [, folder] = PACKAGE.exec(path) ?? [];
    if (folder !== undefined) folders.add(folder);
  }
  const entries = new Map([...folders].map(entryOf));
  return [...entries.keys()]
    .sort()
    .map((name) => entries.get(name))
    .join('\n\n');
}

/** The files of a bundle: webpack nests modules that it has joined. */
function modulesOf({ modules = [], chunks = [], nameForCondition }) {
  const inside = [...modules, ...chunks].flatMap(modulesOf);
  return nameForCondition ? [nameForCondition, ...inside] : inside;
}

function entryOf(folder) {
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const kind = license ?? licenses?.map(({ type }) => type).join(' OR ');
  const files = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .sort();
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  if (kind === undefined && texts.length === 0) throw new Error(`${name} ${version} has no license.`);
  return [`${name} ${version}`, [`${name} ${version}`, kind, ...texts].filter(Boolean).join('\n') + '\n'];
}
