/** The plan that a comment holds for the step after the merge (docs/reviewed-plans.md, "The hidden plan"). */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type JsonObject, objectOf, textOf } from '../../model/json.js';

/** The plan of a dry run on a pull request. */
export interface ReviewedPlan extends PlanFacts {
  /** Each deletion as a truncated keyed hash, with a flag: see `hashedDeletions`. */
  readonly deletions: Buffer;
}

/** What a plan was made for, and its counts. Nothing in it identifies a person. */
export interface PlanFacts {
  /** GitHub's id of the repository, which does not change with its name. */
  readonly repositoryId: string;
  readonly pullRequest: number;
  /** Full hash of the last commit of the pull request's branch. */
  readonly head: string;
  /** Name of the branch that the pull request is to be merged into. */
  readonly base: string;
  /** Origin of the tenant's API. */
  readonly tenant: string;
  readonly sourceId: string;
  readonly objectType: string;
  /** Keyed hash of the whole file: see `fileHash`. */
  readonly fileHash: string;
  readonly created: number;
  readonly deleted: number;
  /** `undefined` if values were not compared. */
  readonly changes: ReviewedChanges | undefined;
  /** ISO 8601, UTC. */
  readonly plannedAt: string;
}

/** What a plan shows of values. Columns are keyed hashes of their names: see `columnHash`. */
export interface ReviewedChanges {
  /** Accounts in which a value changes. */
  readonly accounts: number;
  /** Accounts in the file and on the source whose values ISC did not show. */
  readonly unseen: number;
  /** Accounts that are changed, emptied and filled, by column; without the columns in which nothing changes. */
  readonly columns: Readonly<Record<string, readonly [number, number, number]>>;
  /** Columns of the file that were not compared. */
  readonly notCompared: readonly string[];
}

/**
 * A plan as one line that Markdown does not show: an HTML comment of five words, `format key facts deletions code`.
 * `key` is the fingerprint of the keys. The last three are Base64, which has no hyphen, so that nothing can end the
 * comment. The code authenticates the exact text before it, so that each plan has only one valid text.
 */
const OPENING = '<!-- sailpoint-source-aggregation-plan';
const FORMAT = 'v2';
const LINE = new RegExp(`^${OPENING} (.*) -->$`, 'gm');
const WORDS = /^(v2 ([0-9a-f]{16}) ([A-Za-z0-9+/=]+) ([A-Za-z0-9+/=]*)) ([A-Za-z0-9+/=]+)$/;

/** Text that every comment with a hidden plan contains, to find such comments without parsing them. */
export const HIDDEN_PLAN_MARK = OPENING;

/** A hidden plan as found, before anything in it is trusted. */
export type FoundPlan =
  | { readonly kind: 'authentic'; readonly plan: ReviewedPlan }
  /** Not as this action wrote it. */
  | { readonly kind: 'edited' }
  /** In a format that this version does not know; `format` is external text. */
  | { readonly kind: 'another-format' }
  /** Authenticated with another secret. What it says about itself is not certain. */
  | { readonly kind: 'another-secret'; readonly subject: PlanSubject };

/** The plan as a line for a comment, without its line ending: about 800 characters, plus 11 per deletion and 45 per changed column. */
export function hiddenPlan(plan: ReviewedPlan, secret: string): string {
  const { deletions, ...facts } = plan;
  const { fingerprint, mac } = planKeys(secret, plan);
  const words = Buffer.from(JSON.stringify(facts)).toString('base64');
  const signed = `${FORMAT} ${fingerprint} ${words} ${deletions.toString('base64')}`;
  return `${OPENING} ${signed} ${codeOf(signed, mac)} -->`;
}

/** All hidden plans in the body of a comment. Never throws, whatever the body is. */
export function findHiddenPlans(body: string, secret: string): readonly FoundPlan[] {
  return [...body.matchAll(LINE)].map(([, words = '']) => readPlan(words, secret));
}

function readPlan(words: string, secret: string): FoundPlan {
  const [, signed, key, facts, deletions, code] = WORDS.exec(words) ?? [];
  if (signed === undefined || facts === undefined || deletions === undefined || code === undefined) {
    return { kind: /^v(?!2 )\d+ /.test(words) ? 'another-format' : 'edited' };
  }
  // Anyone who can write a comment can write these. They only say which keys to try.
  const said = parsed(Buffer.from(facts, 'base64').toString('utf8'));
  const tenant = textOf(said?.['tenant']);
  const sourceId = textOf(said?.['sourceId']);
  const objectType = textOf(said?.['objectType']);
  if (tenant === undefined || sourceId === undefined || objectType === undefined) return { kind: 'edited' };
  const subject = { tenant, sourceId, objectType };
  const { fingerprint, mac } = planKeys(secret, subject);
  if (isSame(codeOf(signed, mac), code)) {
    // `hiddenPlan` wrote it with this secret, in this format, so its fields can be trusted.
    const plan = { ...(said as unknown as PlanFacts), deletions: Buffer.from(deletions, 'base64') };
    return { kind: 'authentic', plan };
  }
  if (key === fingerprint) return { kind: 'edited' };
  return { kind: 'another-secret', subject };
}

function parsed(text: string): JsonObject | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function codeOf(signed: string, key: Buffer): string {
  return createHmac('sha256', key).update(signed).digest('base64');
}

