// Builds what runners and new users execute: dist/ (the action), dist/sandbox/ (the simulated tenant) and
// dist/sandbox-action/ (the action that starts it). Removes old output first, since ncc leaves stale chunks in place.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { factsOf, licensesOf, packageFolders } from './licenses.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (script, ...args) =>
  execFileSync(process.execPath, [`node_modules/${script}`, ...args], { cwd: root, stdio: 'inherit' });

for (const folder of ['dist', 'lib']) rmSync(`${root}/${folder}`, { recursive: true, force: true });
run('typescript/bin/tsc', '-p', 'tsconfig.build.json');
const packages = {
  ...bundle('lib/src/index.js', 'dist'),
  ...bundle('lib/sandbox/tenant/index.js', 'dist/sandbox'),
  ...bundle('lib/sandbox/action/index.js', 'dist/sandbox-action'),
};
// For the bill of materials (scripts/sbom.mjs): the packages in each bundle, with their places in package-lock.json.
writeFileSync(`${root}/dist/packages.json`, `${JSON.stringify(packages, undefined, 2)}\n`);

function bundle(entry, folder) {
  const stats = `${entry}.stats.json`;
  run('@vercel/ncc/dist/ncc/cli.js', 'build', entry, '-o', folder, '--stats-out', stats, '-q');
  const folders = packageFolders(JSON.parse(readFileSync(`${root}/${stats}`, 'utf8')));
  loadUndiciWhenUsed(`${root}/${folder}/index.js`);
  writeFileSync(`${root}/${folder}/licenses.txt`, licensesOf(folders));
  return {
    [folder]: folders.map((path) => ({
      ...factsOf(path),
      locked: relative(root, path).replaceAll(sep, '/'),
    })),
  };
}

/**
 * Moves the loading of undici to where it is used. @actions/http-client imports it at the top of its module, and needs
 * it only for the connection to GitHub, while loading it takes 15 ms of every start. Does nothing to a bundle without
 * it; throws if the bundle is not written as expected.
 */
function loadUndiciWhenUsed(path) {
  const text = readFileSync(path, 'utf8');
  const [load] = text.match(/^var undici = __nccwpck_require__\(\d+\);$/m) ?? [];
  if (load === undefined) return;
  // The variable belongs to the module that follows; ncc writes its uses as `undici/* ProxyAgent */.kT`.
  const [before, ...behind] = text.split(load);
  const later = behind
    .join('')
    .replaceAll(/\bundici(?=\/\*)/g, `(${load.slice('var undici = '.length, -1)})`);
  if (behind.length !== 1 || /\bundici[.[(]/.test(later))
    throw new Error(`${path} uses undici in an unknown way.`);
  writeFileSync(path, before + later);
}
