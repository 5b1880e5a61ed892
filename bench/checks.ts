import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { action, UPLOAD_ONLY } from './contenders.js';
import { COLUMNS, writeRows } from './csv.js';
import { interleave } from './interleave.js';
import { figure, spread, table, times } from './markdown.js';
import { runProcess, type Run } from './run-process.js';
import type { Bench, Section } from './section.js';
import { ratioOf, spreadOf } from './statistics.js';
import { startTenant } from './tenant.js';

const SIZES = [
  { rows: 10_000, rounds: { quick: 3, standard: 10, full: 20 } },
  { rows: 400_000, rounds: { quick: 1, standard: 5, full: 10 } },
  { rows: 2_000_000, rounds: { quick: 1, standard: 3, full: 5 } },
] as const;

type Way = 'check' | 'parse' | 'read';

/** `planMs` is the plan's share of `ms`. */
interface FileRun extends Run {
  readonly planMs: number;
}

type Runs = Readonly<Record<Way, readonly FileRun[]>>;

interface Measured {
  readonly rows: number;
  readonly runs: Runs;
  /** Additional bytes per account that the whole step takes with checks and plan. */
  readonly bytesAnAccount: number;
}

/** Time and memory of the checks and the plan, compared with csv-parse alone and with reading alone. */
export async function measureChecks({ extent, folder }: Bench): Promise<Section> {
  const measured: Measured[] = [];
  for (const { rounds, rows } of SIZES) {
    const path = writeRows(folder, rows);
    const runs = await interleave(rounds[extent], {
      check: () => way('check', path, rows),
      parse: () => way('parse', path, rows),
      read: () => way('read', path, rows),
    });
    measured.push({ rows, runs, bytesAnAccount: await memoryOfStep(path, rows) });
    rmSync(path);
  }
  return { name: 'checks', verdicts: verdictsOf(measured), text: textOf(measured) };
}

/** Runs one way of reading the file; its time is the processor time that the process reports, without its start. */
async function way(name: Way, path: string, rows: number): Promise<FileRun> {
  const script = fileURLToPath(new URL('peers/file.js', import.meta.url));
  const run = await runProcess({ file: process.execPath, args: [script, name, path, String(rows)], env: {} });
  return { ...run, ...(JSON.parse(run.output) as { ms: number; planMs: number }) };
}

/** The whole step with the file, as a first load onto an empty source, with checks and without. */
async function memoryOfStep(csvPath: string, rows: number): Promise<number> {
  const tenant = await startTenant(0);
  try {
    await tenant.set({ parsedBytes: 0 });
    // A source each: an empty source whose aggregation has counted accounts is no first load.
    const peakOf = async (name: string, inputs: Readonly<Record<string, string>>): Promise<number> => {
      const sourceId = await tenant.addSource({ name, attributes: COLUMNS });
      const upload = { url: tenant.url, sourceId, csvPath, wait: false };
      return (await runProcess(action(upload, inputs))).peakMiB;
    };
    const without = await peakOf('HR', UPLOAD_ONLY);
    const checked = await peakOf('Contractors', {});
    return ((checked - without) * 1024 * 1024) / rows;
  } finally {
    await tenant.close();
  }
}

function ms(runs: Runs, name: Way): readonly number[] {
  return runs[name].map((run) => run.ms);
}

function withoutPlan(runs: Runs): readonly number[] {
  return runs.check.map((run) => run.ms - run.planMs);
}

function textOf(measured: readonly Measured[]): string {
  const rows = measured.map(({ bytesAnAccount, rows: count, runs }) => {
    const peaks = (['check', 'parse'] as const).map((name) =>
      figure(spreadOf(runs[name].map((run) => run.peakMiB)).median),
    );
    return [
      count.toLocaleString('en-US'),
      times(ratioOf(ms(runs, 'check'), ms(runs, 'parse'))),
      times(ratioOf(withoutPlan(runs), ms(runs, 'parse'))),
      ...(['check', 'parse', 'read'] as const).map((name) => spread(spreadOf(ms(runs, name)))),
      figure((spreadOf(ms(runs, 'check')).median * 1_000) / count),
      ...peaks,
      figure(bytesAnAccount),
    ];
  });
  const ratios = ['accounts', 'checks + plan, to csv-parse', 'checks alone, to csv-parse'];
  const time = ['checks + plan, CPU ms', 'csv-parse, CPU ms', 'plain read, CPU ms', 'µs per row'];
  const memory = ['checks + plan, peak MiB', 'csv-parse, peak MiB', 'step, bytes per additional account'];
  return table([...ratios, ...time, ...memory], rows);
}

function verdictsOf(measured: readonly Measured[]): Section['verdicts'] {
  const large = measured.slice(1);
  const worst = (way: (runs: Runs) => readonly number[]): number =>
    Math.max(...large.map(({ runs }) => ratioOf(way(runs), ms(runs, 'parse')).median));
  const ratio = worst((runs) => ms(runs, 'check'));
  const alone = worst(withoutPlan);
  const [middle, largest] = large.map(({ rows, runs }) => spreadOf(ms(runs, 'check')).median / rows);
  const growth = (largest ?? Number.NaN) / (middle ?? Number.NaN);
  const bytes = measured.at(-1)?.bytesAnAccount ?? Number.NaN;
  const further = figure(bytesOfFurther(large));
  return [
    {
      what: 'the checks alone, 400,000 and 2,000,000 rows',
      aim: '≤ 0.6 × csv-parse',
      measured: `${figure(alone)} ×; with the plan ${figure(ratio)} ×`,
      met: alone <= 0.6,
    },
    {
      what: 'time per row, 2,000,000 rows compared with 400,000',
      aim: 'linear',
      measured: `${figure(growth)} ×`,
      met: growth <= 1.2,
    },
    {
      what: 'peak memory of the step with checks and plan, 2,000,000 accounts',
      aim: '≤ 120 bytes per additional account',
      measured: `${figure(bytes)} bytes; each further account ${further}`,
      met: bytes <= 120,
    },
  ];
}

/**
 * The memory of an account without the fixed part: from the difference between the two large
 * files.
 */
function bytesOfFurther(large: readonly Measured[]): number {
  const [middle, largest] = large;
  if (middle === undefined || largest === undefined) throw new Error('Two large files are measured.');
  const more = largest.bytesAnAccount * largest.rows - middle.bytesAnAccount * middle.rows;
  return more / (largest.rows - middle.rows);
}
