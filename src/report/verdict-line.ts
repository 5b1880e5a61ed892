import type { Outcome } from '../model/outcome.js';
import { nameOf } from './step-result.js';
import { count, duration } from '../runtime/wording.js';

/** How a source ended, in one line for the end of the log: its status, ISC's own counts where it gives them, and the time. */
export function verdictLine(outcome: Outcome): string {
  const { counts, durationMs, status } = outcome;
  const known = (['created', 'updated', 'deleted', 'unchanged'] as const).filter(
    (name) => counts[name] !== undefined,
  );
  const done = known.map((name) => `${count(counts[name])} ${name}`).join(', ');
  return `${nameOf(outcome)}: ${status} after ${duration(durationMs)}${done === '' ? '' : `: ${done}`}.`;
}
