/** Recognizes an export that ended early: what is missing from the file would all come after its last account. */

/** With fewer accounts in the file, its order may be chance. */
const LEAST = 5;

/** The orders in which exports are sorted: by text, by text in any letter case, by number. */
const ORDERS: readonly ((one: string, other: string) => boolean)[] = [
  (one, other) => one < other,
  (one, other) => one.toLowerCase() < other.toLowerCase(),
  (one, other) => DIGITS.test(one) && DIGITS.test(other) && Number(one) < Number(other),
];
const DIGITS = /^\d{1,15}$/;

/** True if the file is in order, and all of the deleted ids come after its last one. False if nothing is deleted. */
export function endedEarly(file: Iterable<string>, deleted: readonly string[]): boolean {
  if (deleted.length === 0) return false;
  let last: string | undefined;
  let accounts = 0;
  let left = ORDERS;
  for (const id of file) {
    const before = last;
    if (before !== undefined) left = left.filter((isBefore) => isBefore(before, id));
    if (left.length === 0) return false;
    last = id;
    accounts += 1;
  }
  const end = last;
  if (end === undefined || accounts < LEAST) return false;
  return left.some((isBefore) => deleted.every((id) => isBefore(end, id)));
}
