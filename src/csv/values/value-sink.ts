/** Keeps the values of a file while it is checked, for the comparison with the source. */
import type { AccountSchema } from '../../model/source.js';
import type { ComparedColumn } from './cell-facts.js';
import { RowValues } from './row-values.js';
import type { NumberedAccounts, RowSink } from '../identities.js';
import type { CsvRecord } from '../record.js';

/** Columns with special treatment, by their names. */
export interface ColumnChoice {
  readonly ignoreColumns: readonly string[];
  readonly showValues: readonly string[];
}

/** What the source means for its values. */
export interface ValueSinkOptions {
  /** False: only facts about the cells are kept, for a source without accounts to compare them with. */
  readonly keepsRows?: boolean;
  /** Whether several rows can form one account of the source. */
  readonly mergesRows?: boolean;
}

/** Takes the rows of a file and keeps the values of all columns of the account schema except the native identity. */
export class ValueSink implements RowSink {
  readonly #schema: AccountSchema;
  readonly #choice: ColumnChoice;
  readonly #keepsRows: boolean;
  readonly #mergesRows: boolean;
  #values: RowValues | undefined;
  #ignored: readonly string[] = [];

  constructor(
    schema: AccountSchema,
    choice: ColumnChoice,
    { keepsRows = true, mergesRows = true }: ValueSinkOptions = {},
  ) {
    this.#schema = schema;
    this.#choice = choice;
    this.#keepsRows = keepsRows;
    this.#mergesRows = mergesRows;
  }

  /** The values that were kept; `undefined` if there was no heading, or if the file has more cells than are kept. */
  get values(): RowValues | undefined {
    return this.#values?.isFull === true ? undefined : this.#values;
  }

  /** The columns of the file that are left out because of `ignoreColumns`. */
  get ignored(): readonly string[] {
    return this.#ignored;
  }

  heading(fields: readonly string[], accounts: NumberedAccounts): void {
    const { attributes, displayAttribute, identityAttribute } = this.#schema;
    const { ignoreColumns, showValues } = this.#choice;
    const isIgnored = ({ name }: ComparedColumn): boolean => ignoreColumns.includes(name);
    const columns = attributes.flatMap((attribute): (ComparedColumn & { field: number })[] => {
      const { name } = attribute;
      const field = fields.indexOf(name);
      if (field === -1 || name === identityAttribute) return [];
      return [
        { ...attribute, isShown: showValues.includes(name), isDisplay: name === displayAttribute, field },
      ];
    });
    this.#ignored = columns.filter(isIgnored).map(({ name }) => name);
    const compared = columns.filter((column) => !isIgnored(column));
    const [keepsRows, mergesRows] = [this.#keepsRows, this.#mergesRows];
    this.#values = new RowValues(compared, accounts, { keepsRows, mergesRows });
  }

  row(account: number, record: CsvRecord): void {
    this.#values?.row(account, record);
  }
}
