import { createHmac } from 'node:crypto';

/**
 * Bytes of a hash. Enough that none of a million other accounts is mistaken for one of 4,000 reviewed ones (a chance of
 * 1 in 4 billion), and few enough that thousands fit into a comment. Without the key nobody can search for a match.
 */
export const HASH_BYTES = 8;

/**
 * A set of native identities that cannot be read or guessed without the key: HMAC-SHA-256 of each, cut to `HASH_BYTES`,
 * in ascending order, so that it reveals neither ids nor their order in the tenant.
 */
export function hashedDeletions(key: Buffer, identities: Iterable<string>): Buffer {
  const hashes = BigUint64Array.from(identities, (identity) => hashOf(key, identity)).sort();
  const bytes = Buffer.alloc(hashes.length * HASH_BYTES);
  hashes.forEach((hash, index) => bytes.writeBigUInt64BE(hash, index * HASH_BYTES));
  return bytes;
}

/** How many deletions `hashedDeletions` has written to `bytes`. */
export function countOf(bytes: Buffer): number {
  return bytes.length / HASH_BYTES;
}

/** Those of `identities` that are not in the set `bytes`, in the same order. */
export function missingFrom(bytes: Buffer, key: Buffer, identities: Iterable<string>): string[] {
  const known = new Set<bigint>();
  for (let at = 0; at + HASH_BYTES <= bytes.length; at += HASH_BYTES) known.add(bytes.readBigUInt64BE(at));
  return [...identities].filter((identity) => !known.has(hashOf(key, identity)));
}

/** In UTF-16, so that two different ids always differ, even with unpaired surrogates. */
function hashOf(key: Buffer, identity: string): bigint {
  return createHmac('sha256', key).update(identity, 'utf16le').digest().readBigUInt64BE(0);
}
