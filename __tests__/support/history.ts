import type { Sandbox } from '../../sandbox/tenant/sandbox.js';
import type { SandboxTask } from '../../sandbox/tenant/model.js';

/** A source that was aggregated an hour ago: no tenant that is in use has never had a task. */
const EARLIER = { id: 'e0'.repeat(16), name: 'Badges' };

/** Gives a tenant a past, by which its list of tasks can prove itself. */
export function giveHistory({ tenant }: Pick<Sandbox, 'tenant'>): void {
  tenant.addSource(EARLIER);
  const hourAgo = { createdLateMs: -3_600_000, durationMs: 1_000, completedEarlyMs: 0 };
  // An id of its own: those of later tasks stay as they are.
  tenant.runElsewhere(EARLIER.id, { ...hourAgo, taskId: 'e1'.repeat(16) });
}

/** The tasks of a tenant since then, the latest first. */
export function tasksSince({ tenant }: Pick<Sandbox, 'tenant'>): readonly SandboxTask[] {
  return tenant.tasks().filter(({ sourceId }) => sourceId !== EARLIER.id);
}
