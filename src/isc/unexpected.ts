/** Replies that are JSON but differ from the documented form, and how to report them. */

/** A reply that is JSON but differs from the documented form: says in which property. */
export class Unexpected {
  /** Which property, and how it differs, without any value: "`id` is not the one asked for". */
  readonly property: string;

  constructor(property: string) {
    this.property = property;
  }
}

/** What a decoder returns for JSON; `undefined` if no single property is to blame. */
export type Decoded<T> = T | Unexpected | undefined;

/** All of `parts`, or the first one that is not as expected, with its position in the list. */
export function allDecoded<T>(parts: readonly Decoded<T>[]): T[] | Unexpected {
  const values: T[] = [];
  for (const [index, part] of parts.entries()) {
    if (part === undefined) return new Unexpected(`entry ${index + 1} of the list is something else`);
    if (part instanceof Unexpected) return new Unexpected(`entry ${index + 1} of the list: ${part.property}`);
    values.push(part);
  }
  return values;
}

/** Names a property without the expected type: "`id` is a number". */
export function lacking(property: string, value: unknown): Unexpected {
  return new Unexpected(`\`${property}\` is ${kindInWords(value)}`);
}

function kindInWords(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (value === '') return 'an empty text';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}

/** The title of the folded log group about how a tenant answered; messages of failures refer to it. */
export const REPORT_TITLE = 'How this tenant answered';

/** The end of an advice, for behavior of a tenant that this action did not expect. */
export const REPORT_IT = `report it with the group "${REPORT_TITLE}" of the log, which holds no names and no secrets.`;
