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
  /** Name of the rule that may rewrite each row before it becomes an account; `undefined` where there is none. */
  readonly buildMapRule: string | undefined;
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
  /** The columns whose values say which rows are merged; empty: that of the native identity. */
  readonly indexColumns: readonly string[];
  /** Native identities that differ only in letter case are one account (`isCaseInsensitiveMerge`). */
  readonly ignoresLetterCase: boolean;
  /** Rows that ISC leaves out for a reason that the file does not show, in words; empty: none. */
  readonly leavesOut: readonly string[];
  /** A BuildMap rule rewrites the rows: neither ids nor values of the file need be what ISC stores. */
  readonly hasBuildMapRule: boolean;
  /** True: ISC deletes no account that is absent from the file. */
  readonly deletionDisabled: boolean;
}

/** The types that an attribute of an account schema can have; a type that ISC may add is taken for STRING. */
export const ATTRIBUTE_TYPES = ['STRING', 'LONG', 'INT', 'BOOLEAN', 'DATE'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** The account schema of a source. */
export interface AccountSchema {
  readonly identityAttribute: string;
  readonly displayAttribute: string | undefined;
  readonly attributes: readonly SchemaAttribute[];
}

export interface SchemaAttribute {
  readonly name: string;
  readonly type: AttributeType;
  /** An account can have several values. */
  readonly isMulti: boolean;
}

/** The form of a native identity that two rows, or a row and an account in ISC, share if they are the same account. */
export function accountKey(nativeIdentity: string, format: Pick<FileFormat, 'ignoresLetterCase'>): string {
  return format.ignoresLetterCase ? nativeIdentity.toLowerCase() : nativeIdentity;
}

/** Whether several rows may be one account: the source merges rows, or the schema has a multi-valued attribute. */
export function mergesRows(
  { mergeRows }: Pick<FileFormat, 'mergeRows'>,
  { attributes }: Pick<AccountSchema, 'attributes'>,
): boolean {
  return mergeRows || attributes.some(({ isMulti }) => isMulti);
}

/** The columns by which the source merges rows, where that is not by the native identity; empty otherwise. */
export function mergesByOthers(format: FileFormat, schema: AccountSchema): readonly string[] {
  const { indexColumns } = format;
  const identity = schema.identityAttribute.toLowerCase();
  const isOther = indexColumns.some((name) => name.toLowerCase() !== identity);
  return isOther && mergesRows(format, schema) ? indexColumns : [];
}
