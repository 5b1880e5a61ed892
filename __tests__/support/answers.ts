import type { Fault } from '../../sandbox/tenant/faults.js';

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

/** The tenant does what it does with an upload, and its 202 names this task. */
export function renamed(task: object): Fault {
  return { kind: 'replace-body', body: { success: true, task } };
}

/** An aggregation that has ended well, as ISC lists it, with some fields otherwise. */
export function listedAggregation(
  sourceId: string,
  id: string,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return {
    id,
    uniqueName: 'Cloud Account Aggregation',
    created: '2026-01-01T00:00:00Z',
    completed: '2026-01-01T00:01:00Z',
    completionStatus: 'SUCCESS',
    target: { id: sourceId },
    ...fields,
  };
}
