/** Sorts lists by `sorters`. */
import { badRequest, Refused } from './replies.js';

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
  const sorted = list.toSorted((a, b) => {
    for (const { field, sign } of keys) {
      const [one, other] = [read(a, field), read(b, field)];
      if (one !== other) return one < other ? -sign : sign;
    }
    return 0;
  });
  kept.set(list, known.set(sorters, sorted));
  return sorted;
}
