import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './contenders.js';
import type { RequestRecord } from '../src/sandbox/request-record.js';
import { figure, table } from './markdown.js';
import { runProcess } from './run-process.js';
import type { Bench, Section } from './section.js';
import { startTenant } from './tenant.js';

/** How many sources, and how long their tasks take: spread evenly from the shortest to the longest. */
const EXTENTS = {
  quick: { counts: [1, 10], shortestMs: 1_000, longestMs: 4_000, alone: 0 },
  standard: { counts: [1, 10, 20, 100], shortestMs: 5_000, longestMs: 30_000, alone: 10 },
  full: { counts: [1, 10, 20, 100], shortestMs: 5_000, longestMs: 60_000, alone: 100 },
} as const;

const ACCOUNTS = Array.from({ length: 1_000 }, (_, index) => {
  return { id: `U${index}`, name: `Person ${index}`, email: `person.${index}@example.org` };
});

interface Measured {
  readonly count: number;
  readonly ms: number;
  readonly longestMs: number;
  readonly requests: number;
  readonly follow: number;
  readonly refused: number;
  readonly busiest: number;
  readonly peakMiB: number;
}

/** Many sources in one step, beside the same ones in one step each, one after the other. */
export async function measureManySources({ extent, folder }: Bench): Promise<Section> {
  const { alone, counts, longestMs, shortestMs } = EXTENTS[extent];
  const csvPath = join(folder, 'people.csv');
  const lines = ACCOUNTS.map(({ email, id, name }) => `${id},${name},${email}\n`);
  writeFileSync(csvPath, `id,name,email\n${lines.join('')}`);
  const rows: string[][] = [];
  const all: Measured[] = [];
  for (const count of counts) {
    const durations = durationsOf(count, shortestMs, longestMs);
    const together = await run(durations, csvPath, 'one step');
    all.push(together);
    const apart = count <= alone ? await run(durations, csvPath, 'a step each') : undefined;
    rows.push(rowOf(together, apart));
  }
  const most = all.at(-1);
  const over = Math.max(...all.map(({ longestMs: longest, ms }) => ms - longest));
  const heading = ['sources', 'to one after the other', 's', 'longest task, s', 'over it, s'];
  const cost = ['requests', 'to follow, a source', 'busiest 10 s', 'answered 429', 'peak MiB'];
  return {
    name: 'many-sources',
    verdicts: [
      {
        what: `${most?.count ?? 0} sources in a step`,
        aim: 'time of the slowest + a constant',
        measured: `${figure(over / 1_000)} s over the slowest at most`,
        met: over <= CONSTANT_MS,
      },
    ],
    text: table([...heading, ...cost], rows),
  };
}

/** 100 sources take 500 requests before the last task starts, of which the tenant allows 100 in 10 s: 50 s. */
const CONSTANT_MS = 60_000;

function durationsOf(count: number, shortestMs: number, longestMs: number): readonly number[] {
  // In no order, and the same in every run: neighbours are far apart.
  return Array.from({ length: count }, (_, index) => {
    const place = count === 1 ? 1 : ((index * 37 + 11) % count) / (count - 1);
    return Math.round(shortestMs + (longestMs - shortestMs) * place);
  });
}

/** Runs the step, or the steps, against a tenant with the rate limit of a real one. */
async function run(
  durations: readonly number[],
  csvPath: string,
  how: 'one step' | 'a step each',
): Promise<Measured> {
  const tenant = await startTenant(0, true);
  try {
    const entries: string[] = [];
    for (const [index, durationMs] of durations.entries()) {
      const seed = { name: `Source ${index}`, accounts: ACCOUNTS, deleteThreshold: 10, run: { durationMs } };
      entries.push(`- source-id: ${await tenant.addSource(seed)}\n  csv-path: ${csvPath}`);
    }
    const steps = how === 'one step' ? [entries.join('\n')] : entries;
    let ms = 0;
    let peakMiB = 0;
    for (const sources of steps) {
      const done = await runProcess(step({ 'base-url': tenant.url, sources }));
      ms += done.ms;
      peakMiB = Math.max(peakMiB, done.peakMiB);
    }
    const requests = await tenant.requests();
    return {
      count: durations.length,
      ms,
      longestMs: Math.max(...durations),
      requests: requests.length,
      follow: requests.filter(follows).length,
      refused: requests.filter(({ status }) => status === 429).length,
      busiest: await tenant.busiest(),
      peakMiB,
    };
  } finally {
    await tenant.close();
  }
}

/** True for a look at tasks by their ids, alone or together, and for one at the progress. */
function follows({ operation, query }: RequestRecord): boolean {
  if (operation === 'listTasks') return query['filters']?.startsWith('id ') ?? false;
  return operation === 'getTask' || operation === 'getAggregationStatus';
}

function rowOf(together: Measured, apart: Measured | undefined): string[] {
  const { busiest, count, follow, longestMs, ms, peakMiB, refused, requests } = together;
  return [
    String(count),
    apart === undefined ? '' : `**${figure(ms / apart.ms)} ×**`,
    figure(ms / 1_000),
    figure(longestMs / 1_000),
    figure((ms - longestMs) / 1_000),
    String(requests),
    figure(follow / count),
    String(busiest),
    String(refused),
    figure(peakMiB),
  ];
}
