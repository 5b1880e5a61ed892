/** A reply that is JSON and still not what its operation promises: says by which property. */
export class Unexpected {
  /** Which one, and how it differs, without any value of it: "`id` is not the one asked for". */
  readonly property: string;

  constructor(property: string) {
    this.property = property;
  }
}

/** What a decoder makes of JSON; `undefined` where no single property is to blame. */
export type Decoded<T> = T | Unexpected | undefined;

/** All of `parts`, or the first one that is not what it should be, with its place in the list. */
export function allDecoded<T>(parts: readonly Decoded<T>[]): T[] | Unexpected {
  const values: T[] = [];
  for (const [index, part] of parts.entries()) {
    if (part === undefined) return new Unexpected(`entry ${index + 1} of the list is something else`);
    if (part instanceof Unexpected) return new Unexpected(`entry ${index + 1} of the list: ${part.property}`);
    values.push(part);
  }
  return values;
}

/** Names a property that lacks what it must hold: "`id` is a number". */
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
