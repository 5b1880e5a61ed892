/** The content of a refusal's body, in any of ISC's forms (docs/isc-api.md#errors). */
export interface ErrorBody {
  /**
   * `gateway`: a page or plain text, which ISC itself does not send (docs/isc-api.md#errors), so something between this
   * runner and ISC answered. An empty body can be from either, and counts as ISC's.
   */
  readonly from: 'isc' | 'gateway';
  /** The server's messages, each once; '' if there is nothing readable. */
  readonly text: string;
  readonly detailCode: string | undefined;
  /** The id that the vendor's support asks for. */
  readonly trackingId: string | undefined;
}

/** A gateway's page does not belong in the log: its beginning is enough to recognize who answered. */
const MAX_TEXT = 2_000;
const MAX_ID = 200;

/** Reads the body of a refusal; never throws, whatever it is. `edit` is applied to the text before it is shortened. */
export function readErrorBody(body: string, edit: (text: string) => string = asItIs): ErrorBody {
  const parsed = parseObject(body);
  if (parsed === undefined) {
    const from = body.trim() === '' ? 'isc' : 'gateway';
    return { from, text: edit(plainText(body)), detailCode: undefined, trackingId: undefined };
  }
  return {
    from: 'isc',
    text: edit(textOf(parsed)).slice(0, MAX_TEXT),
    detailCode: stringOf(parsed['detailCode'])?.slice(0, MAX_ID),
    trackingId: stringOf(parsed['trackingId'])?.slice(0, MAX_ID),
  };
}

function asItIs(text: string): string {
  return text;
}

function textOf(body: Record<string, unknown>): string {
  const messages = onceEachText([...list(body['messages']), ...list(body['causes'])]);
  if (messages.length > 0) return messages.join(' ');
  const short = [body['error'], body['error_description'], body['message'], body['formatted_msg']];
  return [...new Set(short.map(stringOf).filter((text) => text !== undefined))].join(': ');
}

/**
 * The same text appears in two locales: en and en-US, or twice en with different origins. Other languages repeat it.
 */
function onceEachText(messages: readonly unknown[]): string[] {
  const entries = messages.flatMap((message) => {
    const { text, locale } = (message ?? {}) as { text?: unknown; locale?: unknown };
    return typeof text === 'string' && text !== '' ? [{ text, locale }] : [];
  });
  const english = entries.filter(({ locale }) => typeof locale !== 'string' || /^en\b|^und\b/i.test(locale));
  return [...new Set((english.length > 0 ? english : entries).map(({ text }) => text))];
}

function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The readable part of what may be a gateway's HTML page, each text once: title and heading are usually the same. */
function plainText(body: string): string {
  const texts = body
    .slice(0, 20_000)
    .replace(/<(style|script)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->/gi, ' ')
    .replace(/<\/?(?:a|b|code|em|i|span|strong|tt)\b[^>]*>/gi, ' ')
    .split(/<[^>]*>/)
    .map((text) => text.replace(/\s+/g, ' ').trim());
  return [...new Set(texts)]
    .filter((text) => text !== '')
    .join(' ')
    .slice(0, 300);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
