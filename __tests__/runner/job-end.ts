import type { Patience } from './program.js';
import type { RunningStepProcess } from './step-process.js';

/** How a job may end before its last step: the run is cancelled, or the runner shuts down. */
export class JobEnd {
  readonly #patience: Patience | undefined;
  readonly #running = new Set<RunningStepProcess>();
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

  /** Cancels the run: ends what is running. */
  cancel(): void {
    if (this.#state === 'open') this.#state = 'cancelled';
    for (const step of this.#running) step.stop('cancelled', this.#patience);
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

  /** Lets the end of the job reach this step while it runs. */
  watch(step: RunningStepProcess): void {
    this.#running.add(step);
    const forget = (): void => {
      this.#running.delete(step);
    };
    step.ended.then(forget, forget);
  }

  /** Kills what still runs when the job has ended. */
  killOrphans(): void {
    for (const { running } of this.#running) running?.process.kill('SIGKILL');
  }
}
