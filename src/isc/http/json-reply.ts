import { ConnectionFailure } from './connection-failure.js';
import type { Operation } from './operations.js';
import type { Reply } from './transport.js';

/**
 * The value that `decode` makes of a reply's JSON.
 *
 * @throws ConnectionFailure `unreadable` if it is not JSON (a gateway may have cut or replaced it), `shape` if
 * `decode` gives `undefined`.
 */
export function decodeReply<T>(
  operation: Operation,
  reply: Reply,
  decode: (json: unknown, reply: Reply) => T | undefined,
): T {
  const json = parseJson(reply.text);
  if (json === undefined) {
    const what = reply.text.trim() === '' ? 'nothing' : 'something that is not JSON';
    throw new ConnectionFailure(operation, 'unreadable', `ISC answered ${reply.status} with ${what}.`);
  }
  const value = decode(json, reply);
  if (value === undefined) {
    const happened = `ISC answered ${reply.status} with JSON that is not what the operation promises.`;
    throw new ConnectionFailure(operation, 'shape', happened);
  }
  return value;
}

/** The parsed text; `undefined` where it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
