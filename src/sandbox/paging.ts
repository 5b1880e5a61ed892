/** Pages of a list. */
import { badRequest, json, Refused, type Reply } from './replies.js';

/** Most records of a page; a larger limit is refused (docs/isc-api.md#accounts-now-in-the-tenant). */
export const MAX_PAGE = 250;

/** How a list is cut into pages, where that is not as it was asked for: see `AccountHabits`. */
export interface PageHabits {
  readonly window: number | null;
  readonly pageSize: number | null;
  readonly overlap: number;
  readonly totalCount: 'present' | 'absent';
  readonly totalCountError: number;
}

const NO_HABITS: PageHabits = {
  window: null,
  pageSize: null,
  overlap: 0,
  totalCount: 'present',
  totalCountError: 0,
};

/** One page of `records` as `limit`, `offset` and `count` ask for; throws `Refused` (400) for a limit that is too large. */
export function page<T>(
  records: readonly T[],
  query: URLSearchParams,
  render: (record: T) => unknown,
  habits: PageHabits = NO_HABITS,
): Reply {
  const limit = wholeNumber(query, 'limit', MAX_PAGE);
  const offset = wholeNumber(query, 'offset', 0);
  if (limit > MAX_PAGE) {
    throw new Refused(badRequest(`"limit" must be at most ${MAX_PAGE}, but is ${limit}.`));
  }
  if (habits.window !== null && offset + limit > habits.window) {
    throw new Refused(badRequest(`count exceeded max limit of offset and limit: ${habits.window}`));
  }
  const headers: Record<string, string> = {};
  if (query.get('count') === 'true' && habits.totalCount === 'present') {
    headers['X-Total-Count'] = String(Math.max(0, records.length + habits.totalCountError));
  }
  const start = Math.max(0, offset - habits.overlap);
  const size = Math.min(limit, habits.pageSize ?? limit);
  return json(200, records.slice(start, start + size).map(render), headers);
}

function wholeNumber(query: URLSearchParams, name: string, standard: number): number {
  const written = query.get(name);
  if (written === null) return standard;
  if (!/^\d{1,9}$/.test(written)) {
    throw new Refused(badRequest(`"${name}" must be a whole number of 0 or more.`));
  }
  return Number(written);
}
