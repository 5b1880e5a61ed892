/** Ways to send a reply, completely or not. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Reply } from './replies.js';

/** Sends a complete reply. */
export function send(response: ServerResponse, reply: Reply, headers: Record<string, string> = {}): void {
  writeHead(response, reply, headers);
  response.end(reply.body);
}

/** Sends the headers with the full length and half of the body, then disconnects. */
export function sendHalf(response: ServerResponse, reply: Reply): void {
  writeHead(response, reply, {});
  const body = Buffer.from(reply.body);
  response.flushHeaders();
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
}

/** Sends the body in pieces of `bytes` bytes, `pauseMs` milliseconds apart, while the client is connected. */
export async function sendSlowly(
  response: ServerResponse,
  reply: Reply,
  bytes: number,
  pauseMs: number,
): Promise<void> {
  writeHead(response, reply, {});
  response.flushHeaders();
  const body = Buffer.from(reply.body);
  for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
    response.write(body.subarray(at, at + bytes));
    await pause(pauseMs, undefined, { ref: false });
  }
  response.end();
}

/** Resets the connection, so that the client sees ECONNRESET instead of a normal end. */
export function reset(request: IncomingMessage): void {
  const { socket } = request;
  // A TLS socket cannot send the reset itself.
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}

function writeHead(response: ServerResponse, reply: Reply, headers: Record<string, string>): void {
  response.writeHead(reply.status, {
    ...reply.headers,
    'Content-Length': Buffer.byteLength(reply.body),
    ...headers,
  });
}
