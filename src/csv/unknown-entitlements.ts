/** Accounts that name entitlements which the file of the entitlements does not have. */
import type { Finding } from '../model/finding.js';
import type { AccountSchema } from '../model/source.js';
import { counted } from '../model/words.js';
import { finding } from './findings-collector.js';
import type { Identities, NumberedAccounts, RowSink } from './identities.js';
import type { CsvRecord } from './record.js';
import { stored } from './values/text-forms.js';

/** Files of entitlements by their type. */
export type EntitlementFiles = ReadonlyMap<string, Pick<Identities, 'has'>>;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly field: number;
  readonly known: Pick<Identities, 'has'>;
  accounts: number;
  /** The account that was counted last: its rows follow each other. */
  last: number | undefined;
}

/** Counts accounts by column while their file is read, and hands all rows on. */
export class UnknownEntitlements implements RowSink {
  readonly #schema: AccountSchema;
  readonly #files: EntitlementFiles;
  readonly #then: RowSink;
  #columns: readonly Column[] = [];

  constructor(schema: AccountSchema, files: EntitlementFiles, then: RowSink) {
    this.#schema = schema;
    this.#files = files;
    this.#then = then;
  }

  heading(fields: readonly string[], accounts: NumberedAccounts): void {
    this.#columns = this.#schema.attributes.flatMap(({ entitlementType: type, name }): Column[] => {
      const field = fields.indexOf(name);
      const known = type === undefined ? undefined : this.#files.get(type);
      if (type === undefined || known === undefined || field === -1) return [];
      return [{ name, type, field, known, accounts: 0, last: undefined }];
    });
    this.#then.heading(fields, accounts);
  }

  row(account: number, record: CsvRecord): void {
    for (const column of this.#columns) {
      if (column.last === account || record.isBlank(column.field)) continue;
      const text = record.text(column.field);
      if (column.known.has(text) || column.known.has(stored(text))) continue;
      column.accounts += 1;
      column.last = account;
    }
    this.#then.row(account, record);
  }

  /** A warning for each column with such accounts. */
  findings(): readonly Finding[] {
    return this.#columns
      .filter(({ accounts }) => accounts > 0)
      .map(({ accounts, name, type }) => {
        const [names, them] =
          accounts === 1 ? ['names an entitlement', 'it'] : ['name entitlements', 'each of them'];
        const message = `In the column "${name}", ${counted(accounts, 'account')} ${names} that the file of the type "${type}" does not have: ISC creates ${them} with the raw value as its name. Add what is missing to that file, or correct the column.`;
        return finding('unknown-entitlement', message);
      });
  }
}
