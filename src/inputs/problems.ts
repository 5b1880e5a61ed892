/** What is wrong with the inputs: collected, so that one run shows all of it. */
export class Problems {
  readonly #found: string[] = [];

  /** Notes that `input` is wrong; `what` says the offending value and what is allowed. */
  add(input: string, what: string): void {
    this.#found.push(`${input}: ${what}`);
  }

  /** In the order in which they were found. */
  get all(): readonly string[] {
    return this.#found;
  }
}
