import { rmSync } from 'node:fs';
import { action, curl, sdk, UPLOAD_ONLY, type Upload } from './contenders.js';
import { COLUMNS, writeBytes } from './csv.js';
import { interleave } from './interleave.js';
import { figure, spread, table, times } from './markdown.js';
import { runProcess, type Run } from './run-process.js';
import type { Bench, Section, Verdict } from './section.js';
import { ratioOf, spreadOf } from './statistics.js';
import { startSink, startTenant, type BenchTenant } from './tenant.js';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

const NAMES = ['this action', 'curl', 'SDK'] as const;
type Name = (typeof NAMES)[number];
type Runs = Readonly<Record<Name, readonly Run[]>>;

/** A size, and its number of rounds. */
const SIZES = [
  { size: '1 MiB', bytes: MIB, rounds: { quick: 3, standard: 10, full: 20 } },
  { size: '100 MiB', bytes: 100 * MIB, rounds: { quick: 2, standard: 5, full: 10 } },
  { size: '1 GiB', bytes: GIB, rounds: { quick: 1, standard: 3, full: 5 } },
] as const;

/** Time and memory of a file that is only uploaded, from the start of the process to the 202. */
export async function measureUpload({ extent, folder }: Bench): Promise<Section> {
  const tenant = await startTenant(0);
  const sink = await startSink();
  try {
    // The tenant only counts and hashes what it receives, and compares nothing, whatever the size.
    await tenant.set({ parsedBytes: 0 });
    const sourceId = await tenant.addSource({ name: 'HR', attributes: COLUMNS });
    const measured: [string, Runs][] = [];
    for (const { bytes, rounds, size } of SIZES) {
      const csvPath = writeBytes(folder, bytes);
      const upload = { sourceId, csvPath, wait: false };
      measured.push([size, await measure(rounds[extent], { ...upload, url: tenant.url })]);
      await refuseLosses(tenant);
      if (bytes === GIB) {
        const toSink = { ...upload, sourceId: 'sink', url: sink.url };
        measured.push([`${size} to a server that discards it`, await measure(rounds[extent], toSink)]);
      }
      rmSync(csvPath);
    }
    return { name: 'upload', verdicts: verdictsOf(new Map(measured)), text: textOf(measured) };
  } finally {
    await Promise.all([tenant.close(), sink.close()]);
  }
}

async function measure(rounds: number, upload: Upload): Promise<Runs> {
  return interleave(rounds, {
    'this action': () => runProcess(action(upload, UPLOAD_ONLY)),
    curl: () => runProcess(curl(upload)),
    SDK: () => runProcess(sdk(upload)),
  });
}

/** A figure counts only if all contenders have delivered the same bytes. */
async function refuseLosses(tenant: BenchTenant): Promise<void> {
  const uploads = (await tenant.requests()).filter(({ operation }) => operation === 'loadAccounts');
  const last = uploads.slice(-NAMES.length).map((request) => request.body?.files[0]?.sha256);
  if (last.includes(undefined) || new Set(last).size !== 1) throw new Error('An upload was not the file.');
}

function textOf(measured: readonly (readonly [string, Runs])[]): string {
  const time = measured.map(([size, runs]) => [
    size,
    times(ratio(runs, 'curl')),
    times(ratio(runs, 'SDK')),
    ...NAMES.map((name) => spread(spreadOf(runs[name].map((run) => run.ms)))),
  ]);
  const cost = measured.map(([size, runs]) => [
    size,
    ...NAMES.map((name) => spread(spreadOf(runs[name].map((run) => run.peakMiB)))),
    ...NAMES.map((name) => figure(spreadOf(runs[name].map((run) => run.cpuMs)).median)),
  ]);
  const heading = (unit: string): string[] => NAMES.map((name) => `${name}, ${unit}`);
  return [
    table(['time', 'to curl', 'to the SDK', ...heading('ms')], time),
    table(['cost', ...heading('peak MiB'), ...heading('CPU ms')], cost),
  ].join('\n\n');
}

function ratio(runs: Runs, to: Name): ReturnType<typeof ratioOf> {
  return ratioOf(
    runs['this action'].map((run) => run.ms),
    runs[to].map((run) => run.ms),
  );
}

function verdictsOf(measured: ReadonlyMap<string, Runs>): readonly Verdict[] {
  const runsOf = (size: string): Runs => {
    const runs = measured.get(size);
    if (runs === undefined) throw new Error(`${size} was not measured.`);
    return runs;
  };
  const peakOf = (size: string): number =>
    spreadOf(runsOf(size)['this action'].map((run) => run.peakMiB)).median;
  const growth = peakOf('1 GiB') / peakOf('100 MiB') - 1;
  const ratios = ['1 GiB', '1 GiB to a server that discards it'].flatMap((size): Verdict[] => {
    const [toCurl, toSdk] = [ratio(runsOf(size), 'curl').median, ratio(runsOf(size), 'SDK').median];
    const what = `upload of ${size}`;
    return [
      { what, aim: '≤ 1.5 × curl', measured: `${figure(toCurl)} ×`, met: toCurl <= 1.5 },
      { what, aim: '≤ 0.5 × SDK', measured: `${figure(toSdk)} ×`, met: toSdk <= 0.5 },
    ];
  });
  const peak = peakOf('1 GiB');
  return [
    ...ratios,
    {
      what: 'peak memory of an upload of 1 GiB',
      aim: '≤ 160 MiB',
      measured: `${figure(peak)} MiB`,
      met: peak <= 160,
    },
    {
      what: 'peak memory at 1 GiB compared with 100 MiB',
      aim: '≤ 10 % more',
      measured: `${figure(growth * 100)} %`,
      met: growth <= 0.1,
    },
  ];
}
