import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { step, UPLOAD_ONLY } from './contenders.js';
import type { RequestRecord } from '../sandbox/tenant/request-record.js';
import { figure, table } from './markdown.js';
import { runProcess } from './run-process.js';
import type { Bench, Extent, Section } from './section.js';
import { startTenant } from './tenant.js';

/** The accounts on the sources before: those of their files, or none, as at a first load. */
type Kind = 'loaded' | 'new' | 'loaded, only uploaded';
/** Whether ISC still lists an aggregation of each source, which shows how long the next one will take. */
type Past = 'aggregated before' | 'first time';
type Case = readonly [count: number, kind: Kind, past: Past];

const ALL: readonly Case[] = [
  [1, 'loaded', 'first time'],
  [10, 'loaded', 'first time'],
  [20, 'loaded', 'first time'],
  [100, 'loaded', 'aggregated before'],
  [100, 'loaded', 'first time'],
  [100, 'new', 'aggregated before'],
  [100, 'new', 'first time'],
  [100, 'loaded, only uploaded', 'aggregated before'],
  [100, 'loaded, only uploaded', 'first time'],
];

/**
 * Their tasks take from `shortestMs` to `longestMs`, spread evenly; up to `alone` sources are also run one at a time.
 */
const EXTENTS: Readonly<
  Record<Extent, { cases: readonly Case[]; shortestMs: number; longestMs: number; alone: number }>
> = {
  quick: { cases: ALL.slice(0, 2), shortestMs: 1_000, longestMs: 4_000, alone: 0 },
  standard: { cases: ALL, shortestMs: 5_000, longestMs: 30_000, alone: 10 },
  full: { cases: ALL, shortestMs: 5_000, longestMs: 60_000, alone: 100 },
};

const ACCOUNTS = Array.from({ length: 1_000 }, (_, index) => {
  return { id: `U${index}`, name: `Person ${index}`, email: `person.${index}@example.org` };
});

interface Measured {
  readonly count: number;
  readonly ms: number;
  readonly longestMs: number;
  /** From the first request to the last start. */
  readonly lastStartMs: number;
  readonly requests: number;
  /** Polls of tasks by their ids, alone or together. */
  readonly looks: number;
  /** These, and requests for progress. */
  readonly follow: number;
  readonly refused: number;
  readonly busiest: number;
  readonly peakMiB: number;
}

/** Many sources in one step, compared with the same ones in separate steps, one at a time. */
export async function measureManySources({ extent, folder }: Bench): Promise<Section> {
  const { alone, cases, longestMs, shortestMs } = EXTENTS[extent];
  const csvPath = join(folder, 'people.csv');
  const lines = ACCOUNTS.map(({ email, id, name }) => `${id},${name},${email}\n`);
  writeFileSync(csvPath, `id,name,email\n${lines.join('')}`);
  const rows: string[][] = [];
  const all: Measured[] = [];
  for (const [count, kind, past] of cases) {
    const durations = durationsOf(count, shortestMs, longestMs);
    const together = await run(durations, kind, past, csvPath, 'one step');
    all.push(together);
    const apart =
      kind === 'loaded' && past === 'first time' && count <= alone
        ? await run(durations, kind, 'first time', csvPath, 'a step each')
        : undefined;
    rows.push([`${count}, ${kind}, ${past}`, ...rowOf(together, apart)]);
  }
  const over = Math.max(...all.map(({ longestMs: longest, ms }) => ms - longest));
  const heading = [
    'sources',
    'relative to one at a time',
    's',
    'longest task, s',
    'over it, s',
    'last start, s',
  ];
  const cost = [
    'requests',
    'polls of tasks',
    'to follow, per source',
    'busiest 10 s',
    'answered 429',
    'peak MiB',
  ];
  return {
    name: 'many-sources',
    verdicts: [
      {
        what: `1 to ${Math.max(...cases.map(([count]) => count))} sources in a step`,
        aim: 'time of the slowest + 15 s',
        measured: `${figure(over / 1_000)} s over the slowest, at most`,
        met: over <= AIMED_CONSTANT_MS,
      },
      {
        what: 'same',
        aim: 'time of the slowest + the time the rate limit takes + 5 s',
        measured: 'in each case',
        met: all.every(isInTime),
      },
    ],
    text: table([...heading, ...cost], rows),
  };
}

