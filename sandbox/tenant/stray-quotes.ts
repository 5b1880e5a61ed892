import { Transform, type TransformCallback } from 'node:stream';

/** The reader will refuse a longer header. */
const LONGEST_HEADER = 16 * 1024;
const END_OF_HEADER = '\r\n\r\n';

/**
 * A multipart body in transit, without the stray quote after a file name (`filename="file.csv""`) that the vendor's
 * File Upload Utility sends and that other servers accept. Changes only the headers of parts.
 */
export class WithoutStrayQuotes extends Transform {
  readonly #beginning: Buffer;
  #pending: Buffer = Buffer.alloc(0);
  #inHeader = false;

  constructor(boundary: string) {
    super();
    this.#beginning = Buffer.from(`--${boundary}\r\n`, 'latin1');
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (this.#inHeader ? this.#passHeader() : this.#passContent());
    done();
  }

  override _flush(done: TransformCallback): void {
    done(null, this.#pending);
  }

  /** Passes on everything before the next header; true if one was reached. */
  #passContent(): boolean {
    const at = this.#pending.indexOf(this.#beginning);
    this.#inHeader = at !== -1;
    // The last bytes may be the first ones of a boundary.
    const kept = this.#beginning.length - 1;
    this.#pass(this.#inHeader ? at + this.#beginning.length : Math.max(0, this.#pending.length - kept));
    return this.#inHeader;
  }

  /** Passes on a header once it is complete; true if it was. */
  #passHeader(): boolean {
    const end = this.#pending.indexOf(END_OF_HEADER);
    if (end === -1 && this.#pending.length <= LONGEST_HEADER) return false;
    this.#inHeader = false;
    if (end === -1) return true;
    const header = this.#pending.toString('latin1', 0, end + END_OF_HEADER.length);
    this.#pending = this.#pending.subarray(end + END_OF_HEADER.length);
    this.push(Buffer.from(header.replace(/(filename="(?:[^"\\\r\n]|\\.)*")"+/gi, '$1'), 'latin1'));
    return true;
  }

  #pass(bytes: number): void {
    if (bytes > 0) this.push(this.#pending.subarray(0, bytes));
    this.#pending = this.#pending.subarray(bytes);
  }
}

/** The boundary in a Content-Type. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const found = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '');
  return found?.[1] ?? found?.[2];
}
