/** All limits of a plan in one place, each with its number, its base and its value. */
import { isOver, mayBeOver, standingsOf, type Standing } from '../../model/limit-standing.js';
import type { Outcome } from '../../model/outcome.js';
import { list, paragraphs } from './markdown.js';

/** `undefined` without a plan. */
export function limitsSection({ plan, target }: Pick<Outcome, 'plan' | 'target'>): string | undefined {
  if (plan === undefined) return undefined;
  const entries = standingsOf(plan, target).map((standing) => `${markOf(standing)}${inCode(standing)}.`);
  return paragraphs(['**Limits**', list(entries, entries.length, 'limits')]);
}

function markOf(standing: Standing): string {
  if (isOver(standing)) return '⛔ ';
  return mayBeOver(standing) ? '⚠️ ' : '';
}

/** Limits are numbers and names of inputs, which need no escaping. */
function inCode({ limit, words }: Standing): string {
  return words.replace(`${limit.name} is`, `\`${limit.name}\` is`);
}
