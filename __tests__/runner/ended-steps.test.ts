import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CLIENT, startSandbox } from '../../sandbox/tenant/sandbox.js';
import { csvOf, people } from '../support/people.js';
import { HR, SOURCE_ID } from '../support/play.js';
import type { JobEnd } from './job-end.js';
import { messagesOf, usePlays } from './plays.js';
import type { Double, World } from './world.js';

/** How the runner ends a step, and what it and the later steps report then. */

const { steps } = usePlays();

/** An action of others that does nothing but at the end of the job. */
const CLEANER: Double = () => ({ passed: true, post: () => Promise.resolve({ passed: true }) });
const CLEAN_UP = '- { name: cleaner, uses: their/cleaner@v1 }';

/** Ends the run, in the given way, as soon as a step says "ready". */
function endWhenReady(how: 'cancel' | 'shutDown'): Partial<World> {
  return {
    actions: { 'their/cleaner': CLEANER },
    patience: { terminateMs: 20, killMs: 40 },
    onLine: (line, end) => {
      if (line === 'ready') end[how]();
    },
  };
}

describe('a step that does not end by itself', () => {
  const STUBBORN = "trap '' INT TERM; echo ready; while true; do sleep 0.05; done";
  const SLOW = `
${CLEAN_UP}
- { name: slow, run: "${STUBBORN}" }
- { name: next, run: echo }
- { name: always, if: always(), run: echo }`;

  it('is killed after a cancel; only what says always() follows, and the ends of steps', async () => {
    const { all, result, shown } = await steps(SLOW, endWhenReady('cancel'));

    expect([result, shown]).toEqual([
      'cancelled',
      [
        ['cleaner', 'success'],
        ['slow', 'cancelled'],
        ['next', 'skipped'],
        ['always', 'success'],
        ['Post cleaner', 'success'],
      ],
    ]);
    expect(messagesOf(all[1])).toEqual(['The operation was canceled.']);
  });

  it('is the last one where the runner shuts down', async () => {
    const { shown } = await steps(SLOW, endWhenReady('shutDown'));

    expect(shown).toEqual([
      ['cleaner', 'success'],
      ['slow', 'cancelled'],
    ]);
  });

  it('is killed where its own time is over, and fails', async () => {
    let passTime = (): void => undefined;
    const { result, shown } = await steps(
      `
- { name: slow, timeout-minutes: 3, run: "${STUBBORN}" }
- { name: next, if: failure(), run: echo }`,
      {
        patience: { terminateMs: 20, killMs: 40 },
        timer: (minutes, over) => {
          expect(minutes).toBe(3);
          passTime = over;
          return () => undefined;
        },
        onLine: () => {
          passTime();
        },
      },
    );

    expect([result, shown]).toEqual([
      'failure',
      [
        ['slow', 'failure'],
        ['next', 'success'],
      ],
    ]);
  });
});

describe('a step with always()', () => {
  const GOES_ON = '{ name: goes on, if: always(), run: "echo ready; echo to the end" }';

  it('goes on to its end where the run is cancelled', async () => {
    const { all, result, shown } = await steps(`\n- ${GOES_ON}`, endWhenReady('cancel'));

    expect([result, shown, all[0]?.log]).toEqual([
      'cancelled',
      [['goes on', 'success']],
      'ready\nto the end\n',
    ]);
  });

  it.each([
    ['in the background', 'cancel'],
    ['at a shutdown', 'shutDown'],
  ] as const)('is ended %s', async (where, how) => {
    const background = where === 'in the background' ? 'background: true, ' : '';
    const step = `- { ${background}name: slow, if: always(), run: "echo ready; exec sleep 5" }`;

    expect((await steps(`\n${step}`, endWhenReady(how))).shown).toEqual([['slow', 'cancelled']]);
  });
});

/** A way in which the runner ends this action while it follows an aggregation, and what the job reports then. */
interface Ending {
  readonly way: string;
  /** What the workflow says of the step besides, and what follows it at once. */
  readonly step?: string;
  readonly then?: string;
  /** Ends it; a file shows the later step that the time has come. */
  readonly act: (end: JobEnd, passTime: () => void, signalFile: string) => void;
  readonly result: string;
  readonly runnersWords: string;
  /** Every step that ran or was skipped after this action. */
  readonly later: readonly (readonly [string, string])[];
}

