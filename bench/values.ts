import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { action } from './contenders.js';
import { interleave } from './interleave.js';
import { figure, spread, table, times } from './markdown.js';
import { runProcess, type Run } from './run-process.js';
import type { Bench, Section, Verdict } from './section.js';
import { ratioOf, spreadOf } from './statistics.js';
import { startTenant } from './tenant.js';
import { WIDE_ATTRIBUTES, wideAttributes, writeWideRows, WRITINGS, type Writing } from './wide-csv.js';

const ROUNDS = { quick: 1, standard: 5, full: 10 } as const;

/** Accounts of the comparison in memory, and in a step. */
const IN_MEMORY = 400_000;
const BY_STEP = 12_000;

/** All columns except the native identity. */
const COMPARED = WIDE_ATTRIBUTES.slice(1).map(({ name }) => name);

type Way = 'values' | 'check' | 'parse';
type Runs = Readonly<Record<Way, readonly Run[]>>;

/** The cost of comparing the values of a file with those of the accounts, relative to the checks without values. */
export async function measureValues({ extent, folder }: Bench): Promise<Section> {
  const inMemory: [Writing, Runs][] = [];
  for (const writing of WRITINGS) {
    inMemory.push([writing, await measureInMemory(folder, ROUNDS[extent], writing)]);
  }
  const bySteps = await measureSteps(folder, ROUNDS[extent], BY_STEP, BY_STEP);
  const ontoEmpty = await measureSteps(folder, ROUNDS[extent], IN_MEMORY, 0);
  const bytes = Math.max(...inMemory.map(([, runs]) => bytesOfCell(runs, IN_MEMORY)));
  return {
    name: 'values',
    verdicts: [
      ...inMemory.map(([writing, runs]) => verdictOf(writing, runs)),
      {
        what: 'memory of the values of 400,000 accounts of 20 columns',
        aim: '≤ 20 bytes per cell, 16 of them in the store',
        measured: `${figure(bytes)} bytes`,
        met: bytes <= 20,
      },
    ],
    text: table(
      [
        ...['', 'with values, to csv-parse', 'without values, to csv-parse'],
        ...['with values, CPU ms', 'without values, CPU ms', 'csv-parse, CPU ms'],
        ...['with values, peak MiB', 'without values, peak MiB', 'bytes per cell'],
      ],
      [
        ...inMemory.map(([writing, runs]) =>
          row(`400,000 accounts in memory, ${writing}`, runs, figure(bytesOfCell(runs, IN_MEMORY))),
        ),
        row('12,000 accounts, a step (dry run)', bySteps, ''),
        row(
          '400,000 accounts for an empty source, a step (dry run)',
          ontoEmpty,
          figure(bytesOfCell(ontoEmpty, IN_MEMORY)),
        ),
      ],
    ),
  };
}

/** Aims without and with quotes around every cell; files between them have the larger one. */
const MOST_TO_PARSE: Readonly<Record<Writing, number>> = {
  plain: 1,
  quoted: 0.9,
  '5 % quoted': 1,
  'names beyond ASCII': 1,
};

function verdictOf(writing: Writing, runs: Runs): Verdict {
  const ratio = ratioOf(ms(runs, 'values'), ms(runs, 'parse')).median;
  return {
    what: `checks, plan and values, 400,000 accounts of 20 columns, ${writing}`,
    aim: `≤ ${MOST_TO_PARSE[writing]} × csv-parse`,
    measured: `${figure(ratio)} ×`,
    met: ratio <= MOST_TO_PARSE[writing],
  };
}

async function measureInMemory(folder: string, rounds: number, writing: Writing): Promise<Runs> {
  const path = writeWideRows(folder, IN_MEMORY, writing);
  try {
    return await interleave(rounds, {
      values: () => timed('values', path, writing),
      check: () => timed('check', path, writing),
      parse: () => timed('parse', path, writing),
    });
  } finally {
    rmSync(path);
  }
}

/**
 * Whole processes: the start of Node.js, every request, and the report, with so many rows in the file and so many
 * accounts on the source. `csv-parse` is a process that only parses the file.
 */
async function measureSteps(folder: string, rounds: number, rows: number, accounts: number): Promise<Runs> {
  const csvPath = writeWideRows(folder, rows);
  const tenant = await startTenant(0);
  try {
    const sourceId = await tenant.addSource({
      name: 'HR',
      deleteThreshold: 10,
      attributes: [...WIDE_ATTRIBUTES],
      accounts: Array.from({ length: accounts }, (_, index) => wideAttributes(index)),
    });
    const upload = { url: tenant.url, sourceId, csvPath, wait: false };
    return await interleave(rounds, {
      values: () => runProcess(action(upload, { 'dry-run': 'true' })),
      check: () => runProcess(action(upload, { 'dry-run': 'true', 'ignore-columns': COMPARED.join() })),
      parse: () => peer('parse', csvPath, rows),
    });
  } finally {
    await tenant.close();
    rmSync(csvPath);
  }
}

function peer(way: Way, path: string, rows: number, writing: Writing = 'plain'): Promise<Run> {
  const script = fileURLToPath(new URL('peers/values.js', import.meta.url));
  return runProcess({ file: process.execPath, args: [script, way, path, String(rows), writing], env: {} });
}

/** Its times are what the process reports, without its start. */
async function timed(way: Way, path: string, writing: Writing): Promise<Run> {
  const run = await peer(way, path, IN_MEMORY, writing);
  return { ...run, ...(JSON.parse(run.output) as Pick<Run, 'ms' | 'cpuMs'>) };
}

/** Processor time: other programs on the machine distort it less than they do the time of day. */
function ms(runs: Runs, way: Way): readonly number[] {
  return runs[way].map((run) => run.cpuMs);
}

function peak(runs: Runs, way: Way): number {
  return spreadOf(runs[way].map(({ peakMiB }) => peakMiB)).median;
}

function bytesOfCell(runs: Runs, accounts: number): number {
  return ((peak(runs, 'values') - peak(runs, 'check')) * 1024 * 1024) / (accounts * COMPARED.length);
}

function row(what: string, runs: Runs, bytes: string): readonly string[] {
  const toParse = (way: Way): string => times(ratioOf(ms(runs, way), ms(runs, 'parse')));
  const time = (way: Way): string => spread(spreadOf(ms(runs, way)));
  return [
    what,
    ...(['values', 'check'] as const).map(toParse),
    ...(['values', 'check', 'parse'] as const).map(time),
    ...(['values', 'check'] as const).map((way) => figure(peak(runs, way))),
    bytes,
  ];
}
