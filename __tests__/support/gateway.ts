import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findRoute, type Operation } from '../../src/sandbox/routes.js';

/** Stands before a sandbox, and stops listening when told so: connections are then refused, as by a dead host. */
export interface Gateway {
  readonly url: string;
  readonly close: () => void;
}

/**
 * Passes everything on to `target`, one connection for each request. Stops listening before it answers the operation
 * `after` (from the beginning where that is `undefined`), so that the next request meets a refused connection; listens
 * again `backAfterMs` milliseconds later, or never.
 */
export async function startGateway(
  target: string,
  after: Operation | undefined,
  backAfterMs: number,
): Promise<Gateway> {
  let done = false;
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    if (!done && findRoute(method, new URL(url, target).pathname)?.operation === after) goAway();
    const outward = forward(new URL(url, target), { method, headers, agent: false }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 0, { ...reply.headers, connection: 'close' });
      reply.pipe(outgoing);
    });
    outward.on('error', () => outgoing.destroy());
    incoming.pipe(outward);
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  let timer: NodeJS.Timeout | undefined;
  const goAway = (): void => {
    done = true;
    server.close();
    if (!Number.isFinite(backAfterMs)) return;
    timer = setTimeout(() => {
      server.listen(port, '127.0.0.1');
    }, backAfterMs);
  };
  if (after === undefined) goAway();
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      clearTimeout(timer);
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
}
