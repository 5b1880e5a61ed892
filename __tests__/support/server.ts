import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A server on loopback that does what no healthy one does. */
export interface OddServer {
  readonly url: string;
  /** Connections that were opened so far. */
  readonly connections: () => number;
  /** Connections that are open now. */
  readonly open: () => number;
  readonly close: () => Promise<void>;
}

/** Listens with `listener`, as a proxy with `onConnect`, and lets no connection outlive `close`. */
export async function startServer(
  listener: RequestListener,
  onConnect?: (socket: Duplex) => void,
): Promise<OddServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, listener);
  if (onConnect !== undefined) {
    server.on('connect', (_request, socket: Duplex) => {
      onConnect(socket);
    });
  }
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    open: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Resolves once `holds` is true; rejects after five minutes, which only a hang takes. */
export async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 300_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Never came true: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
