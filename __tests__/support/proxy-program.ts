import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The tenant's name, which this machine cannot find but the proxy can: http-client goes to loopback directly. */
export const TENANT_HOST = 'tenant.example.test';

/** For NODE_OPTIONS of a process that is to find the tenant. */
export const FINDS_TENANT = `--import=${pathToFileURL(resolve('__tests__/support/resolve-tenant.mjs')).href}`;

/** A proxy that runs. */
export interface ProxyProgram {
  readonly port: number;
  /** What the tunnels were asked for: host and port, in the order of arrival. */
  readonly tunnels: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts the program of the npm package `proxy`. With `user` and `password` it lets nobody else through. */
export async function startProxy(login?: { user: string; password: string }): Promise<ProxyProgram> {
  const isKnown = 'test "$PROXY_AUTH_USERNAME" = "$KNOWN_USER" -a "$PROXY_AUTH_PASSWORD" = "$KNOWN_PASSWORD"';
  const child = spawn(
    process.execPath,
    [
      'node_modules/proxy/dist/bin/proxy.js',
      '--port=0',
      ...(login === undefined ? [] : [`--authenticate=${isKnown}`]),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        NODE_OPTIONS: FINDS_TENANT,
        DEBUG: 'proxy*',
        KNOWN_USER: login?.user,
        KNOWN_PASSWORD: login?.password,
      },
    },
  );
  let journal = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    journal += text;
  });
  let said = '';
  for await (const text of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    said += text;
    if (said.includes('\n')) break;
  }
  const port = Number(/port (\d+)/.exec(said)?.[1]);
  if (!(port > 0)) throw new Error(`The proxy does not listen: ${said}${journal}`);
  return {
    port,
    get tunnels() {
      return [...journal.matchAll(/ CONNECT (\S+) HTTP/g)].map(([, target = '']) => target);
    },
    close: async () => {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
