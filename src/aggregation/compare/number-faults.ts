/** Finds what has become of numbers: digits cut or rounded away, or a decimal sign lost. */
import { FLAG, KIND, kindOf, type Cell } from '../../csv/values/cell.js';
import { decimalCount, digitCount, rounded, scaled } from '../../csv/values/numbers.js';
import { isNumber } from './notation.js';
import type { TenantText } from './tenant-value.js';

/** What has become of a number. */
export type NumberFault =
  /** Cut or rounded to at least six digits, of the more that it had. */
  | { readonly kind: 'digits' }
  /** Fewer digits behind the decimal sign. */
  | { readonly kind: 'decimals' }
  /** Times ten to the power of this. */
  | { readonly kind: 'power'; readonly power: number };

/** A number with fewer digits than these may have been another one. */
const LEAST_DIGITS = 6;
const MAX_POWER = 9;

/** A whole number as a program has it whose numbers are doubles: beyond 15 digits not every one exists. */
function asDouble(number: string): string {
  return /^-?\d{16,20}$/.test(number) ? String(BigInt(Number(number))) : number;
}

/** What has become of the number in ISC; `undefined` if it is another number, or none. */
export function numberFault(cell: Cell, { number }: TenantText): NumberFault | undefined {
  const reading = number?.readings[0];
  if (kindOf(cell) !== KIND.number || reading === undefined) return undefined;
  const isCut = (count: number): boolean => rounded(reading, count).some((one) => isNumber(cell, one));
  const digits = digitCount(reading);
  if (isNumber(cell, asDouble(reading))) return { kind: 'digits' };
  for (let count = digits - 1; count >= LEAST_DIGITS; count -= 1) if (isCut(count)) return { kind: 'digits' };
  const isPercent = (cell.rest & FLAG.sixth) !== 0;
  const decimals = decimalCount(reading);
  for (let dropped = 1; !isPercent && dropped <= decimals; dropped += 1) {
    if (isCut(digits - dropped)) return { kind: 'decimals' };
  }
  for (let power = -MAX_POWER; power <= MAX_POWER; power += 1) {
    const other = power === 0 ? undefined : scaled(reading, power);
    if (other !== undefined && isNumber(cell, other)) return { kind: 'power', power };
  }
  return undefined;
}
