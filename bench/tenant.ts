import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunPlan } from '../sandbox/tenant/model.js';
import type { RequestRecord } from '../sandbox/tenant/request-record.js';
import type { SandboxSettings } from '../sandbox/tenant/settings.js';
import type { SourceSeed } from '../sandbox/tenant/source-seed.js';

/** The bundles that are measured: the committed ones, or others for experiments. */
export const DIST = resolve(process.env['BENCH_DIST'] ?? 'dist');

/** A simulated tenant in a separate process, so that its work does not count as a client's. */
export interface BenchTenant {
  readonly url: string;
  /** Adds a source and returns its id. */
  readonly addSource: (seed: SourceSeed) => Promise<string>;
  /** An aggregation that somebody else starts now. */
  readonly aggregate: (sourceId: string, plan: RunPlan) => Promise<void>;
  readonly set: (settings: Partial<SandboxSettings>) => Promise<void>;
  /** All requests so far. */
  readonly requests: () => Promise<readonly RequestRecord[]>;
  /** The most requests that arrived within 10 s. */
  readonly busiest: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Starts a tenant whose tasks take `taskMs` milliseconds, without a rate limit unless `rateLimit` is true. */
export async function startTenant(taskMs: number, rateLimit = false): Promise<BenchTenant> {
  const options = ['--port', '0', '--rate-limit', rateLimit ? 'on' : 'off', '--task-ms', String(taskMs)];
  const { close, url } = await startServer(resolve(DIST, 'sandbox/index.js'), options);
  const control = async (method: 'GET' | 'POST', name: string, body?: object): Promise<unknown> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${url}/_sandbox/${name}`, init);
    if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
    return response.json();
  };
  return {
    url,
    addSource: async (seed) => ((await control('POST', 'sources', seed)) as { id: string }).id,
    aggregate: async (sourceId, plan) => {
      await control('POST', 'aggregations', { sourceId, ...plan });
    },
    set: async (settings) => {
      await control('POST', 'settings', settings);
    },
    requests: async () => (await control('GET', 'requests')) as readonly RequestRecord[],
    busiest: async () => ((await control('GET', 'state')) as { peakRequestsIn10s: number }).peakRequestsIn10s,
    close,
  };
}

interface Server {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts the server that discards everything. */
export function startSink(): Promise<Server> {
  return startServer(fileURLToPath(new URL('sink.js', import.meta.url)), []);
}

async function startServer(script: string, options: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, [script, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((found, failed) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const match = /SAIL_BASE_URL=(\S+)/.exec(text)?.[1];
      if (match !== undefined) found(match);
    });
    child.once('exit', () => {
      failed(new Error(`The server has ended:\n${text}`));
    });
  });
  return {
    url,
    close: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
