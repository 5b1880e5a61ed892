/** A source as ISC describes it, reduced to what this action needs (docs/isc-api.md#the-source). */
export interface Source {
  readonly id: string;
  readonly name: string;
  /** What of it the step aggregates: `account`, or the type of its entitlements. */
  readonly objectType: string;
  /** `file`: accepts a CSV. `none`: a direct connection, or a file that a virtual appliance reads. */
  readonly takes: 'file' | 'none';
  /** Why `takes` is what it is, for messages: "a direct connection", "a delimited file read by the VA cluster X". */
  readonly kind: string;
  /** An identity profile takes its people from this source; `undefined` if ISC does not say. */
  readonly authoritative: boolean | undefined;
  /** The percentage above which ISC itself skips deletions; `undefined` if the source has none. */
  readonly deleteThreshold: number | undefined;
  readonly file: FileFormat;
  /**
   * How it reads files of entitlements, by their type, as far as a type has settings of its own; `''` stands for all
   * others.
   */
  readonly entitlementFiles: ReadonlyMap<string, Pick<Source, 'file' | 'buildMapRule'>>;
  /** Name of the rule that may rewrite each row before it becomes an account; `undefined` if there is none. */
  readonly buildMapRule: string | undefined;
  /** The source's page in the UI, if its address is known. */
  readonly page: string | undefined;
}

/** How the source reads its file (`connectorAttributes`), with ISC's defaults. */
export interface FileFormat {
  /** One character. */
  readonly delimiter: string;
  /** ISC skips rows that begin with it; empty: none. */
  readonly commentCharacter: string;
  readonly hasHeader: boolean;
  readonly filterEmptyRecords: boolean;
  /** Rows of one account are merged into it. */
  readonly mergeRows: boolean;
  /** The columns whose values decide which rows are merged; empty: that of the native identity. */
  readonly indexColumns: readonly string[];
  /** Native identities that differ only in letter case are one account (`isCaseInsensitiveMerge`). */
  readonly ignoresLetterCase: boolean;
  /** Rows that ISC leaves out for a reason that is not in the file, in words; empty: none. */
  readonly leavesOut: readonly string[];
  /** A BuildMap rule rewrites the rows: ISC may store other ids and values than the file has. */
  readonly hasBuildMapRule: boolean;
  /** True: ISC does not delete accounts that are missing from the file. */
  readonly deletionDisabled: boolean;
}

/** The types of an attribute in an account schema; any other type counts as STRING. */
export const ATTRIBUTE_TYPES = ['STRING', 'LONG', 'INT', 'BOOLEAN', 'DATE'] as const;
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number];

/** The schema of a source's accounts, or of one type of its entitlements. */
export interface AccountSchema {
  /** What has this schema; absent: accounts. */
  readonly objectType?: string;
  readonly identityAttribute: string;
  readonly displayAttribute: string | undefined;
  readonly attributes: readonly SchemaAttribute[];
}

/** An attribute of a schema: the column of the same name in the file. */
export interface SchemaAttribute {
  readonly name: string;
  readonly type: AttributeType;
  /** An account can have several values. */
  readonly isMulti: boolean;
  /** The type of the entitlements that its values name; absent for any other attribute. */
  readonly entitlementType?: string;
}

/**
 * The source as far as its entitlements of a type are concerned: their file is read in its own way, and what ISC does
 * with deleted accounts (its threshold, the switch for deletion detection, the identities) does not count.
 */
export function withEntitlements(source: Source, objectType: string): Source {
  const { entitlementFiles } = source;
  const { buildMapRule, file } = entitlementFiles.get(objectType) ?? entitlementFiles.get('') ?? source;
  return {
    ...{ ...source, objectType, buildMapRule, authoritative: undefined, deleteThreshold: undefined },
    file: { ...file, deletionDisabled: false },
  };
}

/** The key that two rows, or a row and an account in ISC, share if they are the same account. */
export function accountKey(nativeIdentity: string, format: Pick<FileFormat, 'ignoresLetterCase'>): string {
  return format.ignoresLetterCase ? nativeIdentity.toLowerCase() : nativeIdentity;
}

/** Whether several rows may form one account: the source merges rows, or the schema has a multi-valued attribute. */
export function mergesRows(
  { mergeRows }: Pick<FileFormat, 'mergeRows'>,
  { attributes }: Pick<AccountSchema, 'attributes'>,
): boolean {
  return mergeRows || attributes.some(({ isMulti }) => isMulti);
}

/** The columns by which the source merges rows, if not by the native identity; otherwise empty. */
export function mergesByOthers(format: FileFormat, schema: AccountSchema): readonly string[] {
  const { indexColumns } = format;
  const identity = schema.identityAttribute.toLowerCase();
  const isOther = indexColumns.some((name) => name.toLowerCase() !== identity);
  return isOther && mergesRows(format, schema) ? indexColumns : [];
}