const ENDINGS: readonly Ending[] = [
  {
    way: 'a cancel of the run',
    act: (end) => {
      end.cancel();
    },
    result: 'cancelled',
    runnersWords: 'The operation was canceled.',
    later: [
      ['next', 'skipped'],
      ['on failure', 'skipped'],
      ['on cancel', 'success'],
      ['always', 'success'],
      ['Post cleaner', 'success'],
    ],
  },
  {
    way: 'timeout-minutes of its step',
    step: 'timeout-minutes: 5',
    act: (_end, passTime) => {
      passTime();
    },
    result: 'failure',
    runnersWords: 'The action has timed out.',
    later: [
      ['next', 'skipped'],
      ['on failure', 'success'],
      ['on cancel', 'skipped'],
      ['always', 'success'],
      ['Post cleaner', 'success'],
    ],
  },
  {
    way: '"cancel" of a background step',
    step: 'background: true',
    then: `
- { name: look, run: 'until [ -e "$SIGNAL" ]; do sleep 0.05; done' }
- { cancel: a }
- { wait: a }`,
    act: (_end, _passTime, signalFile) => {
      writeFileSync(signalFile, '');
    },
    result: 'success',
    runnersWords: 'The operation was canceled.',
    later: [
      ['next', 'success'],
      ['on failure', 'skipped'],
      ['on cancel', 'skipped'],
      ['always', 'success'],
      ['Post cleaner', 'success'],
    ],
  },
  {
    way: 'a shutdown of the runner',
    act: (end) => {
      end.shutDown();
    },
    result: 'cancelled',
    runnersWords: 'The operation was canceled.',
    later: [],
  },
];

it.each(ENDINGS)('this action, ended by $way', async ({ act, later, result, runnersWords, step, then }) => {
  const tenant = await startSandbox({ sources: [HR], settings: { taskMs: 600_000 } });
  const folder = mkdtempSync(join(tmpdir(), 'ended-'));
  const signalFile = join(folder, 'signal');
  let passTime = (): void => undefined;
  try {
    const played = await steps(
      `
- { name: checkout, uses: actions/checkout@v7, with: { persist-credentials: false } }
${CLEAN_UP}
- id: a
  name: hr
  uses: OWNER/sailpoint-source-aggregation@v1
  ${step ?? ''}
  with:
    base-url: ${tenant.url}
    client-id: ${DEFAULT_CLIENT.id}
    client-secret: ${DEFAULT_CLIENT.secret}
    source-id: ${SOURCE_ID}
    csv-path: hr.csv
${then ?? ''}
- { name: next, run: echo }
- { name: on failure, if: failure(), run: echo }
- { name: on cancel, if: cancelled(), run: echo }
- { name: always, if: always(), run: 'echo "\${{ steps.a.outputs.status }} \${{ steps.a.outputs.task-id }}"' }`,
      {
        actions: { 'their/cleaner': CLEANER },
        machine: { SIGNAL: signalFile },
        hidden: () => tenant.tokens.secrets(),
        timer: (_minutes, over) => {
          passTime = over;
          return () => undefined;
        },
        onLine: (line, end) => {
          if (line.includes('ISC has accepted')) act(end, passTime, signalFile);
        },
      },
      { 'hr.csv': csvOf(people(20)) },
    );
    const { all, shown } = played;
    const at = shown.findIndex(([name]) => name === 'hr');
    const ours = all[at];
    const [task] = tenant.tenant.tasks();

    expect([played.result, ours?.outcome]).toEqual([result, result === 'failure' ? 'failure' : 'cancelled']);
    expect(shown.slice(at + 1)).toEqual(later);
    // With the official patience, any later signal than SIGINT would come 7.5 s later.
    expect(messagesOf(ours)).toEqual([
      expect.stringMatching(
        `^The runner ended this step \\(SIGINT\\)[^]*ISC continues with task ${task?.id ?? ''}`,
      ),
      runnersWords,
    ]);
    expect(ours?.outputs).toMatchObject({ status: 'CANCELLED', 'task-id': task?.id });
    expect(ours?.summary).toContain('ended this step');
    const always = all.find(({ name }) => name === 'always');
    expect(always?.log).toBe(always && `CANCELLED ${task?.id ?? ''}\n`);
  } finally {
    await tenant.close();
    rmSync(folder, { recursive: true });
  }
});
