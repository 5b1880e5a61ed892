/** Who is told of the rows of a file while it is checked, in the order of the file. */
export interface RowSink {
  /** Once, before all rows: the cells of the heading. */
  heading(fields: readonly string[]): void;
  /**
   * Each sound row: as long as the heading, with a native identity. `account` is the same for all rows of one account, and
   * is what `accountKey` makes of its native identity.
   */
  row(account: string, fields: readonly string[], line: number): void;
}
