/** What has become of the aggregation of a source: every sentence about its task follows from this. */
import type { Task } from './task.js';

/** What the step knows at its end, or where it breaks off, about the aggregation that it wanted. */
export type TaskFate =
  /** ISC has started none. */
  | { readonly kind: 'none' }
  /** An upload ended without a clear answer. `task`: one that appeared afterwards and may be ours. */
  | { readonly kind: 'perhaps'; readonly task: Task | undefined }
  /** ISC has accepted it and works on it. */
  | { readonly kind: 'running'; readonly task: Task }
  /** ISC has ended it, well or not. */
  | { readonly kind: 'ended'; readonly task: Task }
  /** ISC has refused it, in its reply or by the end of the task, and never ran it. */
  | { readonly kind: 'refused'; readonly task: Task | undefined }
  /** ISC has named a task that turned out to be another aggregation. */
  | { readonly kind: 'not-ours'; readonly task: Task }
  /** ISC has accepted it, and no longer shows its task. */
  | { readonly kind: 'unseen'; readonly task: Task };

export const NO_TASK: TaskFate = { kind: 'none' };

/** The task of this source's aggregation, for counts, messages and the output `task-id`; never somebody else's. */
export function ownTaskOf(fate: TaskFate): Task | undefined {
  return fate.kind === 'none' || fate.kind === 'not-ours' ? undefined : fate.task;
}
