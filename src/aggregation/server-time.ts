/** Times of tasks are held against the server's clock. */
import type { Connection } from '../isc/connection.js';

/** The `Date` of a reply is precise only to the second, and clocks of ISC's servers differ. */
const CLOCK_TOLERANCE_MS = 2_000;

/** The earliest creation time of the task of an upload sent now: milliseconds since the epoch by the server's clock. */
export function oldestTaskFromNow({ connection }: { readonly connection: Connection }): number {
  return connection.serverNow() - CLOCK_TOLERANCE_MS;
}