/** Compares in constant time. */
function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** What a plan is about: its keys serve no other. */
export interface PlanSubject {
  /** Origin of the tenant's API. */
  readonly tenant: string;
  readonly sourceId: string;
  readonly objectType: string;
}

/** The keys that authenticate the plans of one type of one source of one tenant. */
export interface PlanKeys {
  /** For the hashes of native identities. */
  readonly deletions: Buffer;
  /** For the hashes of column names. */
  readonly columns: Buffer;
  /** For the hash of the file. */
  readonly file: Buffer;
  /** For the message authentication code over the plan. */
  readonly mac: Buffer;
  /** Not secret: distinguishes a plan made with another secret from an edited one. Hexadecimal. */
  readonly fingerprint: string;
}

/** Increased with the format of the plan, so that no key serves two formats. */
const SALT = 'sailpoint-source-aggregation reviewed-plan 2';
const KEY_BYTES = 32;
const FINGERPRINT_BYTES = 8;

/**
 * Derives a key for each purpose from `secret` (`plan-key`, or the client secret) with HKDF-SHA-256 (RFC 5869), bound
 * to the tenant, the source and the type: a plan or a hash of one source reveals nothing about another. The secret cannot be
 * derived from the keys, unless it is short enough to be guessed.
 */
export function planKeys(secret: string, { objectType, sourceId, tenant }: PlanSubject): PlanKeys {
  const derive = (purpose: string, bytes: number): Buffer =>
    Buffer.from(
      hkdfSync('sha256', secret, SALT, JSON.stringify([purpose, tenant, sourceId, objectType]), bytes),
    );
  return {
    deletions: derive('deletions', KEY_BYTES),
    columns: derive('columns', KEY_BYTES),
    file: derive('file', KEY_BYTES),
    mac: derive('mac', KEY_BYTES),
    fingerprint: derive('fingerprint', FINGERPRINT_BYTES).toString('hex'),
  };
}

/** A column's name as a plan holds it: 8 bytes of HMAC-SHA-256, as Base64. A plan holds no text of the file. */
export function columnHash({ columns }: Pick<PlanKeys, 'columns'>, name: string): string {
  return createHmac('sha256', columns).update(name, 'utf16le').digest().subarray(0, 8).toString('base64');
}

/**
 * The file as a plan holds it: HMAC-SHA-256 of its SHA-256, as Base64. With a plain hash anybody could test guesses at
 * the rows of a small file.
 */
export function fileHash({ file }: Pick<PlanKeys, 'file'>, sha256: string): string {
  return createHmac('sha256', file).update(sha256).digest('base64');
}

/** An account that a file would delete. */
export interface PlannedDeletion {
  /** Its native identity. */
  readonly identity: string;
  /** True if ISC says that it is of nobody, or of a person who is not active. */
  readonly isInactive: boolean;
}

/** Deletions that a set does not cover. */
export interface UncoveredDeletions {
  readonly notReviewed: readonly string[];
  /** Reviewed as accounts of nobody or of people who are not active, which ISC does not say any more. */
  readonly noLongerInactive: readonly string[];
}

/**
 * Bytes of an entry: 63 bits of a hash and the flag. Enough that none of a million other accounts is mistaken for one of
 * 4,000 reviewed ones (a chance of 1 in 2 billion), and few enough that thousands fit into a comment. Without the key
 * nobody can search for a match.
 */
const ENTRY_BYTES = 8;

/**
 * A set of deletions that cannot be read or guessed without the key: HMAC-SHA-256 of each native identity, cut to 63
 * bits, and as the last bit whether it is inactive; in ascending order, so that it reveals neither ids nor their order in
 * the tenant.
 */
export function hashedDeletions(key: Buffer, deletions: readonly PlannedDeletion[]): Buffer {
  const entries = BigUint64Array.from(
    deletions,
    ({ identity, isInactive }) => hashOf(key, identity) | (isInactive ? 1n : 0n),
  ).sort();
  const bytes = Buffer.alloc(entries.length * ENTRY_BYTES);
  entries.forEach((entry, index) => bytes.writeBigUInt64BE(entry, index * ENTRY_BYTES));
  return bytes;
}

/** How many deletions `hashedDeletions` has written to `bytes`. */
export function deletionCount(bytes: Buffer): number {
  return bytes.length / ENTRY_BYTES;
}

/** Those of `deletions` that the set `bytes` does not cover, in the same order. */
export function uncoveredDeletions(
  bytes: Buffer,
  key: Buffer,
  deletions: readonly PlannedDeletion[],
): UncoveredDeletions {
  const wasInactive = new Map<bigint, boolean>();
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    const entry = bytes.readBigUInt64BE(at);
    wasInactive.set(entry & ~1n, (entry & 1n) === 1n);
  }
  const notReviewed: string[] = [];
  const noLongerInactive: string[] = [];
  for (const { identity, isInactive } of deletions) {
    const was = wasInactive.get(hashOf(key, identity));
    if (was === undefined) notReviewed.push(identity);
    else if (was && !isInactive) noLongerInactive.push(identity);
  }
  return { notReviewed, noLongerInactive };
}

/** 63 bits of a hash, and 0. In UTF-16, so that two different ids always differ, even with unpaired surrogates. */
function hashOf(key: Buffer, identity: string): bigint {
  return createHmac('sha256', key).update(identity, 'utf16le').digest().readBigUInt64BE(0) & ~1n;
}
