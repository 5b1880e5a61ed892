/** Keeps the values of a file while it is checked, for the comparison with the source. */
import type { AccountSchema } from '../model/source.js';
import { RowValues, type ComparedColumn } from './row-values.js';
import type { RowSink } from './row-sink.js';

/** Columns with special treatment, by their names. */
export interface ColumnChoice {
  readonly ignoreColumns: readonly string[];
  readonly showValues: readonly string[];
}

/** Takes the rows of a file and keeps the values of all columns of the account schema except the native identity. */
export class ValueSink implements RowSink {
  readonly #schema: AccountSchema;
  readonly #choice: ColumnChoice;
  readonly #keepsRows: boolean;
  #values: RowValues | undefined;

  /** `keepsRows: false`: only the columns are kept, for a source without accounts to compare them with. */
  constructor(schema: AccountSchema, choice: ColumnChoice, { keepsRows }: { readonly keepsRows: boolean }) {
    this.#schema = schema;
    this.#choice = choice;
    this.#keepsRows = keepsRows;
  }

  /** The values that were kept; `undefined` if there was no heading, or if the file has more cells than are kept. */
  get values(): RowValues | undefined {
    return this.#values?.isFull === true ? undefined : this.#values;
  }

  heading(fields: readonly string[]): void {
    const { attributes, identityAttribute } = this.#schema;
    const { ignoreColumns, showValues } = this.#choice;
    const columns = attributes.flatMap((attribute): (ComparedColumn & { field: number })[] => {
      const { name } = attribute;
      const field = fields.indexOf(name);
      if (field === -1 || name === identityAttribute || ignoreColumns.includes(name)) return [];
      return [{ ...attribute, isShown: showValues.includes(name), field }];
    });
    this.#values = new RowValues(columns);
  }

  row(account: string, fields: readonly string[]): void {
    if (this.#keepsRows) this.#values?.row(account, fields);
  }
}
