import { table } from './markdown.js';
import type { Operation } from '../sandbox/tenant/routes.js';
import type { Bench, Section } from './section.js';
import { simulateStep } from './simulated-step.js';

/** Why a step needs each kind of request, and when it does not. */
const REASONS: readonly (readonly [operation: Operation, why: string])[] = [
  ['token', 'Required for every request. Renewed after 749 s, shortly before it expires.'],
  [
    'getSource',
    'Shows whether the source takes a file, its delimiter, and whether id and name agree. Also tests the credential before the upload.',
  ],
  [
    'getSchemas',
    'Heading and native identity, for checks and plan. Not needed if the file is only uploaded.',
  ],
  [
    'listTasks',
    'Aggregations already running. After a lost reply, the only way to tell our task from others.',
  ],
  [
    'listAccounts',
    'The plan: one request per 250 accounts on the source. Not needed if the file is only uploaded.',
  ],
  [
    'getConnections',
    'Which columns identity profiles read. Only if the file changes a value; a new source has none.',
  ],
  ['loadAccounts', 'The upload.'],
  ['getTask', 'The verdict. More requests for longer tasks: see Lag.'],
  [
    'getAggregationStatus',
    'The number of accounts marked for deletion, while the task can still be stopped. None if the task has ended at the first poll.',
  ],
];

/** Every request of a step, by kind. */
export async function measureRequests({ folder }: Bench): Promise<Section> {
  const whole = await simulateStep(folder, 900);
  const only = await simulateStep(folder, 900, {
    'csv-checks': 'off',
    'max-deletions': '100%',
    'max-changes': '100%',
  });
  const sum = (step: typeof whole): number => [...step.requests.values()].reduce((a, b) => a + b, 0);
  const rows = REASONS.map(([operation, why]) => [
    `\`${operation}\`: ${why}`,
    String(whole.requests.get(operation) ?? 0),
    String(only.requests.get(operation) ?? 0),
  ]);
  rows.push(['total', String(sum(whole)), String(sum(only))]);
  const known = REASONS.map(([operation]) => operation);
  const justified = [...whole.requests].every(
    ([operation, count]) => known.includes(operation) && count === 1,
  );
  return {
    name: 'requests',
    verdicts: [
      {
        what: 'requests of a step whose task has ended at the first poll',
        aim: 'each kind once, each for a reason',
        measured: `${sum(whole)}; ${sum(only)} if the file is only uploaded`,
        met: justified,
      },
    ],
    text: table(['', 'checked and planned', 'only uploaded'], rows),
  };
}
