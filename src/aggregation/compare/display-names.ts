/** Display names: by them an account that the file lacks may be one that it adds with another native identity. */
import { hashValue, keyOf, noCell } from '../../csv/values/cell.js';
import type { FileValues } from '../../csv/values/row-values.js';
import { stored } from '../../csv/values/text-forms.js';
import type { Account } from '../../isc/decode-account.js';

/** The display names of the accounts of a source that are not in the file, as hashes. */
export class DisplayNames {
  readonly #file: FileValues;
  /** The column of the file that holds display names; -1 if it has none. */
  readonly #column: number;
  /** By key of the account. */
  readonly #hashes = new Map<string, number>();
  readonly #cell = noCell();

  constructor(file: FileValues) {
    this.#file = file;
    this.#column = file.columns.findIndex(({ isDisplay, isMulti }) => isDisplay === true && !isMulti);
  }

  /** Takes an account that is not in the file. One without attributes, or without a name that is a text, has none. */
  take(key: string, attributes: Account['attributes']): void {
    const column = this.#file.columns[this.#column];
    if (column === undefined) return;
    const value = attributes?.[column.name];
    if (typeof value !== 'string' || stored(value) === '') return;
    hashValue(this.#cell, stored(value), column.type);
    this.#hashes.set(key, keyOf(this.#cell));
  }

  /** True if an account that was taken and one that the file adds, by their keys, have the same display name. */
  isOfBoth(taken: string, added: string): boolean {
    const account = this.#file.accountOf(added);
    const name = this.#hashes.get(taken);
    if (account === undefined || name === undefined) return false;
    this.#file.read(account, this.#column, this.#cell);
    return keyOf(this.#cell) === name;
  }
}
