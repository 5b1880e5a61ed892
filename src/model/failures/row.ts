/** The form of a row in the table of failures, and what ISC may have done when a step ends. */
import type { Status } from '../status.js';

/** The statuses that a failure of this action can have in the outputs. ISC's own verdicts are not among them. */
export type FailureStatus = Extract<Status, 'REJECTED' | 'TIMED_OUT' | 'CANCELLED' | 'FAILED'>;

/** What a step knows about ISC at its end. */
export type StateOfIsc =
  'nothing-sent' | 'nothing-started' | 'blocked' | 'unclear' | 'goes-on' | 'ended' | 'in-words';

/** A kind of failure. `{name}` stands for what is known only when it happens. */
export interface FailureRow {
  /** What happened, as sentences. */
  readonly happened: string;
  /** The states of ISC in which it can end a step, the usual one first. */
  readonly states: readonly [StateOfIsc, ...StateOfIsc[]];
  /** What to do, as sentences. */
  readonly next: string;
  /** The beginning of a message of this kind, for readers, where `happened` alone does not show it. */
  readonly example?: string;
  /** FAILED if absent. */
  readonly status?: FailureStatus;
}

/**
 * What each state is called at the end of a message, and what to do about an aggregation whose end the step has not seen.
 * `in-words`: the message itself says it.
 */
export const STATES: Readonly<Record<StateOfIsc, { readonly words: string; readonly look: string }>> = {
  'nothing-sent': { words: 'Nothing was sent.', look: '' },
  'nothing-started': { words: 'ISC has started nothing.', look: '' },
  blocked: { words: 'Another aggregation was running, so ISC has started nothing.', look: '' },
  unclear: {
    words: 'It is not known whether ISC has started the aggregation.',
    look: 'Look at the aggregations of the source in ISC.',
  },
  'goes-on': { words: 'ISC continues with task {task}.', look: 'Look in ISC how it ends.' },
  ended: { words: 'ISC has ended task {task}.', look: 'Look at the aggregations of the source in ISC.' },
  'in-words': { words: '', look: 'Look at the aggregations of the source in ISC.' },
};

/** Where a second run of the step is safe, and where it is not. */
export const RUN_AGAIN = {
  safe: 'A second run is safe, because it waits, compares and shows its plan first.',
  unsafe: 'Run the step again only when none is running.',
} as const;
