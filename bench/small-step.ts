import { action, bareNode, curl, sdk, type Upload } from './contenders.js';
import { COLUMNS, writeRows } from './csv.js';
import { interleave } from './interleave.js';
import { figure, spread, table, times } from './markdown.js';
import { runProcess, type Run } from './run-process.js';
import type { Bench, Section } from './section.js';
import { ratioOf, spreadOf } from './statistics.js';
import { startTenant } from './tenant.js';

const ROUNDS = { quick: 3, standard: 15, full: 20 } as const;

/** The whole step with a file of 100 rows and a task that ends at once. */
export async function measureSmallStep({ extent, folder }: Bench): Promise<Section> {
  const tenant = await startTenant(0);
  try {
    const sourceId = await tenant.addSource({ name: 'HR', attributes: COLUMNS });
    const to: Upload = { url: tenant.url, sourceId, csvPath: writeRows(folder, 100), wait: true };
    const away: Upload = { ...to, wait: false };
    const runs = await interleave(ROUNDS[extent], {
      'bare node': () => runProcess(bareNode()),
      'this action': () => runProcess(action(to)),
      'script with curl': () => runProcess(curl(to)),
      'script with the SDK': () => runProcess(sdk(to)),
      'this action, `wait: false`': () => runProcess(action(away)),
      'script with curl, no wait': () => runProcess(curl(away)),
      'script with the SDK, no wait': () => runProcess(sdk(away)),
    });
    return section(runs);
  } finally {
    await tenant.close();
  }
}

type Runs = Awaited<ReturnType<typeof interleave<string, Run>>>;

function section(runs: Runs): Section {
  const ms = (name: string): readonly number[] => (runs[name] ?? []).map((run) => run.ms);
  const bare = ms('bare node');
  const toSdk = ratioOf(ms('this action'), ms('script with the SDK'));
  const over = spreadOf(ms('this action, `wait: false`').map((value, round) => value - (bare[round] ?? 0)));
  const rows = Object.keys(runs).map((name) => {
    const waits = !name.includes('wait') && name !== 'bare node';
    const peer = waits ? 'script with the SDK' : 'script with the SDK, no wait';
    return [name, times(ratioOf(ms(name), ms(peer))), spread(spreadOf(ms(name)))];
  });
  return {
    name: 'small-step',
    verdicts: [
      {
        what: 'whole step, 100 rows, task ends at once',
        aim: 'never slower than the SDK script',
        measured: `${figure(toSdk.median)} × SDK`,
        met: toSdk.median <= 1,
      },
      {
        what: 'same with `wait: false`',
        aim: '≤ 250 ms over bare `node`',
        measured: `${figure(over.median)} ms over`,
        met: over.median <= 250,
      },
    ],
    text: table(['', 'to the SDK script', 'ms'], rows),
  };
}
