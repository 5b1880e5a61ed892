import { createHmac, timingSafeEqual } from 'node:crypto';
import { objectOf, textOf, type JsonObject } from '../../runtime/json.js';
import { planKeys } from './keys.js';
import type { PlanFacts, ReviewedPlan } from './reviewed-plan.js';

/**
 * A plan as one line that Markdown does not show: an HTML comment of five words, `format key facts deletions code`.
 * `key` is the fingerprint of the keys. The last three are Base64, which has no hyphen, so that nothing can end the
 * comment. The code authenticates the exact text before it, so that each plan has only one valid text.
 */
const OPENING = '<!-- sailpoint-source-aggregation-plan';
const FORMAT = 'v1';
const LINE = new RegExp(`^${OPENING} (.*) -->$`, 'gm');
const WORDS = /^(v1 ([0-9a-f]{16}) ([A-Za-z0-9+/=]+) ([A-Za-z0-9+/=]*)) ([A-Za-z0-9+/=]+)$/;

/** Text that every comment with a hidden plan contains, to find such comments without parsing them. */
export const HIDDEN_PLAN_MARK = OPENING;

/** A hidden plan as found, before anything in it is trusted. */
export type FoundPlan =
  | { readonly kind: 'authentic'; readonly plan: ReviewedPlan }
  /** Not as this action wrote it. */
  | { readonly kind: 'edited' }
  /** In a format that this version does not know; `format` is external text. */
  | { readonly kind: 'another-format' }
  /** Authenticated with another secret, or for another source. What it says about itself is not certain. */
  | { readonly kind: 'another-secret'; readonly tenant: string; readonly sourceId: string };

/** The plan as a line for a comment, without its line ending: about 700 characters plus 11 per deletion. */
export function hiddenPlan(plan: ReviewedPlan, secret: string): string {
  const { deletions, ...facts } = plan;
  const { fingerprint, mac } = planKeys(secret, plan.tenant, plan.sourceId);
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
    return { kind: /^v(?!1 )\d+ /.test(words) ? 'another-format' : 'edited' };
  }
  // Anyone who can write a comment can write these. They only say which keys to try.
  const said = parsed(Buffer.from(facts, 'base64').toString('utf8'));
  const tenant = textOf(said?.['tenant']);
  const sourceId = textOf(said?.['sourceId']);
  if (tenant === undefined || sourceId === undefined) return { kind: 'edited' };
  const { fingerprint, mac } = planKeys(secret, tenant, sourceId);
  if (isSame(codeOf(signed, mac), code)) {
    // `hiddenPlan` wrote it with this secret, in this format, so its fields can be trusted.
    const plan = { ...(said as unknown as PlanFacts), deletions: Buffer.from(deletions, 'base64') };
    return { kind: 'authentic', plan };
  }
  if (key === fingerprint) return { kind: 'edited' };
  return { kind: 'another-secret', tenant, sourceId };
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
