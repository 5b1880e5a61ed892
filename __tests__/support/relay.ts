import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** A proxy by which the runner of a test reaches hosts that are not on any network. */
export interface Relay {
  /** For `https_proxy`. */
  readonly url: string;
  /** The hosts that tunnels were asked for, in the order of arrival. */
  readonly tunnels: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts a relay that leads `host:443` of each given host to a port of this machine, and refuses every other address. */
export async function startRelay(ports: Readonly<Record<string, number>>): Promise<Relay> {
  const tunnels: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const host = /^(.+):443$/.exec(request.url ?? '')?.[1] ?? '';
    const port = ports[host];
    tunnels.push(host);
    if (port === undefined) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        for (const one of [client, target]) one.destroy();
      });
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tunnels,
    close: async () => {
      const closed = once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
