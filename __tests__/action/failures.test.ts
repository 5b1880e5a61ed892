import { beforeAll, describe, expect, it } from '@jest/globals';
import { STATES, type FailureRow, type StateOfIsc } from '../../src/model/failures/row.js';
import { FAILURES, statusFor, type FailureKind } from '../../src/model/failures/table.js';
import { exampleOf, readable, wordsOfRow } from '../support/failure-words.js';
import { pool } from '../support/pool.js';
import { AGGREGATION_PLAYS } from './failures/aggregation.js';
import type { PlayedRow, RowPlay } from './failures/play.js';
import { PREPARATION_PLAYS } from './failures/preparation.js';
import { CREDENTIAL_DIES, FAULT_PLAYS, REFUSAL_PLAYS } from './failures/requests.js';

/** The table of failures, played: each row with the fault that makes it, as the step reports it and ISC knows it. */

const PLAYS: Readonly<Partial<Record<FailureKind, RowPlay>>> = {
  ...PREPARATION_PLAYS,
  ...REFUSAL_PLAYS,
  ...FAULT_PLAYS,
  ...AGGREGATION_PLAYS,
};
/** Each row, and one that is something else later in a step. */
const ROWS: readonly (readonly [name: string, kind: FailureKind, how: RowPlay | undefined])[] = [
  ...(Object.keys(FAILURES) as FailureKind[]).map((kind) => [kind, kind, PLAYS[kind]] as const),
  ['token-refused while the task is followed', 'token-refused', CREDENTIAL_DIES],
];

/** The beginning of what a step says of ISC: no two of them may stand in one message. */
const SAID: Readonly<Partial<Record<StateOfIsc, string>>> = {
  'nothing-sent': 'Nothing was sent',
  'nothing-started': 'ISC has started nothing',
  blocked: 'Another aggregation was running, so',
  unclear: 'It is not known whether ISC has started',
  'goes-on': 'ISC continues with task',
  ended: 'ISC has ended task',
};

/** A message without what ISC says, and without its ids and addresses. */
function ourWords(message: string, said: readonly string[]): string {
  const ours = message
    .replace(/: [^:]*\[detailCode [^\]]*\]/g, ':')
    .replace(/[\da-f]{32}|127\.0\.0\.1:\d+/g, '');
  return said.reduce((left, text) => left.replace(text, ''), ours);
}

/** Signs on four lines of a phone. */
const SCREEN = 4 * 80;

const played = new Map<string, PromiseSettledResult<PlayedRow>>();

beforeAll(async () => {
  await pool(ROWS, 100, async ([name, , how]) => {
    if (how === undefined) return;
    const [result] = await Promise.allSettled([how.play()]);
    played.set(name, result);
  });
});

interface RowSeen {
  readonly row: FailureRow;
  readonly how: RowPlay;
  readonly run: PlayedRow;
}

/** A row as it was played. @throws if it is not, or could not be. */
function seenRow(name: string, kind: FailureKind, how: RowPlay | undefined): RowSeen {
  const result = played.get(name);
  if (how === undefined) throw new Error(`The row "${kind}" of the table of failures is not played.`);
  if (result?.status !== 'fulfilled') throw result?.reason;
  return { row: FAILURES[kind], how, run: result.value };
}

describe.each(ROWS)('%s', (name, kind, play) => {
  const rowSeen = (): RowSeen => seenRow(name, kind, play);

  it('is said in annotation, summary and reason, in the words of the table', () => {
    const { row, how, run } = rowSeen();
    const { happened, next } = wordsOfRow(row);
    expect(run.exitCode).toBe(1);
    expect(run.failures).toHaveLength(1);
    const [annotation = ''] = run.failures.map(readable);
    expect(annotation).toMatch(happened);
    expect(annotation).toMatch(next);
    if (row.example !== undefined) expect(annotation).toMatch(exampleOf(row.example));
    expect(readable(run.summary)).toMatch(happened);
    expect(readable(run.summary)).toMatch(next);
    const [id = ''] = /trackingId \w+/.exec(annotation) ?? [];
    expect(run.summary).toContain(id);
    // Where the outputs cannot be written, nobody can read there why.
    if (kind === 'outputs-unwritable') return;
    expect(readable(run.outputs['reason'] ?? '')).toMatch(happened);
    expect(run.outputs['status']).toBe(how.status ?? statusFor(kind));
  });

  it('says of ISC what is true of it, and nothing else', () => {
    const { row, how, run } = rowSeen();
    const [message = ''] = run.failures;
    expect(row.states).toContain(how.state);
    expect({ uploads: run.uploads > 0, started: run.tasks.length }).toEqual({
      uploads: how.state !== 'nothing-sent' && kind !== 'outputs-unwritable',
      started: how.started,
    });
    const said = Object.entries(SAID).filter(([, words]) => message.includes(words));
    const isRejected = run.outputs['status'] === 'REJECTED';
    if (isRejected) expect(message).toMatch(/Nothing was sent\.|it was not uploaded/i);
    else if (how.state !== 'in-words') expect(said.map(([state]) => state)).toEqual([how.state]);
    const [task = 'no task'] = run.tasks;
    if (how.state === 'goes-on') expect(message).toContain(STATES['goes-on'].words.replace('{task}', task));
  });

  it('is no longer than a screen of a phone, but for lists', () => {
    const { run } = rowSeen();
    const lines = (run.failures[0] ?? '').split('\n').filter((line) => !line.startsWith('- '));
    expect(ourWords(lines.join(' '), run.said).length).toBeLessThanOrEqual(SCREEN);
  });
});
