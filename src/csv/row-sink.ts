import type { CsvRecord } from './record.js';

/** Receives the rows of a file while it is checked, in the order of the file. */
export interface RowSink {
  /** Called once, before all rows, with the cells of the heading. */
  heading(fields: readonly string[]): void;
  /**
   * Called for each valid row: as long as the heading, with a native identity. `account` is the same for all rows of
   * one account: the `accountKey` of its native identity. The record is valid only during the call.
   */
  row(account: string, record: CsvRecord): void;
}
