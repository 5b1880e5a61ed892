/** A source as ISC describes it, cut down to what this action needs (docs/isc-api.md#the-source). */
export interface Source {
  readonly id: string;
  readonly name: string;
  /** `file`: takes a CSV. `none`: a direct connection, or a file that a virtual appliance fetches. */
  readonly takes: 'file' | 'none';
  /** Why `takes` is what it is, for messages: "a direct connection", "a delimited file read by the VA cluster X". */
  readonly kind: string;
  /** Percent above which ISC itself skips deleting; `undefined` where the source has none. */
  readonly deleteThreshold: number | undefined;
  readonly file: FileFormat;
  /** The source's page for people, where its address is known. */
  readonly page: string | undefined;
}

/** How the source reads its file (`connectorAttributes`), with ISC's defaults filled in. */
export interface FileFormat {
  /** One character. */
  readonly delimiter: string;
  /** Rows that begin with it are skipped by ISC; empty: none are. */
  readonly commentCharacter: string;
  readonly hasHeader: boolean;
  readonly filterEmptyRecords: boolean;
  /** Rows of one account are merged into it. */
  readonly mergeRows: boolean;
  /** True: ISC deletes no account that is absent from the file. */
  readonly deletionDisabled: boolean;
}

/** The types that an attribute of an account schema can have; a type that ISC may add is taken for STRING. */
export type AttributeType = 'STRING' | 'LONG' | 'INT' | 'BOOLEAN' | 'DATE';

/** The account schema of a source. */
export interface AccountSchema {
  readonly identityAttribute: string;
  readonly displayAttribute: string | undefined;
  readonly attributes: readonly { readonly name: string; readonly isMulti: boolean }[];
}
