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

const PLACEHOLDER = /\{\{(first-line|token|secret)(?:\|(zero-width|ansi|base64))?\}\}/g;

/**
 * A text with its placeholders replaced: `{{first-line}}`, `{{token}}`, `{{secret}}`, and each also as
 * `{{token|zero-width}}` (U+200B in the middle), `{{token|ansi}}` (a color code in the middle) or `{{token|base64}}`.
 * Anything that the request did not contain is blank.
 */
export function quote(text: string, { firstLine, token, secret }: Quotable): string {
  return text.replace(PLACEHOLDER, (_whole, name: string, form: string | undefined) =>
    inForm((name === 'first-line' ? firstLine : name === 'token' ? token : secret) ?? '', form),
  );
}

/** The same in every string of a JSON value; anything else is unchanged. */
export function quoteIn(value: unknown, quotable: Quotable): unknown {
  if (typeof value === 'string') return quote(value, quotable);
  if (Array.isArray(value)) return value.map((one) => quoteIn(one, quotable));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, quoteIn(one, quotable)]));
}

function inForm(text: string, form: string | undefined): string {
  const middle = Math.floor(text.length / 2);
  const around = (sign: string): string => `${text.slice(0, middle)}${sign}${text.slice(middle)}`;
  if (form === 'zero-width') return around('\u200B');
  if (form === 'ansi') return around('\u001B[31m');
  return form === 'base64' ? Buffer.from(text).toString('base64') : text;
}
