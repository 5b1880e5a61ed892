/** The body of a request, as far as the tenant needs it. */
import type { IncomingMessage } from 'node:http';
import { readMultipart, type Multipart } from './multipart.js';

/** The body of a request. Of a truncated body only the size is kept. */
export type Body =
  | { readonly kind: 'none'; readonly bytes: 0 }
  | { readonly kind: 'form'; readonly bytes: number; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'multipart'; readonly bytes: number; readonly parts: Multipart }
  | { readonly kind: 'json' | 'other'; readonly bytes: number; readonly text: string }
  | { readonly kind: 'malformed'; readonly bytes: number; readonly problem: string }
  | { readonly kind: 'cut-off'; readonly bytes: number };

/** How many bytes of a body are kept; the rest is only counted. */
export interface KeptBytes {
  /** A larger file is not kept at all. */
  readonly file: number;
  /** The beginning of any other body. */
  readonly text: number;
}

/** Reads a body to its end as a stream. Never throws. */
export async function readBody(request: IncomingMessage, kept: KeptBytes): Promise<Body> {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const type = (request.headers['content-type'] ?? '').toLowerCase();
  try {
    if (type.startsWith('multipart/form-data')) {
      const parts = await readMultipart(request, kept.file);
      if (bytes === 0) return { kind: 'none', bytes: 0 };
      return typeof parts === 'string'
        ? { kind: 'malformed', bytes, problem: parts }
        : { kind: 'multipart', bytes, parts };
    }
    const text = await readText(request, kept.text);
    if (bytes === 0) return { kind: 'none', bytes: 0 };
    if (type.startsWith('application/x-www-form-urlencoded')) {
      return { kind: 'form', bytes, fields: Object.fromEntries(new URLSearchParams(text)) };
    }
    return { kind: type.startsWith('application/json') ? 'json' : 'other', bytes, text };
  } catch {
    return { kind: 'cut-off', bytes };
  }
}

async function readText(request: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let kept = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (kept < most) chunks.push(chunk);
    kept += chunk.length;
  }
  return Buffer.concat(chunks).subarray(0, most).toString('utf8');
}
