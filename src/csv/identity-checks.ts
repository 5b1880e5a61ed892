import { hasBlanksAround } from './blanks.js';
import type { FindingCollector } from './findings-collector.js';
import type { Layout } from './heading.js';
import { LetterCase } from './letter-case.js';

/** Checks what native identities and the rows of one account have to do with each other. */
export class IdentityChecks {
  readonly #layout: Layout;
  /** Several rows may be one account: the source merges rows, or the schema has a multi-valued attribute. */
  readonly #merges: boolean;
  readonly #findings: FindingCollector;
  /** Each native identity, untrimmed, with the line of its first row. */
  readonly #firstLines = new Map<string, number>();
  readonly #letterCase = new LetterCase();
  #last: { readonly identity: string; readonly fields: readonly string[] } | undefined;

  constructor(layout: Layout, merges: boolean, findings: FindingCollector) {
    this.#layout = layout;
    this.#merges = merges;
    this.#findings = findings;
  }

  /** The native identities so far, in the order of the file. */
  get identities(): ReadonlyMap<string, number> {
    return this.#firstLines;
  }

  /** Takes the next row with a native identity that is not blank. */
  check(identity: string, fields: readonly string[], line: number): void {
    const first = this.#firstLines.get(identity);
    if (first === undefined) this.#takeNew(identity, line);
    else this.#takeAgain(identity, fields, line, first);
    this.#last = { identity, fields };
  }

  #takeNew(identity: string, line: number): void {
    const alike = this.#letterCase.meet(identity, line, this.#firstLines);
    this.#firstLines.set(identity, line);
    if (alike !== undefined) {
      const message = `This native identity and the one on line ${alike} differ only in letter case.`;
      this.#findings.add('identity-letter-case', message, { line });
    }
    if (hasBlanksAround(identity)) {
      const message = 'Blanks stand before or behind this native identity; they are part of it.';
      this.#findings.add('identity-blanks', message, { line });
    }
  }

  #takeAgain(identity: string, fields: readonly string[], line: number, first: number): void {
    if (!this.#merges) {
      const message = `The native identity of this row stands on line ${first} already, and the source does not merge rows.`;
      this.#findings.add('duplicate-identity', message, { line });
    } else if (this.#last?.identity !== identity) {
      const message = `The account of this row begins on line ${first}, with other accounts in between: its rows must stand together.`;
      this.#findings.add('scattered-identity', message, { line });
    } else {
      this.#compare(fields, this.#last.fields, line);
    }
  }

  #compare(fields: readonly string[], before: readonly string[], line: number): void {
    const differing = this.#layout.singleValued.filter(({ index }) => fields[index] !== before[index]);
    if (differing.length === 0) return;
    const names = differing.map(({ name }) => `"${name}"`).join(', ');
    const message = `This row differs from the row before, of the same account, in ${names}, which can hold one value only.`;
    this.#findings.add('conflicting-values', message, { line });
  }
}
