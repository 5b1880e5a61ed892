/** Counts how often the file of one source is sent, so that no defect of a server makes it many aggregations. */
import { failureFor } from '../../model/failure.js';

/** More uploads than any fault explains: beyond this, something else is wrong. */
const MOST_UPLOADS = 30;

/** Counts uploads of one source. Those that ISC clearly refused because the source is busy are limited by time alone. */
export class UploadCount {
  #sent = 0;
  #busy = 0;
  #isOpen = false;
  #refusedSince: number | undefined;
  #unauthorized = 0;

  /** All uploads, also those that were refused. */
  get sent(): number {
    return this.#sent;
  }

  /** How many of them were answered by "busy". */
  get busy(): number {
    return this.#busy;
  }

  /** Counts an upload that is about to be sent. @throws StepFailure if there have been too many. */
  take(): void {
    if (this.#sent - this.#busy === MOST_UPLOADS) {
      throw failureFor('too-many-uploads', { times: String(MOST_UPLOADS) });
    }
    this.#sent += 1;
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

  /** The last upload was answered with 401. Returns how often that has happened since the source was last busy. */
  wasUnauthorized(): number {
    return (this.#unauthorized += 1);
  }

  /** The last upload has started nothing. */
  startedNothing(): void {
    this.#isOpen = false;
  }

  /** The last upload has started nothing, because another aggregation is running. */
  wasBusy(): void {
    this.#busy += 1;
    this.#isOpen = false;
    this.#unauthorized = 0;
  }
}
