import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../src/runtime/clock.js';
import { findRoute, type Operation } from '../../sandbox/tenant/routes.js';

/** An address where nobody else takes the port while a gateway is away; macOS has only one. */
const HOST = process.platform === 'darwin' ? '127.0.0.1' : '127.0.0.2';

/** A gateway before a sandbox that can stop listening: connections are then refused, as by a dead host. */
export interface Gateway {
  readonly url: string;
  readonly close: () => void;
}

/**
 * Passes everything on to `target`, one connection for each request. Stops listening before it answers the operation
 * `after` (from the beginning where that is `undefined`), so that the next request meets a refused connection; listens
 * again `backAfterMs` milliseconds later by `clock`, or never.
 */
export async function startGateway(
  target: string,
  after: Operation | undefined,
  backAfterMs: number | undefined,
  clock: Clock,
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
  await listen(server);
  const { port } = server.address() as AddressInfo;
  const end = new AbortController();
  const goAway = (): void => {
    done = true;
    server.close();
    if (backAfterMs === undefined) return;
    clock.sleep(backAfterMs, end.signal).then(
      () => server.listen(port, HOST),
      () => undefined, // It is closed before.
    );
  };
  if (after === undefined) goAway();
  return {
    url: `http://${HOST}:${port}`,
    close: () => {
      end.abort();
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.listen(0, HOST, resolve);
  });
}
