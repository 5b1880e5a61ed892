/** ISC's filters, quoted and percent-encoded. */

/** As many values as fit into an address that no gateway refuses: 100 ids of 32 digits are about 4 KB. */
const MAX_VALUES = 100;
/** The smallest common limit of gateways for a whole address: 8 KB. */
const MAX_LENGTH = 6_000;

/**
 * Filters for several values in one request: `field in ("a","b")`, percent-encoded, split so that addresses have a
 * usual length.
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

/** The filter for one value, percent-encoded. */
export function equalsFilter(field: string, value: string): string {
  return encodeURIComponent(`${field} eq ${inQuotes(value)}`);
}

function inQuotes(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
