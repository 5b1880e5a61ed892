import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';

/** Guards what runners execute, and nobody reads, against the ways in which a bundler goes wrong in silence. */

interface LockedPackage {
  readonly version: string;
  readonly dev?: boolean;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** DIST_FOLDER names another build while something is being written. */
const DIST = process.env['DIST_FOLDER'] ?? 'dist';

/** Every way to ask for a module when the code runs; the group is what is asked for. */
const ASKING = [
  /createRequire\w*\(import\.meta\.url\)\(([^)]*)\)/g,
  /^\s*(?:im|ex)port [^;'"]*?from (["'][^"']*["'])/g,
  /^import (["'][^"']*["'])/g,
  /(?<![\w$.])(?:import|require)\(([^)]*)\)/g,
];

/** What webpack makes of `import()` of a file of ours. */
const OWN_CHUNK = '"./" + __nccwpck_require__.u(';

/** A folder of somebody's machine, with sources below it. */
const SOURCE_PATH =
  /(?:\/(?:home|Users|root|work|tmp|builds)\/|[A-Z]:\\\\)[\w./-]*(?:src|lib|node_modules)\//;

describe.each([DIST, join(DIST, 'sandbox'), join(DIST, 'sandbox-action')])('%s', (folder) => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const code = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const statements = code
    .split('\n')
    .map((line) => line.replace(/\/\*.*?\*\//g, ''))
    .filter((line) => !/^\s*(?:\/\/|\*)/.test(line));
  const lines = new Set(code.split('\n').map((line) => line.trim()));
  const licences = readFileSync(join(folder, 'licenses.txt'), 'utf8');

  it('says that it is made of ES modules', () => {
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toEqual({ type: 'module' });
  });

  it('misses no module', () => {
    expect(
      statements.filter((line) => /webpackMissingModule|webpackEmpty(?:Async)?Context/.test(line)),
    ).toEqual([]);
  });

  it('asks at run time only for what Node.js has, and for its own files', () => {
    const modules = statements.flatMap((line) =>
      ASKING.flatMap((pattern) => [...line.matchAll(pattern)].map(([, name = '']) => name.trim())),
    );

    expect(modules.length).toBeGreaterThan(5);
    expect(modules.filter((name) => !isBuiltin(name.slice(1, -1)) && !name.startsWith(OWN_CHUNK))).toEqual(
      [],
    );
  });

  it('holds no path of the machine that built it', () => {
    const paths = code.split('\n').filter((line) => line.includes(process.cwd()) || SOURCE_PATH.test(line));

    expect(paths.map((line) => line.slice(0, 200))).toEqual([]);
  });

  it('names the licence of every package in it, in its version', () => {
    const bundled = bundledPackages(lines);
    const missing = bundled.filter((name) => !licences.includes(`${name}\n`));

    expect(bundled.length).toBeGreaterThan(1);
    expect(missing).toEqual([]);
  });
});

it('dist/ has the chunks that its code asks for', () => {
  const code = readFileSync(join(DIST, 'index.js'), 'utf8');
  const asked = [
    ...code.matchAll(/__nccwpck_require__\.e\(\/\*[^*]*\*\/ ?(\d+)\)|__nccwpck_require__\.e\((\d+)\)/g),
  ].map(([, one, other]) => `${one ?? other ?? ''}.index.js`);

  expect(asked).not.toEqual([]);
  expect(asked.filter((name) => !existsSync(join(DIST, name)))).toEqual([]);
});

/** Packages of the lock file whose code is in the bundle, by lines that nobody writes twice. */
function bundledPackages(lines: ReadonlySet<string>): readonly string[] {
  return Object.entries(packages).flatMap(([path, { dev, version }]) => {
    if (dev === true && !path.endsWith('/busboy') && !path.endsWith('/streamsearch')) return [];
    if (!path.startsWith('node_modules/') || !existsSync(path)) return [];
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return scripts(path).some((text) => isIn(text, lines)) ? [`${name} ${version}`] : [];
  });
}

function scripts(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?js$/.test(name) && !name.includes('node_modules'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

/** True if most of the long lines of a file are in the bundle: helpers that compilers put everywhere do not count. */
function isIn(text: string, lines: ReadonlySet<string>): boolean {
  const own = text
    .split('\n')
    .map((line) => line.trim())
    .filter(
      (line) =>
        line.length >= 40 &&
        !/__(?:awaiter|importStar|createBinding|exportStar|setModule|esModule)/.test(line),
    );
  return own.length >= 3 && own.filter((line) => lines.has(line)).length > own.length * 0.8;
}
