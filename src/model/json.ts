/** Reads fields of external JSON: a wrong type counts as an absent field. */

/** A decoded object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The object; `undefined` for null, a list, or any other value. */
export function objectOf(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** The elements of a list; none for any other value. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A count: ISC sends them as numbers or as strings (docs/isc-api.md#following-the-task). */
export function countOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** A time as milliseconds since the epoch: ISC sends date-time strings and epoch milliseconds. */
export function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : value;
  return typeof time === 'number' && Number.isFinite(time) ? time : undefined;
}

/** A boolean, which may be written as "true" or "false"; any other text that is not empty is false. */
export function booleanOr(value: unknown, byDefault: boolean): boolean {
  if (value === true || value === false) return value;
  return typeof value === 'string' && value !== '' ? value.toLowerCase() === 'true' : byDefault;
}
