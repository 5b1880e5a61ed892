import { table } from './markdown.js';
import type { Operation } from '../src/sandbox/routes.js';
import type { Bench, Section } from './section.js';
import { simulateStep } from './simulated-step.js';

/** Why a step needs each kind of request, and what leaves it out. */
const REASONS: readonly (readonly [operation: Operation, why: string])[] = [
  ['token', 'Nothing goes without it. Another one after 749 s, shortly before it expires.'],
  [
    'getSource',
    'Whether the source takes a file, its delimiter, whether id and name agree; and the upload’s credential is tried before the body is sent.',
  ],
  [
    'getSchemas',
    'The heading and the native identity, for checks and plan. Not for a file that is only uploaded.',
  ],
  [
    'listTasks',
    'What runs already, so that nothing waits in vain; and after a lost reply the only way to tell our task from others.',
  ],
  [
    'listAccounts',
    'The plan: one for each 250 accounts on the source. Not for a file that is only uploaded.',
  ],
  [
    'getConnections',
    'Which columns identity profiles read. Only where the file changes a value; a new source has none.',
  ],
  ['loadAccounts', 'The upload.'],
  ['getTask', 'The verdict. More for longer tasks: see the lag.'],
  [
    'getAggregationStatus',
    'The number of accounts marked for deletion, while the task can still be stopped. None for a task that is over at the first look.',
  ],
];

/** Every request of a step, by kind. */
export async function measureRequests({ folder }: Bench): Promise<Section> {
  const whole = await simulateStep(folder, 900);
  const only = await simulateStep(folder, 900, { 'csv-checks': 'off', 'max-deletions': '100%' });
  const sum = (step: typeof whole): number => [...step.requests.values()].reduce((a, b) => a + b, 0);
  const rows = REASONS.map(([operation, why]) => [
    `\`${operation}\`: ${why}`,
    String(whole.requests.get(operation) ?? 0),
    String(only.requests.get(operation) ?? 0),
  ]);
  rows.push(['in all', String(sum(whole)), String(sum(only))]);
  const known = REASONS.map(([operation]) => operation);
  const justified = [...whole.requests].every(
    ([operation, count]) => known.includes(operation) && count === 1,
  );
  return {
    name: 'requests',
    verdicts: [
      {
        what: 'requests of a step whose task is over at the first look',
        aim: 'each kind once, each with its reason',
        measured: `${sum(whole)}; ${sum(only)} for a file that is only uploaded`,
        met: justified,
      },
    ],
    text: table(['', 'checked and planned', 'only uploaded'], rows),
  };
}
