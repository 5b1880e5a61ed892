/** What the journal says about a request. */
import type { Body } from './body.js';
import type { Fault } from './faults.js';
import { fingerprint } from './ids.js';
import type { UploadedFile } from './multipart.js';
import type { Operation, ServedVersion } from './routes.js';
import type { TokenCheck } from './tokens.js';

/** One request as received, and how it was answered. Contains no secret, no token and no row of a file. */
export interface RequestRecord {
  /** From 1, in the order of arrival. */
  readonly number: number;
  /** Milliseconds since the epoch, by the real clock. */
  readonly time: number;
  readonly method: string;
  /** Path and query as sent; known secrets in it are replaced by `[secret]`. */
  readonly url: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** `undefined` for an address that the sandbox does not know. */
  readonly operation: Operation | undefined;
  readonly version: ServedVersion | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly authorization: TokenCheck['kind'];
  readonly clientId: string | undefined;
  readonly body: BodyFacts | undefined;
  readonly fault: Fault['kind'] | undefined;
  /** The status from processing, whether or not it was sent; `undefined` if nothing was processed. */
  readonly processed: number | undefined;
  /** `undefined` until there is a reply, and forever if there never is one. */
  readonly status: number | undefined;
}

/**
 * What the journal keeps of a body: its size in bytes as received and as announced, fields, and files without content.
 */
export interface BodyFacts {
  readonly kind: Body['kind'];
  readonly bytes: number;
  readonly contentLength: string | undefined;
  readonly chunked: boolean;
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly FileFacts[];
}

/** What it keeps of an uploaded file: a checksum instead of the content. */
export type FileFacts = Omit<UploadedFile, 'chunks' | 'beginning'>;

/** Headers as stored in the journal: credentials only as a fingerprint. */
export function headersOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  redact: (text: string) => string,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = Array.isArray(value) ? value.join(', ') : (value ?? '');
    kept[name] = name === 'authorization' ? `${text.split(' ')[0] ?? ''} ${fingerprint(text)}` : redact(text);
  }
  return kept;
}

/** What the journal stores of a body. */
export function factsOf(
  body: Body,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  redact: (text: string) => string,
): BodyFacts {
  const fields = body.kind === 'form' ? body.fields : body.kind === 'multipart' ? body.parts.fields : {};
  const files = body.kind === 'multipart' ? body.parts.files : [];
  return {
    kind: body.kind,
    bytes: body.bytes,
    contentLength: headers['content-length']?.toString(),
    chunked: headers['transfer-encoding']?.toString().toLowerCase().includes('chunked') ?? false,
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        name === 'client_secret' ? fingerprint(value) : redact(value),
      ]),
    ),
    files: files.map(({ part, filename, contentType, bytes, lines, sha256 }) => {
      return { part, filename, contentType, bytes, lines, sha256 };
    }),
  };
}
