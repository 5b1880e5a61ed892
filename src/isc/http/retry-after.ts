/**
 * Milliseconds that a `Retry-After` header asks to wait: it comes as seconds or as an HTTP date (design.md,
 * "Decided"). `now` in milliseconds since the epoch. `undefined` where there is none or it makes no sense.
 */
export function readRetryAfter(header: string | undefined, now: number): number | undefined {
  const value = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
