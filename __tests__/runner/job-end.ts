import type { Patience } from './program.js';
import type { RunningStepProcess } from './step-process.js';

/** How a job may end before its last step: the run is cancelled, or the runner shuts down. */
export class JobEnd {
  readonly #patience: Patience | undefined;
  /** What runs, and whether it goes on where the run is cancelled. */
  readonly #running = new Map<RunningStepProcess, boolean>();
  #state: 'open' | 'cancelled' | 'shut down' = 'open';

  constructor(patience?: Patience) {
    this.#patience = patience;
  }

  /** True once the run has been cancelled: of the steps that have not begun, those with `always()` and `post` run. */
  get isCancelled(): boolean {
    return this.#state !== 'open';
  }

  /** True once the runner shuts down: nothing else begins. */
  get isShutDown(): boolean {
    return this.#state === 'shut down';
  }

  /** Cancels the run: ends what is running, but for steps in the foreground whose `if` still holds. */
  cancel(): void {
    if (this.#state === 'open') this.#state = 'cancelled';
    for (const [step, goesOn] of this.#running)
      if (this.isShutDown || !goesOn) step.stop('cancelled', this.#patience);
  }

  /** Shuts the runner down. */
  shutDown(): void {
    this.#state = 'shut down';
    this.cancel();
  }

  /** Ends one step. */
  stop(step: RunningStepProcess, why: 'cancelled' | 'timed out'): void {
    step.stop(why, this.#patience);
  }

  /** Lets the end of the job reach this step while it runs; one that `goesOn` is ended by a shutdown alone. */
  watch(step: RunningStepProcess, goesOn: boolean): void {
    this.#running.set(step, goesOn);
    const forget = (): void => {
      this.#running.delete(step);
    };
    step.ended.then(forget, forget);
  }

  /** Kills what still runs when the job has ended. */
  killOrphans(): void {
    for (const { running } of this.#running.keys()) running?.process.kill('SIGKILL');
  }
}
