import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bareNode, step } from './contenders.js';
import { interleave } from './interleave.js';
import { figure, spread, table, times } from './markdown.js';
import { runProcess } from './run-process.js';
import type { Bench, Section } from './section.js';
import { ratioOf, spreadOf, type Spread } from './statistics.js';
import { DIST } from './tenant.js';

const ROUNDS = { quick: 20, standard: 20, full: 50 } as const;
const KIB = 1024;

/** The time until the step can begin, and the content of the bundle. */
export async function measureStartUp({ extent, folder }: Bench): Promise<Section> {
  const libraries = bundle('bench/peers/libraries.js', join(folder, 'libraries'));
  const runs = await interleave(ROUNDS[extent], {
    bare: () => runProcess(bareNode()),
    libraries: () => runProcess({ file: process.execPath, args: [libraries], env: {} }),
    // Without any input: it loads everything it needs, reports what is missing, and exits with 1.
    step: () => runProcess(step({}), 1),
  });
  const [bare, loaded, ours] = [runs.bare, runs.libraries, runs.step].map((list) => list.map(({ ms }) => ms));
  if (bare === undefined || loaded === undefined || ours === undefined) throw new Error('Three were run.');
  const overBare = (list: readonly number[]): Spread =>
    spreadOf(list.map((ms, round) => ms - (bare[round] ?? 0)));
  const over = overBare(ours);
  const own = spreadOf(ours.map((ms, round) => 1 + (ms - (loaded[round] ?? 0)) / (bare[round] ?? 0)));
  const rows = [
    ['bare `node`', '', spread(spreadOf(bare)), ''],
    [
      'the libraries for runner and HTTP alone',
      times(ratioOf(loaded, bare)),
      spread(spreadOf(loaded)),
      spread(overBare(loaded)),
    ],
    ['a step without inputs', times(ratioOf(ours, bare)), spread(spreadOf(ours)), spread(over)],
  ];
  const shares = sharesOf(folder);
  return {
    name: 'start-up',
    verdicts: [
      {
        what: 'start-up alone',
        aim: '≤ 60 ms over bare `node`',
        measured: `${figure(over.median)} ms over, ${figure(ratioOf(ours, bare).median)} ×`,
        met: over.median <= 60,
      },
      {
        what: 'start-up without the libraries for runner and HTTP',
        aim: '≤ 1.25 × bare `node`',
        measured: `${figure(own.median)} ×`,
        met: own.median <= 1.25,
      },
    ],
    text: [table(['', 'to bare', 'ms', 'ms over'], rows), bundleSize(), table(...shares)].join('\n\n'),
  };
}

/** Bundles a compiled script like dist/, and returns the path of the bundle. */
function bundle(script: string, folder: string, ...options: readonly string[]): string {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const ncc = 'node_modules/@vercel/ncc/dist/ncc/cli.js';
  const args = [ncc, 'build', `lib/measured/${script}`, '-o', folder, '-q', ...options];
  execFileSync(process.execPath, args, { cwd: root });
  return join(folder, 'index.js');
}

function bundleSize(): string {
  const others = readdirSync(DIST).filter((name) => name.endsWith('.js') && name !== 'index.js');
  const sizeOf = (name: string): number => statSync(join(DIST, name)).size / KIB;
  const rest = others.reduce((sum, name) => sum + sizeOf(name), 0);
  return `The bundle: ${figure(sizeOf('index.js'))} KiB are loaded at the start, and ${figure(rest)} KiB more if a step needs them.`;
}

interface Module {
  readonly name: string;
  readonly size: number;
  readonly chunks: readonly (string | number)[];
  readonly modules?: readonly Module[];
}

/** Bytes of the source files of each package in the bundle, from ncc's own statistics. */
function sharesOf(folder: string): [headings: readonly string[], rows: string[][]] {
  const statistics = join(folder, 'statistics.json');
  bundle('src/index.js', join(folder, 'bundle'), '--stats-out', statistics);
  const { modules } = JSON.parse(readFileSync(statistics, 'utf8')) as { modules: readonly Module[] };
  // The first one is the entry: the content of its chunks is read at the start.
  const atStart = new Set(modules.find(({ name }) => name.includes('lib/measured/src/index.js'))?.chunks);
  const bytes = new Map<string, { start: number; later: number }>();
  for (const one of modules) {
    // A module in no chunk has been merged into another module, which lists it.
    if (one.chunks.length === 0) continue;
    const early = one.chunks.some((chunk) => atStart.has(chunk));
    for (const { name, size } of one.modules ?? [one]) {
      const owner = ownerOf(name);
      const sum = bytes.get(owner) ?? { start: 0, later: 0 };
      sum[early ? 'start' : 'later'] += size;
      bytes.set(owner, sum);
    }
  }
  const total = [...bytes.values()].reduce((sum, { start, later }) => sum + start + later, 0);
  const rows = [...bytes]
    .sort(([, a], [, b]) => b.start + b.later - a.start - a.later)
    .map(([owner, { start, later }]) => [
      owner,
      `${figure((100 * (start + later)) / total)} %`,
      start === 0 ? '' : figure(start / KIB),
      later === 0 ? '' : figure(later / KIB),
    ]);
  const large = rows.slice(0, SHOWN_PACKAGES);
  return [['package', 'share', 'read at the start, KiB', 'when needed, KiB'], large];
}

/** The others have less than one percent each. */
const SHOWN_PACKAGES = 14;

function ownerOf(name: string): string {
  const inside = /.*node_modules\/((?:@[^/]+\/)?[^/ ]+)/.exec(name)?.[1];
  if (inside !== undefined) return `\`${inside}\``;
  return name.startsWith('external') ? 'names of Node’s own modules' : '**this action**';
}
