import type { RunningStepProcess } from './step-process.js';
import type { RunnableStep } from './syntax.js';
import type { EndedWork, JobRoom, Timer } from './world.js';

/** A step that has begun, where it is a process; a composite action hears of no `cancel`. */
export interface Handle {
  process?: RunningStepProcess;
  readonly isBackground: boolean;
  /** Set by `cancel`, be it before the step has begun. */
  isCancelled: boolean;
}

/** The clock of `timeout-minutes`: calls `over` after so many minutes, unless what it returns is called before. */
export const inMinutes: Timer = (minutes, over) => {
  const timer = setTimeout(over, minutes * 60_000);
  return () => {
    clearTimeout(timer);
  };
};

/**
 * Lets the end of the job, `cancel` and the step's own time reach its process. `goesOn`: a cancel of the run leaves it
 * alone.
 */
export async function watched(
  started: RunningStepProcess,
  work: Promise<EndedWork>,
  step: RunnableStep,
  handle: Handle,
  { end, world }: JobRoom,
  goesOn: boolean,
): Promise<EndedWork> {
  handle.process = started;
  end.watch(started, goesOn);
  if (handle.isCancelled) end.stop(started, 'cancelled');
  const minutes = step['timeout-minutes'];
  const timer = world.timer ?? inMinutes;
  const forget =
    minutes === undefined
      ? undefined
      : timer(minutes, () => {
          end.stop(started, 'timed out');
        });
  try {
    return await work;
  } finally {
    forget?.();
  }
}
