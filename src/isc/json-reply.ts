/** Replies of ISC as JSON: parsed, decoded, and a failure where they are something else. */
import { ConnectionFailure } from './failures.js';
import type { Operation } from './operations.js';
import type { Reply } from '../http/transport.js';
import { Unexpected, type Decoded } from './unexpected.js';

/**
 * The value that `decode` extracts from a reply's JSON.
 *
 * @throws ConnectionFailure: `unreadable` if it is not JSON (a gateway may have truncated or replaced it), `shape` if
 * `decode` does not find what is documented for the operation. It names the property if it is a single one.
 */
export function decodeReply<T>(
  operation: Operation,
  reply: Reply,
  decode: (json: unknown, reply: Reply) => Decoded<T>,
): T {
  const json = parseJson(reply.text);
  if (json === undefined) {
    const what = reply.text.trim() === '' ? 'nothing' : 'something that is not JSON';
    throw new ConnectionFailure(operation, 'unreadable', `ISC answered ${reply.status} with ${what}.`);
  }
  const value = decode(json, reply);
  if (value instanceof Unexpected) throw unexpected(operation, reply, ` (${value.property})`);
  if (value === undefined) throw unexpected(operation, reply, '');
  return value;
}

function unexpected(operation: Operation, { status }: Reply, property: string): ConnectionFailure {
  const happened = `ISC answered ${status} with JSON that does not match the API${property}.`;
  return new ConnectionFailure(operation, 'shape', happened);
}

/** The parsed text; `undefined` if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
