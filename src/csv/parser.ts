import { Parser } from 'csv-parse';
import type { Options } from 'csv-parse';

/**
 * csv-parse, driven by hand: whoever feeds it has each record in the same turn, and the parser's own byte
 * count (`info.bytes`) says where that record ends. Its line count is not used, since it takes CRLF inside
 * quotes for two lines (csv-parse 7.0.3, lib/api/index.js).
 */
export class RecordParser extends Parser {
  readonly #onRecord: (fields: readonly string[]) => void;

  /** `onRecord` may throw, which ends the parsing and comes out of `feed`. */
  constructor(options: Options, onRecord: (fields: readonly string[]) => void) {
    super(options);
    this.#onRecord = onRecord;
  }

  /** Takes the next bytes. Returns the first fault, after which this parser is used up. */
  feed(bytes: Buffer): Error | undefined {
    let fault: Error | undefined;
    this._transform(bytes, 'utf8', (error) => {
      fault = error ?? undefined;
    });
    return fault;
  }

  /** Takes the end of the file, with what was held back until then. */
  finish(): Error | undefined {
    let fault: Error | undefined;
    this._flush((error) => {
      fault = error ?? undefined;
    });
    return fault;
  }

  /**
   * csv-parse calls this for each record: it goes straight on, past the queue of the stream. For each record that is not
   * as long as its first one csv-parse makes an error object, 20 times the work of the record itself, and then drops it
   * (`relax_column_count`). So to csv-parse every record is the first one.
   */
  override push(fields: readonly string[] | null): boolean {
    (this.info as { records: number }).records = 0;
    if (fields !== null) this.#onRecord(fields);
    return true;
  }
}
