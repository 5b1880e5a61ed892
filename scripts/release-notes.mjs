// Prints the text of a release from CHANGELOG.md: node scripts/release-notes.mjs v1.2.3
// Fails where the tag, package.json, package-lock.json, src/runtime/version.ts and the change log do not agree.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(`${root}${path}`, 'utf8');
const [tag = ''] = process.argv.slice(2);
const version = tag.replace(/^v/, '');

const stated = {
  'package.json': JSON.parse(read('package.json')).version,
  'package-lock.json': JSON.parse(read('package-lock.json')).version,
  'src/runtime/version.ts': /'(\d[^']*)'/.exec(read('src/runtime/version.ts'))?.[1],
};
const problems = Object.entries(stated)
  .filter(([, said]) => said !== version)
  .map(([file, said]) => `${file} says ${said}, the tag ${tag}.`);

const notes = read('CHANGELOG.md')
  .split(/^## /m)
  .find((part) => part.startsWith(`[${version}] - `));
if (notes === undefined) problems.push(`CHANGELOG.md has no part "## [${version}] - <date>".`);

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`${notes.slice(notes.indexOf('\n')).trim()}\n`);
}
