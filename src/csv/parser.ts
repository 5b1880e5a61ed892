import { Parser } from 'csv-parse';
import type { Options } from 'csv-parse';

/**
 * csv-parse, driven record by record: its caller gets each record synchronously, and the parser's own byte count
 * (`info.bytes`) says where that record ends. Its line count is not used, since it counts CRLF inside quotes as two
 * lines (csv-parse 7.0.3, lib/api/index.js).
 */
export class RecordParser extends Parser {
  readonly #onRecord: (fields: readonly string[]) => void;

  /** `onRecord` may throw, which ends the parsing; `feed` then throws the same. */
  constructor(options: Options, onRecord: (fields: readonly string[]) => void) {
    super(options);
    this.#onRecord = onRecord;
  }

  /** Takes the next bytes. Returns the first error, after which this parser cannot be used any more. */
  feed(bytes: Buffer): Error | undefined {
    let fault: Error | undefined;
    this._transform(bytes, 'utf8', (error) => {
      fault = error ?? undefined;
    });
    return fault;
  }

  /** Handles the end of the file, with what was held back until then. */
  finish(): Error | undefined {
    let fault: Error | undefined;
    this._flush((error) => {
      fault = error ?? undefined;
    });
    return fault;
  }

  /**
   * csv-parse calls this for each record, bypassing the stream's queue. For each record whose length differs from its
   * first one, csv-parse creates an error object, at 20 times the cost of the record itself, and then drops it
   * (`relax_column_count`). So every record is presented to csv-parse as the first one.
   */
  override push(fields: readonly string[] | null): boolean {
    (this.info as { records: number }).records = 0;
    if (fields !== null) this.#onRecord(fields);
    return true;
  }
}
