/** ISC's filters, quoted and percent-encoded. */

/** As many values as an address takes that no gateway refuses: 100 ids of 32 digits are about 4 KB. */
const MAX_VALUES = 100;
/** Shortest limit of a whole address that is common among gateways: 8 KB. */
const MAX_LENGTH = 6_000;

/**
 * Filters that ask for several values in one request: `field in ("a","b")`, percent-encoded, in as many parts as
 * addresses of usual length need.
 */
export function inFilters(field: string, values: readonly string[]): readonly string[] {
  const parts: string[][] = [];
  let length = 0;
  for (const value of values) {
    const quoted = inQuotes(value);
    length += encodeURIComponent(quoted).length + 3;
    const last = parts.at(-1);
    if (last !== undefined && last.length < MAX_VALUES && length <= MAX_LENGTH) {
      last.push(quoted);
    } else {
      parts.push([quoted]);
      length = encodeURIComponent(quoted).length;
    }
  }
  return parts.map((part) => encodeURIComponent(`${field} in (${part.join(',')})`));
}

/** The filter that asks for one value, percent-encoded. */
export function equalsFilter(field: string, value: string): string {
  return encodeURIComponent(`${field} eq ${inQuotes(value)}`);
}

function inQuotes(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
