// Renders job summary and comment of typical cases as GitHub shows them, to look at: HTML and PNG in the folder that is
// given, or without one the pictures of docs/images. Needs Chromium (Debian: apt-get install chromium).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { marked } from 'marked';
import { CASES, CONTEXT, NOW } from './report-cases.mjs';
import { pageOf, WIDTH } from './report-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [to = '--docs'] = process.argv.slice(2);
const inDocs = to === '--docs';
const folder = resolve(inDocs ? join(root, 'docs', 'images') : to);
const work = mkdtempSync(join(tmpdir(), 'report-'));
mkdirSync(folder, { recursive: true });
try {
  const { commentOf, markerOf, summaryOf } = await compiledReport();
  for (const { name, kind, image, result } of CASES) {
    if (inDocs && image !== true) continue;
    const markdown =
      kind === 'comment'
        ? commentOf(
            result,
            CONTEXT,
            markerOf(
              CONTEXT,
              result.outcomes.map(({ target }) => target),
            ),
            NOW,
          )
        : summaryOf(result, CONTEXT);
    const html = join(inDocs ? work : folder, `${name}.html`);
    writeFileSync(html, pageOf(kind, marked.parse(markdown, { gfm: true })));
    photograph(html, join(folder, `${name}.png`));
    if (!inDocs) writeFileSync(join(folder, `${name}.md`), markdown);
    process.stdout.write(`${name}\n`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function compiledReport() {
  execFileSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', work],
    { cwd: root, stdio: 'inherit' },
  );
  writeFileSync(join(work, 'package.json'), '{"type":"module"}');
  const load = (name) => import(pathToFileURL(join(work, 'report', name)).href);
  return { ...(await load('summary.js')), ...(await load('comment.js')) };
}

/** Once to learn how high the page is, which it writes into its title, and once for the picture. */
function photograph(html, png) {
  const url = pathToFileURL(html).href;
  const shown = chromium(`--window-size=${WIDTH},200`, '--dump-dom', url);
  const height = Number(/<title>(\d+)<\/title>/.exec(shown)?.[1]);
  chromium(`--window-size=${WIDTH},${height}`, '--force-device-scale-factor=1.5', `--screenshot=${png}`, url);
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
