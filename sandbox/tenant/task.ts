/** The course of a task: planned at its start, then changed by the time alone. */
import { type RunPlan, type SandboxSource, type SandboxTask, assertNever } from './model.js';
import type { AggregationResult } from './aggregation.js';

/** A task waits in the queue for a tenth of its time, and reads accounts until the middle. */
const QUEUED = 0.1;
const COLLECTED = 0.5;

/**
 * `completed` is set this many milliseconds before `completionStatus`, as was seen
 * (docs/isc-api.md#following-the-task).
 */
const COMPLETED_EARLY_MS = 30;

/** The names that ISC gives to tasks. */
export const TASK_NAMES = {
  accounts: 'Cloud Account Aggregation',
  entitlements: 'Cloud Group Aggregation',
} as const;

/** Determines the whole course of an aggregation that is requested at `now`. */
export function planTask(from: {
  readonly id: string;
  readonly source: SandboxSource;
  readonly kind: SandboxTask['kind'];
  readonly plan: RunPlan;
  readonly result: AggregationResult;
  readonly optimized: boolean;
  readonly launcher: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Its duration if the plan does not set one, in milliseconds. */
  readonly taskMs: number;
}): SandboxTask {
  const { plan, result, source } = from;
  const created = from.now + (plan.createdLateMs ?? 0);
  const durationMs = plan.durationMs ?? from.taskMs;
  const completed = created + durationMs;
  const completionStatus =
    plan.completionStatus === undefined ? result.completionStatus : plan.completionStatus;
  return {
    id: from.id,
    name: plan.taskName ?? nameOf(from.kind, source),
    sourceId: source.id,
    sourceName: source.name,
    kind: from.kind,
    launcher: from.launcher,
    created,
    started: created + Math.round(durationMs * QUEUED),
    collected: created + Math.round(durationMs * COLLECTED),
    completed,
    final:
      completionStatus === null
        ? Number.POSITIVE_INFINITY
        : completed + (plan.completedEarlyMs ?? COMPLETED_EARLY_MS),
    completionStatus,
    messages: [...result.messages, ...(plan.messages ?? [])],
    counts: { ...result.counts, ...plan.counts },
    countsAs: plan.countsAs ?? 'numbers',
    withoutCounts: plan.withoutCounts ?? [],
    optimized: from.optimized,
    accepted: plan.accepted ?? {},
  };
}

function nameOf(kind: SandboxTask['kind'], source: SandboxSource): string {
  return kind === 'accounts' ? TASK_NAMES.accounts : `${TASK_NAMES.entitlements} - ${source.name}`;
}

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
