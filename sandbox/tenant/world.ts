/** All the state of a running sandbox. */
import { FaultScript } from './faults.js';
import { Journal } from './journal.js';
import { RateLimit } from './rate-limit.js';
import { changeSettings, DEFAULT_SETTINGS, type SandboxSettings, type SettingsChange } from './settings.js';
import type { SourceSeed } from './source-seed.js';
import { Tenant } from './tenant.js';
import { Tokens, type SandboxClient } from './tokens.js';

/** The initial state of a sandbox, which a reset restores. */
export interface WorldSeed {
  readonly clients: readonly SandboxClient[];
  readonly sources: readonly SourceSeed[];
  readonly settings: SettingsChange;
  /** The machine's clock: milliseconds since the epoch. */
  readonly clock: () => number;
}

/** All the state of a running sandbox. */
export interface World {
  readonly clock: () => number;
  readonly settings: SandboxSettings;
  readonly tenant: Tenant;
  readonly tokens: Tokens;
  readonly script: FaultScript;
  readonly journal: Journal;
  readonly rateLimit: RateLimit;
}

/** A fresh world. */
export function createWorld(seed: WorldSeed): World {
  const settings = changeSettings(structuredClone(DEFAULT_SETTINGS), structuredClone(seed.settings));
  const tenant = new Tenant(settings, seed.clock);
  const tokens = new Tokens();
  for (const client of seed.clients) tokens.addClient(client);
  for (const source of seed.sources) tenant.addSource(source);
  return {
    clock: seed.clock,
    settings,
    tenant,
    tokens,
    script: new FaultScript(),
    journal: new Journal(),
    rateLimit: new RateLimit(),
  };
}

/** Removes everything from a text that the journal must not contain. */
export function redactor(tokens: Tokens): (text: string) => string {
  const secrets = new Set([...tokens.secrets()].flatMap((secret) => [secret, encodeURIComponent(secret)]));
  return (text) => {
    let clean = text;
    for (const secret of secrets) clean = clean.replaceAll(secret, '[secret]');
    return clean;
  };
}
