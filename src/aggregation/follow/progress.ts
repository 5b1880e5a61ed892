/** Decides when the log needs another line about a running task. */
import type { AggregationProgress, Task } from '../../model/task.js';
import { forLog } from '../../runtime/escape.js';
import { count, duration } from '../../runtime/wording.js';

/** At most one line in this many milliseconds, however much changes. */
const SHORTEST_GAP_MS = 5_000;
/** At least one line in this many milliseconds, so that readers see that the step is alive. */
const LONGEST_GAP_MS = 30_000;
const MAX_PROGRESS_TEXT = 200;

/** The last line shown for a task. */
export interface ShownProgress {
  /** When it was shown, in milliseconds since the epoch. */
  readonly at: number;
  /** The progress in words; any difference counts as a change. */
  readonly state: string;
  readonly line: string;
}

/**
 * The new line that the log needs about a running task, or `undefined` if it needs none. `since` is when the step began
 * to follow it; times are in milliseconds since the epoch.
 */
export function nextProgress(
  shown: ShownProgress | undefined,
  now: number,
  since: number,
  task: Pick<Task, 'percentComplete' | 'progress'>,
  aggregation: AggregationProgress | undefined,
): ShownProgress | undefined {
  const state = stateOf(task, aggregation);
  if (shown !== undefined) {
    const gap = now - shown.at;
    const changed = state !== shown.state;
    if (!(changed && gap >= SHORTEST_GAP_MS) && gap < LONGEST_GAP_MS) return undefined;
  }
  return { at: now, state, line: `ISC is aggregating${state} (${duration(now - since)} so far)` };
}

function stateOf(
  task: Pick<Task, 'percentComplete' | 'progress'>,
  aggregation: AggregationProgress | undefined,
): string {
  const percent = task.percentComplete === undefined ? [] : [`${count(task.percentComplete)}%`];
  const text = task.progress?.trim() ? [forLog(task.progress.trim(), MAX_PROGRESS_TEXT)] : [];
  const parts = [...percent, ...text, ...(aggregation === undefined ? [] : accountsOf(aggregation))];
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

/** These counts cover new, changed and deleted accounts only (docs/isc-api.md#following-the-task). */
function accountsOf(aggregation: AggregationProgress): string[] {
  const { processedAccounts: processed, totalAccounts: total, markedForDeletion: marked } = aggregation;
  const done =
    processed === undefined
      ? []
      : [
          total === undefined
            ? `${count(processed)} changed accounts processed`
            : `${count(processed)} of ${count(total)} changed accounts processed`,
        ];
  return marked === undefined || marked === 0 ? done : [...done, `${count(marked)} marked for deletion`];
}
