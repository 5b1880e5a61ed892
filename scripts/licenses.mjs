// The packages in a bundle and their licenses, from the statistics that ncc writes (`--stats-out`); why not from
// ncc's own `--license`: findings/ncc-licenses-of-the-last-chunk.sh.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = /^(.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)[/\\]/;
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/** The folders of the packages in a bundle, each once. */
export function packageFolders(stats) {
  const folders = modulesOf(stats).map((path) => PACKAGE.exec(path)?.[1]);
  return [...new Set(folders)].filter((folder) => folder !== undefined).sort();
}

/** The text of licenses.txt: each package once, sorted by name. Throws for a package without a license. */
export function licensesOf(folders) {
  const entries = new Map(folders.map(entryOf));
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

/** Name, version and kind of license of the package in `folder`, as its package.json has them. */
export function factsOf(folder) {
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { name, version, license: license ?? licenses?.map(({ type }) => type).join(' OR ') };
}

function entryOf(folder) {
  const { name, version, license } = factsOf(folder);
  const files = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .sort();
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  if (license === undefined && texts.length === 0) throw new Error(`${name} ${version} has no license.`);
  return [`${name} ${version}`, [`${name} ${version}`, license, ...texts].filter(Boolean).join('\n') + '\n'];
}
