// Measures the checks of a file next to csv-parse alone on the same file: rows a second and peak memory.
// Usage: node bench/checks.mjs [rows ...]    (default: 400000 2000000)
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, openSync, closeSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse';

const COLUMNS = 'id,givenName,familyName,name,mail,department,title,city,manager,status'.split(',');
const CHUNK_BYTES = 1024 * 1024;

/** One account a row, ten columns, one of them quoted: what an HR system exports. */
function rowOf(index) {
  const [given, family] = [`Given${index % 977}`, `Family${index % 3571}`];
  const id = `U${String(index).padStart(8, '0')}`;
  return `${id},${given},${family},"${family}, ${given}",${given}.${index}@example.com,Department ${index % 40},Engineer,Berlin,U${String(index % 5000).padStart(8, '0')},active\n`;
}

function writeFile(path, rows) {
  const file = openSync(path, 'w');
  writeSync(file, `${COLUMNS.join(',')}\n`);
  for (let from = 0; from < rows; from += 1000) {
    const count = Math.min(1000, rows - from);
    writeSync(file, Array.from({ length: count }, (_, index) => rowOf(from + index)).join(''));
  }
  closeSync(file);
}

const ways = {
  async 'csv-parse alone'(path) {
    let rows = -1;
    const parser = createReadStream(path, { highWaterMark: CHUNK_BYTES }).pipe(parse());
    parser.on('data', () => (rows += 1));
    await finished(parser);
    return rows;
  },
  async 'csv-parse and a Set of ids'(path) {
    const ids = new Set();
    const parser = createReadStream(path, { highWaterMark: CHUNK_BYTES }).pipe(parse());
    parser.on('data', (record) => ids.add(record[0]));
    await finished(parser);
    return ids.size - 1;
  },
  async 'all checks'(path) {
    const { checkFile } = await import('../lib/csv/check.js');
    const format = {
      delimiter: ',',
      commentCharacter: '#',
      hasHeader: true,
      filterEmptyRecords: true,
      mergeRows: false,
      deletionDisabled: false,
    };
    const schema = {
      identityAttribute: 'id',
      displayAttribute: 'name',
      attributes: COLUMNS.map((name) => ({ name, isMulti: false })),
    };
    const location = { path, name: 'accounts.csv', shown: 'accounts.csv' };
    const checked = await checkFile(location, format, schema, new AbortController().signal);
    if (checked.findings.errors > 0) throw new Error('The file should be sound.');
    return checked.csv.accounts;
  },
};

/** Each way in a process of its own, since the peak is that of the whole process. */
async function measureHere(way, path) {
  const start = performance.now();
  const rows = await ways[way](path);
  const seconds = (performance.now() - start) / 1000;
  console.log(JSON.stringify({ rows, seconds, peakMiB: process.resourceUsage().maxRSS / 1024 }));
}

function measureAll(sizes) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'bench-checks-'));
  try {
    for (const size of sizes) {
      const path = join(folder, `${size}.csv`);
      writeFile(path, size);
      console.log(
        `${size} rows × ${COLUMNS.length} columns, ${(statSync(path).size / 2 ** 20).toFixed(0)} MiB`,
      );
      for (const way of Object.keys(ways)) {
        const line = execFileSync(process.execPath, [fileURLToPath(import.meta.url), '--one', way, path]);
        const { rows, seconds, peakMiB } = JSON.parse(String(line));
        const speed = Math.round(rows / seconds / 1000);
        console.log(
          `  ${way.padEnd(28)}${seconds.toFixed(2)} s  ${speed}k rows/s  peak ${peakMiB.toFixed(0)} MiB`,
        );
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [first, way, path] = process.argv.slice(2);
if (first === '--one') await measureHere(way, path);
else measureAll(process.argv.length > 2 ? process.argv.slice(2).map(Number) : [400_000, 2_000_000]);
