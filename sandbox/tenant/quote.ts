/** What a careless server repeats of a request. */
import type { Body } from './body.js';
import type { SandboxClient } from './tokens.js';

/** Content of a request that a careless server may repeat. */
export interface Quotable {
  /** From the uploaded file. */
  readonly firstLine?: string;
  /** As received in `Authorization`. */
  readonly token?: string;
  readonly secret?: string;
}

/** What can be quoted from a request: from its `Authorization`, the client that this belongs to, and its body. */
export function quotableOf(
  authorization: string | undefined,
  client: SandboxClient | undefined,
  body: Body,
): Quotable {
  const file = body.kind === 'multipart' ? body.parts.files[0] : undefined;
  const token = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1];
  const secret = body.kind === 'form' ? body.fields['client_secret'] : client?.secret;
  return {
    ...(file === undefined ? {} : { firstLine: firstLineOf(file.beginning) }),
    ...(token === undefined ? {} : { token }),
    ...(secret === undefined ? {} : { secret }),
  };
}

function firstLineOf(beginning: Buffer): string {
  const end = beginning.indexOf(10);
  return beginning
    .subarray(0, end === -1 ? undefined : end)
    .toString('utf8')
    .replace(/\r$/, '');
}

const PLACEHOLDER = /\{\{(first-line|token|secret)(?:\|([a-z0-9-]+))?\}\}/g;

/**
 * A text with its placeholders replaced: `{{first-line}}`, `{{token}}`, `{{secret}}`, and each also in one of the
 * `QUOTED_FORMS`, as in `{{token|base64}}`. Anything that the request did not contain is blank.
 */
export function quote(text: string, { firstLine, token, secret }: Quotable): string {
  const quoted: Readonly<Record<string, string | undefined>> = { 'first-line': firstLine, token, secret };
  return text.replace(PLACEHOLDER, (whole, name: string, form: string | undefined) => {
    const disguised = form === undefined ? asItIs : QUOTED_FORMS[form];
    return disguised === undefined ? whole : disguised(quoted[name] ?? '');
  });
}

/** The same in every string of a JSON value; anything else is unchanged. */
export function quoteIn(value: unknown, quotable: Quotable): unknown {
  if (typeof value === 'string') return quote(value, quotable);
  if (Array.isArray(value)) return value.map((one) => quoteIn(one, quotable));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, quoteIn(one, quotable)]));
}

/** How a quoted text may be disguised. */
export const QUOTED_FORMS: Readonly<Record<string, (text: string) => string>> = {
  'zero-width': inTheMiddle('\u200B'),
  ansi: inTheMiddle('\u001B[31m'),
  'line-break': inTheMiddle('\n'),
  cut: (text) => text.slice(0, Math.ceil(text.length * 0.75)),
  capitals: (text) => text.toUpperCase(),
  base64: (text) => Buffer.from(text).toString('base64'),
  percent: (text) => text.replace(/[^a-z0-9]/gi, (sign) => `%${hex(sign).padStart(2, '0')}`),
  entities: (text) => text.replace(/[^a-z0-9]/gi, (sign) => `&#x${hex(sign)};`),
};

function asItIs(text: string): string {
  return text;
}

function inTheMiddle(sign: string): (text: string) => string {
  return (text) => {
    const middle = Math.floor(text.length / 2);
    return `${text.slice(0, middle)}${sign}${text.slice(middle)}`;
  };
}

function hex(sign: string): string {
  return sign.charCodeAt(0).toString(16);
}
