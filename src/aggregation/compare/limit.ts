import type { DeletionLimit } from '../../model/settings.js';

/**
 * The largest whole number of accounts that the limit allows of `whole`. Uses integer arithmetic: 10% of 30 is 3, not
 * 3.0000000000000004.
 */
export function mostAllowed(limit: DeletionLimit, whole: number): number {
  if (limit.kind === 'count') return limit.count;
  const { units, scale } = decimal(limit.percent);
  return Number((units * BigInt(whole)) / (100n * scale));
}

/** A number by its shortest decimal notation: 12.5 is 125 / 10. */
function decimal(value: number): { readonly units: bigint; readonly scale: bigint } {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const power = Number(exponent) - fraction.length;
  const units = BigInt(whole + fraction);
  return power < 0
    ? { units, scale: 10n ** BigInt(-power) }
    : { units: units * 10n ** BigInt(power), scale: 1n };
}

/** The smallest percentage of `whole` with at most two decimals that allows this many accounts. */
export function percentFor(part: number, whole: number): number {
  const hundredths = (BigInt(part) * 10_000n + BigInt(whole) - 1n) / BigInt(whole);
  return Number(hundredths) / 100;
}
