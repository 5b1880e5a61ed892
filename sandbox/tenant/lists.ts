/** Lists as ISC gives them: sorted, and page by page. */
import { ACCOUNT_HABITS, type AccountHabits } from './habits.js';
import { Refused, type Reply, badRequest, json } from './replies.js';

/** Long lists are requested page by page, so a sorted list is kept as long as the list exists. */
const kept = new WeakMap<object, Map<string, readonly unknown[]>>();

/**
 * A list sorted by `sorters`: comma-separated fields, with `-` before a descending one; unchanged without any. Equal
 * entries keep their order. Throws `Refused` (400) for a field that is not in `fields`.
 */
export function sortedBy<T>(
  list: readonly T[],
  sorters: string | null,
  fields: readonly string[],
  read: (record: T, field: string) => string,
): readonly T[] {
  if (sorters === null || sorters === '') return list;
  const keys = sorters.split(',').map((sorter) => {
    const field = sorter.replace(/^-/, '');
    if (!fields.includes(field)) {
      throw new Refused(badRequest(`Sorting by "${field}" is not supported here.`));
    }
    return { field, sign: sorter.startsWith('-') ? -1 : 1 };
  });
  const known = kept.get(list) ?? new Map<string, readonly T[]>();
  const before = known.get(sorters) as readonly T[] | undefined;
  if (before !== undefined) return before;
  // Each field is read once a record, not at each comparison.
  const entries = list.map((record) => ({ record, texts: keys.map(({ field }) => read(record, field)) }));
  const sorted = entries
    .sort((a, b) => {
      for (const [index, { sign }] of keys.entries()) {
        const [one = '', other = ''] = [a.texts[index], b.texts[index]];
        if (one !== other) return one < other ? -sign : sign;
      }
      return 0;
    })
    .map(({ record }) => record);
  kept.set(list, known.set(sorters, sorted));
  return sorted;
}

/** Maximum records per page; a larger limit is refused (docs/isc-api.md#accounts-now-in-the-tenant). */
export const MAX_PAGE = 250;

/** How a list is divided into pages, if not as requested: see `AccountHabits`. */
export type PageHabits = Pick<
  AccountHabits,
  | 'window'
  | 'beyondWindow'
  | 'pageSize'
  | 'emptyPageAt'
  | 'overlap'
  | 'totalCount'
  | 'countLimit'
  | 'totalCountError'
  | 'offset'
>;

/** One page of `records` for `limit`, `offset` and `count`; throws `Refused` (400) if the limit is too large. */
export function page<T>(
  records: readonly T[],
  query: URLSearchParams,
  render: (record: T) => unknown,
  habits: PageHabits = ACCOUNT_HABITS,
): Reply {
  const limit = wholeNumber(query, 'limit', MAX_PAGE);
  const offset = wholeNumber(query, 'offset', 0);
  if (limit > MAX_PAGE) {
    throw new Refused(badRequest(`"limit" must be at most ${MAX_PAGE}, but is ${limit}.`));
  }
  const isBeyond = habits.window !== null && offset + limit > habits.window;
  if (isBeyond && habits.beyondWindow === 'refused') {
    throw new Refused(badRequest(`count exceeded max limit of offset and limit: ${habits.window}`));
  }
  const start = habits.offset === 'ignored' ? 0 : Math.max(0, offset - habits.overlap);
  const size = Math.min(limit, habits.pageSize ?? limit);
  const end = Math.min(start + size, habits.window ?? Infinity);
  const shown = offset === habits.emptyPageAt ? [] : records.slice(start, end);
  const headers: Record<string, string> = {};
  if (query.get('count') === 'true' && habits.totalCount !== 'absent') {
    const { length } = habits.totalCount === 'of-page' ? shown : records;
    const counted = Math.max(0, length + habits.totalCountError);
    headers['X-Total-Count'] = String(Math.min(counted, habits.countLimit ?? counted));
  }
  return json(200, shown.map(render), headers);
}

function wholeNumber(query: URLSearchParams, name: string, standard: number): number {
  const written = query.get(name);
  if (written === null) return standard;
  if (!/^\d{1,9}$/.test(written)) {
    throw new Refused(badRequest(`"${name}" must be a whole number of 0 or more.`));
  }
  return Number(written);
}
