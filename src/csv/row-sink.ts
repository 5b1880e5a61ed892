/** Who receives the rows of a file while it is checked. */
import type { NumberedAccounts } from './identities.js';
import type { CsvRecord } from './record.js';

/** Receives the rows of a file while it is checked, in the order of the file. */
export interface RowSink {
  /** Called once, before all rows, with the cells of the heading, and with the accounts, which grow with the rows. */
  heading(fields: readonly string[], accounts: NumberedAccounts): void;
  /**
   * Called for each valid row: as long as the heading, with a native identity. `account` is the number of its account.
   * Numbers come in ascending order but for accounts that were there before; some never come, since their rows are not
   * valid. The record is valid only during the call.
   */
  row(account: number, record: CsvRecord): void;
}
