/** What the runner hides: each value as it is and in the forms in which it often travels. */
export class Masks {
  readonly #forms = new Set<string>();
  #longestFirst: readonly string[] = [];

  constructor(values: Iterable<string> = []) {
    for (const value of values) this.add(value);
  }

  /** Hides a value from now on, and each line of one that has several. */
  add(value: string): void {
    for (const part of [value, ...value.split(/[\r\n]+/)]) {
      if (part.trim() !== '') for (const form of formsOf(part)) this.#forms.add(form);
    }
    this.#longestFirst = [...this.#forms].sort((a, b) => b.length - a.length);
  }

  /** The text with three asterisks in place of each hidden value. */
  hide(text: string): string {
    return this.#longestFirst.reduce((rest, form) => rest.replaceAll(form, '***'), text);
  }

  /** Whether there is anything to hide in it. */
  covers(text: string): boolean {
    return this.#longestFirst.some((form) => text.includes(form));
  }
}

/** Itself, as part of a URI, in JSON and XML, and in base64 at each of the three places where it can begin. */
function formsOf(value: string): readonly string[] {
  const bytes = Buffer.from(value, 'utf8');
  const shifted = [0, 1, 2].filter((shift) => bytes.length > shift + 2);
  return [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    ...shifted.map((shift) => bytes.subarray(shift).toString('base64').replace(/=+$/, '')),
  ];
}