/**
 * The tenant accepts 100 requests in 10 s and this action sends 98, which sets the minimum time for all requests of a
 * step.
 */
const MS_A_REQUEST = 10_000 / 98;

/** How much longer than its slowest task a step may take. */
const AIMED_CONSTANT_MS = 15_000;

/** The start of the process, the checks of the files, and the last poll. */
const CONSTANT_MS = 5_000;

/** True if a step took no longer than its slowest task, its requests and a constant. */
function isInTime({ longestMs, ms, requests }: Measured): boolean {
  return ms <= longestMs + requests * MS_A_REQUEST + CONSTANT_MS;
}

function durationsOf(count: number, shortestMs: number, longestMs: number): readonly number[] {
  // In mixed order, the same in every run: neighbors are far apart.
  return Array.from({ length: count }, (_, index) => {
    const place = count === 1 ? 1 : ((index * 37 + 11) % count) / (count - 1);
    return Math.round(shortestMs + (longestMs - shortestMs) * place);
  });
}

/** Runs the step, or the steps, against a tenant with a real tenant's rate limit. */
async function run(
  durations: readonly number[],
  kind: Kind,
  past: Past,
  csvPath: string,
  how: 'one step' | 'a step each',
): Promise<Measured> {
  const tenant = await startTenant(0, true);
  try {
    const entries: string[] = [];
    const accounts = kind === 'new' ? [] : ACCOUNTS;
    const inputs = kind === 'loaded, only uploaded' ? UPLOAD_ONLY : {};
    for (const [index, durationMs] of durations.entries()) {
      const seed = { name: `Source ${index}`, accounts, deleteThreshold: 10, run: { durationMs } };
      const id = await tenant.addSource(seed);
      if (past === 'aggregated before') await tenant.aggregate(id, { durationMs, changesAccounts: false });
      entries.push(`- source-id: ${id}\n  csv-path: ${csvPath}`);
    }
    if (past === 'aggregated before') await sleep(Math.max(...durations) + 1_000);
    const steps = how === 'one step' ? [entries.join('\n')] : entries;
    let ms = 0;
    let peakMiB = 0;
    for (const sources of steps) {
      const done = await runProcess(step({ 'base-url': tenant.url, sources, ...inputs }));
      ms += done.ms;
      peakMiB = Math.max(peakMiB, done.peakMiB);
    }
    const requests = await tenant.requests();
    const starts = requests.filter(({ operation }) => operation === 'loadAccounts');
    return {
      count: durations.length,
      ms,
      longestMs: Math.max(...durations),
      lastStartMs:
        Math.max(...starts.map(({ time }) => time)) - Math.min(...requests.map(({ time }) => time)),
      requests: requests.length,
      looks: requests.filter(looksAtTasks).length,
      follow: requests.filter(
        (request) => looksAtTasks(request) || request.operation === 'getAggregationStatus',
      ).length,
      refused: requests.filter(({ status }) => status === 429).length,
      busiest: await tenant.busiest(),
      peakMiB,
    };
  } finally {
    await tenant.close();
  }
}

/** True for a poll of tasks by their ids, alone or together. */
function looksAtTasks({ operation, query }: RequestRecord): boolean {
  if (operation === 'listTasks') return query['filters']?.startsWith('id ') ?? false;
  return operation === 'getTask';
}

function rowOf(together: Measured, apart: Measured | undefined): string[] {
  const { busiest, count, follow, lastStartMs, longestMs, looks, ms, peakMiB, refused, requests } = together;
  return [
    apart === undefined ? '' : `**${figure(ms / apart.ms)} ×**`,
    figure(ms / 1_000),
    figure(longestMs / 1_000),
    figure((ms - longestMs) / 1_000),
    figure(lastStartMs / 1_000),
    String(requests),
    String(looks),
    figure(follow / count),
    String(busiest),
    String(refused),
    figure(peakMiB),
  ];
}
