/** The progress of a task at a moment: only the time changes it. */
import { assertNever } from '../../src/model/status.js';
import type { SandboxTask } from './model.js';

/** The progress of a task at a moment. */
export type Phase = 'not-created' | 'queued' | 'started' | 'collected' | 'completed' | 'final';

/** The phase of a task at `now`, milliseconds since the epoch. */
export function phaseOf(task: SandboxTask, now: number): Phase {
  if (now < task.created) return 'not-created';
  if (now >= task.final) return 'final';
  if (now >= task.completed) return 'completed';
  if (now >= task.collected) return 'collected';
  return now >= task.started ? 'started' : 'queued';
}

/** True while the task blocks other aggregations of its source. */
export function isRunning(task: SandboxTask, now: number): boolean {
  const phase = phaseOf(task, now);
  return phase !== 'not-created' && phase !== 'final';
}

/** The progress of a task: the percentage of its accounts that are processed, and ISC's free text about it. */
export function progressOf(task: SandboxTask, now: number): { percent: number; text: string } {
  const phase = phaseOf(task, now);
  const total = task.counts.total;
  switch (phase) {
    case 'not-created':
    case 'queued':
      return { percent: 0, text: 'Initializing...' };
    case 'started':
      return { percent: 0, text: 'Collecting accounts' };
    case 'collected': {
      const done = part(now, task.collected, task.completed, total);
      const percent = Math.floor((100 * done) / Math.max(total, 1));
      return { percent, text: `Processed ${done} of ${total} accounts` };
    }
    case 'completed':
    case 'final':
      return { percent: 100, text: `Processed ${total} of ${total} accounts` };
    default:
      return assertNever(phase);
  }
}

/** How much of `whole` is done at `now`, between `start` and `end`. */
export function part(now: number, start: number, end: number, whole: number): number {
  if (end <= start) return whole;
  return Math.floor((whole * Math.min(Math.max(now - start, 0), end - start)) / (end - start));
}
