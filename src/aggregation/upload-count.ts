import { failureFor } from '../model/failure.js';

/** More uploads than any busy source needs: beyond this, something else is wrong. */
const MOST_UPLOADS = 30;

/** Counts how often the step has sent the file of one source, to limit unintended aggregations. */
export class UploadCount {
  #sent = 0;
  #isOpen = false;
  #taken = 0;
  #refusedSince: number | undefined;

  /** Uploads so far. */
  get sent(): number {
    return this.#sent;
  }

  /** All uploads, also those that were refused before they were processed. */
  get taken(): number {
    return this.#taken;
  }

  /** Counts an upload that is about to be sent. @throws StepFailure if there have been too many. */
  take(): void {
    if (this.#sent === MOST_UPLOADS) {
      throw failureFor('too-many-uploads', { times: String(MOST_UPLOADS) });
    }
    this.#sent += 1;
    this.#taken += 1;
    this.#isOpen = true;
  }

  /** True while the last upload may have started an aggregation. */
  get mayHaveStarted(): boolean {
    return this.#isOpen;
  }

  /** When ISC first refused an upload because the source was busy, in milliseconds since the epoch; `now` if it is now. */
  refusedSince(now: number): number {
    return (this.#refusedSince ??= now);
  }

  /** The last upload has started nothing. */
  startedNothing(): void {
    this.#isOpen = false;
  }
}
