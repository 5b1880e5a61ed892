import type { Fault } from '../../src/sandbox/faults.js';

/** ISC's words about a source on which another aggregation runs. */
export const BUSY_WORDS = 'The previous running aggregation must complete before another can start.';

/** The 202 to an upload, which names this task. */
export function named(task: object): Fault {
  return { kind: 'reply', status: 202, body: { success: true, task } };
}

/** The 202 of a source that is busy, which names this task. */
export function busyNamed(id: string | undefined): Fault {
  return named({ id, messages: [{ type: 'ERROR', key: BUSY_WORDS }] });
}

/** 200 with this body. */
export function answer(body: unknown): Fault {
  return { kind: 'reply', status: 200, body };
}
