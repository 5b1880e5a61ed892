import type { AccountSchema, FileFormat } from '../model/source.js';
import { isBlank } from './blanks.js';
import type { FindingCollector } from './findings-collector.js';
import type { Layout } from './heading.js';
import { IdentityChecks } from './identity-checks.js';
import type { CsvRecord } from './records.js';

/** Checks the rows below the heading, one after the other. */
export class RowChecks {
  readonly #layout: Layout;
  readonly #format: FileFormat;
  readonly #findings: FindingCollector;
  readonly #identities: IdentityChecks;
  #rows = 0;

  constructor(layout: Layout, format: FileFormat, schema: AccountSchema, findings: FindingCollector) {
    this.#layout = layout;
    this.#format = format;
    this.#findings = findings;
    const merges = format.mergeRows || schema.attributes.some(({ isMulti }) => isMulti);
    this.#identities = new IdentityChecks(layout, merges, findings);
  }

  /** Fields of the heading. */
  get width(): number {
    return this.#layout.width;
  }

  /** Rows so far, without those that ISC skips. */
  get rows(): number {
    return this.#rows;
  }

  /** The native identities of the sound rows; `undefined` where the file has no column for them. */
  get identities(): ReadonlyMap<string, number> | undefined {
    return this.#layout.identity === undefined ? undefined : this.#identities.identities;
  }

  /** Takes the next record. A row with a wrong number of fields counts, but its fields cannot be trusted. */
  check(record: CsvRecord): void {
    const { fields, line } = record;
    const identity = fields[this.#layout.identity ?? -1];
    if (this.#format.filterEmptyRecords && !identity && fields.every((field) => field === '')) return;
    this.#rows += 1;
    if (fields.length !== this.#layout.width) {
      this.#wrongWidth(record);
      return;
    }
    if (identity === undefined) return;
    if (isBlank(identity)) {
      this.#findings.add('blank-identity', 'The native identity of this row is blank.', { line });
      return;
    }
    this.#identities.check(identity, fields, line);
    const display = fields[this.#layout.display ?? -1];
    if (display !== undefined && isBlank(display)) {
      this.#findings.add('blank-display-name', 'The display name of this account is blank.', { line });
    }
  }

  #wrongWidth({ fields, line, lastLine, lineEnd }: CsvRecord): void {
    const { width } = this.#layout;
    const isCutOff = lineEnd === '' && fields.length < width;
    const fieldCount = fields.length === 1 ? '1 field' : `${fields.length} fields`;
    const long =
      lastLine > line ? ` It runs to line ${lastLine}, since a quoted field holds line breaks.` : '';
    if (isCutOff) {
      const message = `The last line is cut off: it has ${fieldCount} instead of ${width} and no line end.${long}`;
      this.#findings.add('truncated-last-line', message, { line });
    } else {
      this.#findings.add('field-count', `The record has ${fieldCount}, the heading ${width}.${long}`, {
        line,
      });
    }
  }
}
