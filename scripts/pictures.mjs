// `npm run pictures`: plays the runs of __tests__/documents/pictured-runs.ts and creates the pictures in docs/images
// from their output. `npm run pictures -- FOLDER` also renders each one light, dark and at phone width, for review.
// Needs Chromium (Debian: apt-get install chromium).
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { marked } from 'marked';
import { pageOf } from './picture-page.mjs';

/** Pixels. About the width of a comment on GitHub, or of a job summary on a small screen. */
const WIDE = 900;
const PHONE = 390;

const images = fileURLToPath(new URL('../docs/images/', import.meta.url));
const words = fileURLToPath(new URL('../__tests__/documents/pictured/', import.meta.url));
const [folder] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'pictures-'));
try {
  play();
  for (const file of readdirSync(words)) {
    const name = file.replace(/\.md$/, '');
    const html = marked.parse(readFileSync(join(words, file), 'utf8'), { gfm: true });
    const kind = name.startsWith('comment') ? 'comment' : 'summary';
    photograph(pageOf({ kind, html, theme: 'light', width: WIDE }), WIDE, join(images, `${name}.png`));
    process.stdout.write(`${name}\n`);
    if (folder === undefined) continue;
    mkdirSync(folder, { recursive: true });
    for (const theme of ['light', 'dark']) {
      for (const width of [WIDE, PHONE]) {
        const png = join(resolve(folder), `${name}-${theme}-${width}.png`);
        photograph(pageOf({ kind, html, theme, width }), width, png);
      }
    }
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** A missing picture does not fail the run that creates it. */
function play() {
  const jest = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const { status } = spawnSync(
    process.execPath,
    [...jest, '__tests__/documents/pictures.test.ts', '-t', 'shows what a run ends with'],
    { stdio: 'inherit', env: { ...process.env, WRITE_PICTURES: 'true' } },
  );
  if (status !== 0) throw new Error('The runs did not end as expected, so no pictures were created.');
}

/** Once to measure the height of the page, which it writes into its title, and once for the picture. */
function photograph(page, width, png) {
  const file = join(work, 'page.html');
  writeFileSync(file, page);
  const url = pathToFileURL(file).href;
  const shown = chromium(`--window-size=${width},200`, '--dump-dom', url);
  const height = Number(/<title>(\d+)<\/title>/.exec(shown)?.[1]);
  chromium(`--window-size=${width},${height}`, '--force-device-scale-factor=1.5', `--screenshot=${png}`, url);
}

function chromium(...options) {
  const common = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    `--user-data-dir=${work}/browser`,
  ];
  return execFileSync('chromium', [...common, ...options], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
