/** How `GET accounts` lists, where tenants differ from the specification (docs/sandbox.md, "Habits"). */
export interface AccountHabits {
  /** The field of a filter that names the source; the other one is answered with 400. `by-version`: `source.id` on v2026. */
  sourceField: 'sourceId' | 'source.id' | 'both' | 'by-version';
  /** `offset + limit` over this is answered with 400; null: there is no such limit. */
  window: number | null;
  /** Most records of a page, whatever was asked for; null: as asked for. */
  pageSize: number | null;
  /** So many records of the page before come again at the beginning of each page but the first. */
  overlap: number;
  totalCount: 'present' | 'absent';
  /** Added to `X-Total-Count`: below 0 it is too low. */
  totalCountError: number;
  /** True: 200 and no account, whatever the source holds. */
  emptyList: boolean;
  identitiesAs: 'strings' | 'numbers';
  /** Native identities of accounts that are shown with `nativeIdentity` null. */
  nullIdentities: string[];
  /** What SLIM has of `attributes`; FULL always has them. */
  slimAttributes: 'null' | 'absent' | 'present';
}

/** How the values in `attributes` are written. */
export interface ValueHabits {
  /** Of an attribute of type BOOLEAN. */
  booleans: 'strings' | 'json';
  /** Of an attribute of type INT or LONG. */
  numbers: 'strings' | 'json';
  /** Of an attribute of type DATE: as delivered, as `2026-01-31T00:00:00.000Z`, or in milliseconds since the epoch. */
  dates: 'as-delivered' | 'iso' | 'epoch';
  /** A value that is not there: "" (and [] where there may be several), null, or no key. */
  blanks: 'empty' | 'null' | 'absent';
  /** Several values: always an array, a plain string for a single one, or one string with commas. */
  lists: 'arrays' | 'one-as-string' | 'joined';
  /** True: `idNowDescription` and `IIQDisabled`, which are no columns, are beside the values. */
  extraKeys: boolean;
  /** `apart`: attributes that are entitlements are in `entitlementAttributes`. */
  entitlements: 'together' | 'apart';
}

/** How a source shows its `connectorAttributes`. */
export interface SourceHabits {
  /** Of "true" and "false". */
  booleans: 'strings' | 'json';
  /** A tab as `\t`, or any delimiter as `\u0009`, in so many characters. */
  delimiter: 'as-is' | 'escape' | 'unicode-escape';
  /** Name of a rule that rewrites rows, shown on every source; null: none. */
  buildMapRule: string | null;
}

export const ACCOUNT_HABITS: AccountHabits = {
  sourceField: 'sourceId',
  window: null,
  pageSize: null,
  overlap: 0,
  totalCount: 'present',
  totalCountError: 0,
  emptyList: false,
  identitiesAs: 'strings',
  nullIdentities: [],
  slimAttributes: 'null',
};

export const VALUE_HABITS: ValueHabits = {
  booleans: 'strings',
  numbers: 'strings',
  dates: 'as-delivered',
  blanks: 'empty',
  lists: 'arrays',
  extraKeys: false,
  entitlements: 'together',
};

export const SOURCE_HABITS: SourceHabits = { booleans: 'strings', delimiter: 'as-is', buildMapRule: null };

/** What a habit may be, where it is a word. */
export const HABIT_WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  accounts: {
    sourceField: ['sourceId', 'source.id', 'both', 'by-version'],
    totalCount: ['present', 'absent'],
    identitiesAs: ['strings', 'numbers'],
    slimAttributes: ['null', 'absent', 'present'],
  },
  values: {
    booleans: ['strings', 'json'],
    numbers: ['strings', 'json'],
    dates: ['as-delivered', 'iso', 'epoch'],
    blanks: ['empty', 'null', 'absent'],
    lists: ['arrays', 'one-as-string', 'joined'],
    entitlements: ['together', 'apart'],
  },
  sources: {
    booleans: ['strings', 'json'],
    delimiter: ['as-is', 'escape', 'unicode-escape'],
  },
};
