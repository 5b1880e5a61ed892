import type { Operation, ServedVersion } from './routes.js';

/** What a test or a person may change while the sandbox runs. */
export interface SandboxSettings {
  /** Seconds that a token lives (`expires_in`). */
  tokenSeconds: number;
  rateLimit: 'on' | 'off';
  /** Milliseconds that an aggregation takes where its source says nothing else. */
  taskMs: number;
  /** Added to the server's clock, in milliseconds. */
  clockSkewMs: number;
  /** Answered with 410. */
  versionsOff: ServedVersion[];
  /** Answered with `X-Deprecated: true`. */
  deprecated: Operation[];
  /** Bytes of an uploaded file that are read as accounts; of a larger file bytes and lines are counted only. */
  parsedBytes: number;
}

/** As a tenant is today (isc-api.md): 749 s are the vendor's own example. */
export const DEFAULT_SETTINGS: SandboxSettings = {
  tokenSeconds: 749,
  rateLimit: 'on',
  taskMs: 1_500,
  clockSkewMs: 0,
  versionsOff: [],
  deprecated: [],
  parsedBytes: 32 * 1024 * 1024,
};
