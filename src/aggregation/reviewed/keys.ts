import { hkdfSync } from 'node:crypto';

/** The keys that authenticate the plans of one source of one tenant. */
export interface PlanKeys {
  /** For the hashes of native identities. */
  readonly deletions: Buffer;
  /** For the message authentication code over the plan. */
  readonly mac: Buffer;
  /** Not secret: distinguishes a plan made with another secret from an edited one. Hexadecimal. */
  readonly fingerprint: string;
}

/** Increased with the format of the plan, so that no key serves two formats. */
const SALT = 'sailpoint-source-aggregation reviewed-deletions 1';
const KEY_BYTES = 32;
const FINGERPRINT_BYTES = 8;

/**
 * Derives a key for each purpose from `secret` (`plan-key`, or the client secret) with HKDF-SHA-256 (RFC 5869), bound
 * to the tenant and the source: a plan or a hash of one source reveals nothing about another. The secret cannot be
 * derived from the keys, unless it is short enough to be guessed.
 */
export function planKeys(secret: string, tenant: string, sourceId: string): PlanKeys {
  const derive = (purpose: string, bytes: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, SALT, JSON.stringify([purpose, tenant, sourceId]), bytes));
  return {
    deletions: derive('deletions', KEY_BYTES),
    mac: derive('mac', KEY_BYTES),
    fingerprint: derive('fingerprint', FINGERPRINT_BYTES).toString('hex'),
  };
}
