/** A limit on what a file may do to accounts: a number, a percentage, or both, with exact arithmetic. */
import { halvesAt, thousands } from './words.js';

/** The inputs that are limits. `max-creations` and `max-active-deletions` are not set unless the workflow sets them. */
export type LimitName = 'max-deletions' | 'max-active-deletions' | 'max-creations' | 'max-changes';

/**
 * At most `count` accounts, and at most `percent` of a base; at least one of the two is set, and both must hold. The
 * base is the number of accounts on the source, for `max-changes` the number of those that are also in the file.
 */
export interface AccountLimit {
  readonly name: LimitName;
  readonly count: number | undefined;
  /** A decimal number without superfluous zeros, such as `12.5`. Text, since no binary fraction is 33.3. */
  readonly percent: string | undefined;
  /** As written in the workflow, without spaces around it. */
  readonly written: string;
}

/** How a limit of this name is read, and what a percentage over 0 allows at least, so that small sources stay usable. */
interface Rules {
  readonly mayExceedAll: boolean;
  /** Accounts that a percentage over 0 allows from `from` accounts of the base on. */
  readonly floor: { readonly accounts: number; readonly from: number };
}

const ONE_OF_TWO = { accounts: 1, from: 2 };

const RULES: Readonly<Record<LimitName, Rules>> = {
  'max-deletions': { mayExceedAll: false, floor: ONE_OF_TWO },
  'max-active-deletions': { mayExceedAll: false, floor: ONE_OF_TWO },
  'max-creations': { mayExceedAll: true, floor: { accounts: 0, from: 0 } },
  'max-changes': { mayExceedAll: false, floor: { accounts: 5, from: 0 } },
};

/** The limits that hold if the workflow sets none. */
export const DEFAULT_LIMITS = {
  'max-deletions': percentLimit('max-deletions', '10'),
  'max-changes': percentLimit('max-changes', '50'),
} as const;

function percentLimit(name: LimitName, percent: string): AccountLimit {
  return { name, count: undefined, percent, written: `${percent}%` };
}

/** A longer value is a mistake; the arithmetic is exact at any length. */
const MAX_WRITTEN = 100;

const EXAMPLES = 'a number of accounts such as 25, a percentage such as 10%, or both such as "10%, 500"';

/**
 * Reads a limit: `25`, `12.5%`, or one of each in either order, separated by a comma and a blank.
 *
 * @returns what is wrong and what is allowed, as a sentence without the input's name, if it is no limit.
 */
export function parseLimit(name: LimitName, text: string): AccountLimit | { readonly problem: string } {
  const written = text.trim();
  const shown = `"${written.slice(0, MAX_WRITTEN)}"`;
  if (written.length > MAX_WRITTEN) return { problem: `${shown}… is too long. Give ${EXAMPLES}.` };
  if (/\d,\d/.test(written)) {
    return {
      problem:
        `${shown} could mean two limits, a decimal number or thousands. For two limits put a space after the comma, such as ` +
        '"10%, 500"; decimals take a period, such as 12.5%; thousands take no sign, such as 1500.',
    };
  }
  if (/%,\S/.test(written)) {
    return { problem: `${shown} needs a space after the comma, such as "10%, 500".` };
  }
  let count: number | undefined;
  let percent: string | undefined;
  for (const part of written.split(/, +/)) {
    const digits = /^(\d+(?:\.\d+)?) ?%$/.exec(part)?.[1];
    const isNumber = /^\d+$/.test(part);
    if ((digits !== undefined && percent !== undefined) || (isNumber && count !== undefined)) {
      return { problem: `${shown} has two ${isNumber ? 'numbers' : 'percentages'}. Give ${EXAMPLES}.` };
    }
    if (digits !== undefined) percent = shortest(digits);
    else if (isNumber && Number.isSafeInteger(Number(part))) count = Number(part);
    else return { problem: `${shown} is not a limit. Give ${EXAMPLES}.` };
  }
  if (percent !== undefined && !RULES[name].mayExceedAll && isOverAll(percent)) {
    return { problem: `${shown} is over 100%, which allows all. Give ${EXAMPLES}.` };
  }
  return { name, count, percent, written };
}

/** True if the limit allows everything, so that nothing must be counted for it. A file can create more than 100 %. */
export function allowsAll(limit: AccountLimit | undefined): boolean {
  if (limit === undefined) return true;
  return limit.count === undefined && limit.percent === '100' && !RULES[limit.name].mayExceedAll;
}

/** True for the limit that holds if the workflow sets none, also if it is written out. */
export function isDefault({ count, name, percent }: AccountLimit): boolean {
  const byDefault = (DEFAULT_LIMITS as Readonly<Partial<Record<LimitName, AccountLimit>>>)[name];
  return byDefault !== undefined && count === byDefault.count && percent === byDefault.percent;
}

/**
 * True if `count` accounts of `base` are beyond the limit: more than its number, or `count × 100 > percent × base`.
 * Exactly at the limit passes. With a base of 0, a first load, every percentage passes.
 */
export function exceeds(limit: AccountLimit, count: number, base: number): boolean {
  return count > mostAllowed(limit, base);
}

/** The largest number of accounts that the limit allows of `base`; infinite for a percentage of an empty source. */
export function mostAllowed({ count = Infinity, name, percent }: AccountLimit, base: number): number {
  return Math.min(count, percent === undefined ? Infinity : mostOf(percent, base, RULES[name].floor));
}

function mostOf(percent: string, base: number, floor: Rules['floor']): number {
  if (base === 0) return Infinity;
  const { scale, units } = decimal(percent);
  const share = Number((units * BigInt(base)) / (100n * scale));
  const least = units > 0n && base >= floor.from ? floor.accounts : 0;
  return Math.max(share, least);
}

/** The limit with its value: `max-changes is 50 %, the default`; `max-deletions is 10 % and 500`. */
export function limitInWords(limit: AccountLimit): string {
  return `${limit.name} is ${valueInWords(limit)}${isDefault(limit) ? ', the default' : ''}`;
}

/** The value alone: `50 %`, `1,500`, `10 % and 500`. */
export function valueInWords({ count, percent }: AccountLimit): string {
  const parts = [
    ...(percent === undefined ? [] : [`${percent} %`]),
    ...(count === undefined ? [] : [thousands(count)]),
  ];
  return parts.join(' and ');
}

/** The smallest percentage of `base` with at most two decimals that allows `count` accounts; `base` is over 0. */
export function percentFor(count: number, base: number): number {
  const hundredths = (BigInt(count) * 10_000n + BigInt(base) - 1n) / BigInt(base);
  return Number(hundredths) / 100;
}

/** A decimal number as an integer and a power of ten: 12.5 is 125 / 10. */
function decimal(text: string): { readonly units: bigint; readonly scale: bigint } {
  const [whole, fraction] = halvesAt(text, '.');
  return { units: BigInt(whole + fraction), scale: 10n ** BigInt(fraction.length) };
}

function isOverAll(percent: string): boolean {
  const { scale, units } = decimal(percent);
  return units > 100n * scale;
}

/** Without zeros that mean nothing: `010.50` is `10.5`. */
function shortest(digits: string): string {
  const [whole, fraction] = halvesAt(digits, '.');
  const decimals = fraction.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '')}${decimals === '' ? '' : `.${decimals}`}`;
}
