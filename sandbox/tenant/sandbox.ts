/** Starts a simulated tenant, for tests, demo and measurements. */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { handleControl, isControl } from './control.js';
import { DEFAULT_CLIENT } from './permissions.js';
import type { ScriptedFault } from './faults.js';
import { handleRequest } from './handle-request.js';
import type { RateLimit } from './rate-limit.js';
import type { RequestRecord } from './request-record.js';
import type { SandboxSettings, SettingsChange } from './settings.js';
import type { SourceSeed } from './source-seed.js';
import type { Tenant } from './tenant.js';
import type { SandboxClient, Tokens } from './tokens.js';
import { createWorld, type WorldSeed } from './world.js';

export { DEFAULT_CLIENT } from './permissions.js';

/** How a sandbox starts; the defaults are a healthy, empty tenant. */
export interface SandboxOptions {
  /** A free one if absent. */
  readonly port?: number;
  /** 127.0.0.1 if absent. */
  readonly host?: string;
  /** Key and certificate in PEM: the sandbox then speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** `DEFAULT_CLIENT` if absent. */
  readonly clients?: readonly SandboxClient[];
  readonly sources?: readonly SourceSeed[];
  readonly settings?: SettingsChange;
  /** The machine's clock if absent: milliseconds since the epoch. */
  readonly clock?: () => number;
}

/** A listening simulated tenant. */
export interface Sandbox {
  /** Without a trailing slash. */
  readonly url: string;
  readonly tenant: Tenant;
  readonly tokens: Tokens;
  /** May be changed at any time. */
  readonly settings: SandboxSettings;
  readonly rateLimit: RateLimit;
  /** Every request to the API, in the order of arrival. */
  readonly requests: readonly RequestRecord[];
  /** Scripts a fault for a future request. */
  readonly script: (fault: ScriptedFault) => void;
  /** Removes pending faults. */
  readonly clearScript: () => void;
  /**
   * Resolves once `holds` is true of the requests; rejects after `timeoutMs` milliseconds (a minute if absent, to
   * detect a hang).
   */
  readonly waitFor: (
    holds: (requests: readonly RequestRecord[]) => boolean,
    timeoutMs?: number,
  ) => Promise<void>;
  /** Restores the initial state. */
  readonly reset: () => void;
  /** Stops listening and drops every open connection. */
  readonly close: () => Promise<void>;
}

/** Starts a simulated tenant; rejects if the port is in use. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const seed: WorldSeed = {
    clients: options.clients ?? [DEFAULT_CLIENT],
    sources: options.sources ?? [],
    settings: options.settings ?? {},
    clock: options.clock ?? Date.now,
  };
  let world = createWorld(seed);
  const reset = (): void => {
    world = createWorld(seed);
  };
  const listener: RequestListener = (request, response) => {
    const handled = isControl(request.url)
      ? handleControl(world, reset, request, response)
      : handleRequest(world, request, response);
    handled.catch((error: unknown) => {
      console.error('The sandbox itself has failed:', error);
      response.destroy();
    });
  };
  const server =
    options.tls === undefined ? createHttpServer(listener) : createHttpsServer(options.tls, listener);
  // A test decides when a connection ends, not the server's own limits.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, options.port ?? 0, host);
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    get tenant() {
      return world.tenant;
    },
    get tokens() {
      return world.tokens;
    },
    get settings() {
      return world.settings;
    },
    get rateLimit() {
      return world.rateLimit;
    },
    get requests() {
      return world.journal.records;
    },
    script: (fault) => {
      world.script.add(fault);
    },
    clearScript: () => {
      world.script.clear();
    },
    waitFor: (holds, timeoutMs = 60_000) => world.journal.waitFor(holds, timeoutMs),
    reset,
    close: () => close(server),
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
