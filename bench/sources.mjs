// Measures one step with many sources against the simulated tenant, whose rate limit is that of a real one: seconds,
// requests by operation, the busiest 10 s, and peak memory. Tasks take 5 to 60 s, spread evenly and in no order.
// Usage: node bench/sources.mjs [--empty] [--upload-only] [--slowest-first] [sources ...]    (default: 1 10 20 100)
//   --empty        the sources hold no accounts yet, as at a first load; otherwise those of the files
//   --upload-only  csv-checks: off with max-deletions: 100%
//   --slowest-first  the list begins with the source whose task takes longest
//   BENCH_DIST     folder of the bundles, if not dist
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const DIST = resolve(process.env.BENCH_DIST ?? 'dist');
const ROWS = 1_000;
const SHORTEST_MS = 5_000;
const LONGEST_MS = 60_000;
const CLIENT = {
  'client-id': '5a4d6b0e2c9f4f0f9a3f6c1d8b7e2a10',
  'client-secret': 'opens-nothing-but-the-sandbox-7d1f0c52',
};

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const counts = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith('--'))
  .map(Number);
const accounts = Array.from({ length: ROWS }, (_, index) => {
  return { id: `U${index}`, name: `Person ${index}`, email: `person.${index}@example.org` };
});
const csv = ['id,name,email', ...accounts.map(({ id, name, email }) => `${id},${name},${email}`), ''].join(
  '\n',
);

/** A permutation of 0 … count-1 that is the same in every run: neighbours are far apart. */
const scattered = (index, count) =>
  flags.includes('--slowest-first') ? count - 1 - index : (index * 37 + 11) % count;

async function startTenant() {
  const child = spawn(process.execPath, [join(DIST, 'sandbox/index.js'), '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const part of child.stdout) {
    text += part;
    const url = /SAIL_BASE_URL=(\S+)/.exec(text)?.[1];
    if (url !== undefined) return { url, stop: () => child.kill() };
  }
  throw new Error(`The simulated tenant has ended:\n${text}`);
}

async function control(url, name, body) {
  const reply = await fetch(
    `${url}/_sandbox/${name}`,
    body && { method: 'POST', body: JSON.stringify(body) },
  );
  if (!reply.ok) throw new Error(await reply.text());
  return reply.json();
}

function run(inputs, folder) {
  const variables = Object.entries({ ...CLIENT, ...inputs }).map(([name, value]) => [
    `INPUT_${name.toUpperCase()}`,
    value,
  ]);
  const output = join(folder, 'output');
  writeFileSync(output, '');
  const started = Date.now();
  const child = spawn(process.execPath, [join(DIST, 'index.js')], {
    env: {
      PATH: process.env.PATH,
      GITHUB_WORKSPACE: folder,
      GITHUB_OUTPUT: output,
      ...Object.fromEntries(variables),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  let peakMiB = 0;
  const timer = setInterval(() => {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    peakMiB = Math.max(peakMiB, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
  }, 50);
  child.stdout.setEncoding('utf8').on('data', (part) => (log += part));
  return new Promise((done) => {
    child.on('exit', (code) => {
      clearInterval(timer);
      done({ code, log, peakMiB, seconds: (Date.now() - started) / 1_000 });
    });
  });
}

async function measure(count) {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'));
  const tenant = await startTenant();
  try {
    const entries = [];
    for (let index = 0; index < count; index += 1) {
      const durationMs =
        count === 1
          ? LONGEST_MS
          : SHORTEST_MS + ((LONGEST_MS - SHORTEST_MS) * scattered(index, count)) / (count - 1);
      const source = await control(tenant.url, 'sources', {
        name: `Source ${index}`,
        accounts: flags.includes('--empty') ? [] : accounts,
        deleteThreshold: 10,
        run: { durationMs: Math.round(durationMs) },
      });
      writeFileSync(join(folder, `${index}.csv`), csv);
      entries.push(`- source-id: ${source.id}\n  csv-path: ${index}.csv`);
    }
    const uploadOnly = flags.includes('--upload-only')
      ? { 'csv-checks': 'off', 'max-deletions': '100%' }
      : {};
    const result = await run({ 'base-url': tenant.url, sources: entries.join('\n'), ...uploadOnly }, folder);
    const requests = await control(tenant.url, 'requests');
    const { peakRequestsIn10s } = await control(tenant.url, 'state');
    const of = (...operations) => requests.filter(({ operation }) => operations.includes(operation)).length;
    const starts = requests.filter(({ operation }) => operation === 'loadAccounts');
    if (result.code !== 0) throw new Error(result.log);
    return {
      sources: count,
      seconds: result.seconds.toFixed(1),
      'last start': ((starts.at(-1).time - requests[0].time) / 1_000).toFixed(1),
      requests: requests.length,
      'busiest 10 s': peakRequestsIn10s,
      'task-status': of('listTasks', 'getTask'),
      progress: of('getAggregationStatus'),
      'refused (429)': requests.filter(({ status }) => status === 429).length,
      'peak MiB': Math.round(result.peakMiB),
    };
  } finally {
    tenant.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const rows = [];
for (const count of counts.length > 0 ? counts : [1, 10, 20, 100]) rows.push(await measure(count));
console.table(rows);
