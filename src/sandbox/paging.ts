import { badRequest, json, Refused, type Reply } from './replies.js';

/** Most records of a page; a larger limit is refused (isc-api.md, "Accounts now in the tenant"). */
export const MAX_PAGE = 250;

/** One page of `records` as `limit`, `offset` and `count` ask for; throws `Refused` (400) for a limit that is too large. */
export function page<T>(
  records: readonly T[],
  query: URLSearchParams,
  render: (record: T) => unknown,
): Reply {
  const limit = wholeNumber(query, 'limit', MAX_PAGE);
  const offset = wholeNumber(query, 'offset', 0);
  if (limit > MAX_PAGE) {
    throw new Refused(badRequest(`"limit" must be at most ${MAX_PAGE}, but is ${limit}.`));
  }
  const headers: Record<string, string> = {};
  if (query.get('count') === 'true') headers['X-Total-Count'] = String(records.length);
  return json(200, records.slice(offset, offset + limit).map(render), headers);
}

function wholeNumber(query: URLSearchParams, name: string, standard: number): number {
  const written = query.get(name);
  if (written === null) return standard;
  if (!/^\d{1,9}$/.test(written)) {
    throw new Refused(badRequest(`"${name}" must be a whole number of 0 or more.`));
  }
  return Number(written);
}
