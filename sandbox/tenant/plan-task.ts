/** Determines the whole course of an aggregation when it starts. */
import type { AggregationResult } from './aggregation.js';
import type { RunPlan, SandboxSource, SandboxTask } from './model.js';

/** A task waits in the queue for a tenth of its time, and reads accounts until the middle. */
const QUEUED = 0.1;
const COLLECTED = 0.5;

/**
 * `completed` is set this many milliseconds before `completionStatus`, as was seen
 * (docs/isc-api.md#following-the-task).
 */
const COMPLETED_EARLY_MS = 30;

/** Determines the whole course of an aggregation that is requested at `now`. */
export function planTask(from: {
  readonly id: string;
  readonly source: SandboxSource;
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
    name: plan.taskName ?? 'Cloud Account Aggregation',
    sourceId: source.id,
    sourceName: source.name,
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
