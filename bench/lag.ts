import { action, curl, type Upload } from './contenders.js';
import { COLUMNS, writeRows } from './csv.js';
import { figure, table } from './markdown.js';
import { runProcess, type Command } from './run-process.js';
import { allowedLagMs, compareSchedules, each, lengthsAround, play, TASKS_MS } from './schedules.js';
import type { Bench, Extent, Section } from './section.js';
import { simulateStep } from './simulated-step.js';
import { spreadOf } from './statistics.js';
import { startTenant, type BenchTenant } from './tenant.js';

/** The longest task to wait for, and how many lengths around each are simulated. */
const LIMITS: Readonly<Record<Extent, { realMs: number; simulations: number }>> = {
  quick: { realMs: 1_000, simulations: 5 },
  standard: { realMs: 30_000, simulations: 15 },
  full: { realMs: 600_000, simulations: 15 },
};

/** No delay between `completed` and `completionStatus`. */
const AT_ONCE = { completedEarlyMs: 0 } as const;

/** How long after the end of its task a step ends, and how many requests that takes. */
export async function measureLag({ extent, folder }: Bench): Promise<Section> {
  const { realMs, simulations } = LIMITS[extent];
  const rows: string[][] = [];
  let lagMet = true;
  let requests = 0;
  for (const taskMs of TASKS_MS) {
    const simulated = [];
    for (const length of lengthsAround(taskMs, simulations))
      simulated.push(await simulateStep(folder, length));
    const lag = spreadOf(simulated.map((step) => step.lagMs));
    const looks = simulated.map((step) => step.requests.get('getTask') ?? 0);
    const progress = simulated.map((step) => step.requests.get('getAggregationStatus') ?? 0);
    lagMet &&= lag.most <= allowedLagMs(taskMs * 1.02);
    requests = Math.max(...looks.map((count, index) => count + (progress[index] ?? 0)));
    rows.push([
      `${taskMs / 1_000} s`,
      figure(allowedLagMs(taskMs) / 1_000),
      `${seconds(lag.median)} (≤ ${seconds(lag.most)})`,
      `${spreadOf(looks).median} + ${spreadOf(progress).median}`,
      taskMs <= realMs ? await measureReal(folder, taskMs) : '',
      ...[1_000, 5_000].flatMap((ms) => polling(ms, taskMs)),
    ]);
  }
  const heading = ['task', 'aim', 'lag', 'requests', 'measured: this action / curl every second'];
  const peers = ['every 1 s: lag', 'requests', 'every 5 s: lag', 'requests'];
  return {
    name: 'lag',
    verdicts: [
      {
        what: 'lag behind the end of the task, 1 to 600 s',
        aim: '≤ 5 % of its length or 1 s',
        measured: lagMet ? 'always' : 'not always',
        met: lagMet,
      },
      {
        what: 'requests to follow a task of 600 s',
        aim: '≤ 40',
        measured: String(requests),
        met: requests <= 40,
      },
    ],
    text: [table([...heading, ...peers], rows), compareSchedules()].join('\n\n'),
  };
}

function seconds(ms: number): string {
  return figure(ms / 1_000);
}

function polling(everyMs: number, taskMs: number): readonly string[] {
  const played = lengthsAround(taskMs, 1_000).map((length) => play(each(everyMs), length));
  const lag = spreadOf(played.map(({ lagMs }) => lagMs));
  return [
    `${seconds(lag.median)} (≤ ${seconds(lag.most)})`,
    String(spreadOf(played.map(({ looks }) => looks)).median),
  ];
}

/** The lag of real processes with a real clock, in seconds: this action, compared with the script with curl. */
async function measureReal(folder: string, taskMs: number): Promise<string> {
  const tenant = await startTenant(taskMs);
  try {
    const csvPath = writeRows(folder, 100);
    const uploadTo = async (): Promise<Upload> => {
      const run = { durationMs: taskMs, ...AT_ONCE };
      const sourceId = await tenant.addSource({ name: 'HR', attributes: COLUMNS, run });
      return { url: tenant.url, sourceId, csvPath, wait: true };
    };
    const ours = await lagOf(tenant, action(await uploadTo()), taskMs);
    const theirs = await lagOf(tenant, curl(await uploadTo()), taskMs);
    return `${seconds(ours)} / ${seconds(theirs)}`;
  } finally {
    await tenant.close();
  }
}

async function lagOf(tenant: BenchTenant, command: Command, taskMs: number): Promise<number> {
  await runProcess(command);
  const ended = Date.now();
  const start = (await tenant.requests()).findLast(({ operation }) => operation === 'loadAccounts');
  return ended - (start?.time ?? Number.NaN) - taskMs;
}
