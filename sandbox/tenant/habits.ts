/** How `GET accounts` lists, where tenants differ from the specification (sandbox/README.md, "Habits"). */
export interface AccountHabits {
  /**
   * The filter field that names the source; the other one gets a 400. `by-version`: `source.id` on v2026. `ignored`:
   * both are accepted, and the accounts of all sources are listed.
   */
  sourceField: 'sourceId' | 'source.id' | 'both' | 'by-version' | 'ignored';
  /** `offset + limit` above this is not listed; null: no limit. */
  window: number | null;
  /** The reply beyond the window: 400, or 200 and no accounts. */
  beyondWindow: 'refused' | 'empty';
  /** Maximum records per page, whatever was requested; null: as requested. */
  pageSize: number | null;
  /** How many records of the previous page each page repeats. */
  overlap: number;
  /** `X-Total-Count`; `of-page`: the number of accounts on the page. */
  totalCount: 'present' | 'absent' | 'of-page';
  /** The highest `X-Total-Count`; null: no limit. */
  countLimit: number | null;
  /** Added to `X-Total-Count`: below 0 it is too low. */
  totalCountError: number;
  /** `ignored`: always the first page. */
  offset: 'obeyed' | 'ignored';
  /** `ignored`: a different order in each request. */
  sorters: 'obeyed' | 'ignored';
  /** `created`: a date-time, milliseconds since the epoch, or no key. */
  created: 'iso' | 'epoch' | 'absent';
  /** True: 200 and no accounts, whatever the source has. */
  emptyList: boolean;
  identitiesAs: 'strings' | 'numbers';
  /** Native identities of accounts that are returned with `nativeIdentity` null. */
  nullIdentities: string[];
  /** The content of `attributes` in SLIM; FULL always has it. `empty`: an object without keys. */
  slimAttributes: 'null' | 'absent' | 'empty' | 'present';
}

/** The format of the values in `attributes`. */
export interface ValueHabits {
  /** Attributes of type BOOLEAN. */
  booleans: 'strings' | 'json';
  /** Attributes of type INT or LONG. */
  numbers: 'strings' | 'json';
  /** Attributes of type DATE: as delivered, as `2026-01-31T00:00:00.000Z`, or in milliseconds since the epoch. */
  dates: 'as-delivered' | 'iso' | 'epoch';
  /** Missing values: "" (and [] for multi-valued attributes), null, or no key. */
  blanks: 'empty' | 'null' | 'absent';
  /** Multiple values: always an array, a plain string for a single one, or one string with commas. */
  lists: 'arrays' | 'one-as-string' | 'joined';
  /** True: the values also include `idNowDescription` and `IIQDisabled`, which are not columns. */
  extraKeys: boolean;
  /** `apart`: attributes that are entitlements are in `entitlementAttributes`. */
  entitlements: 'together' | 'apart';
}

/** How a source returns its `connectorAttributes`. */
export interface SourceHabits {
  /** The values "true" and "false". */
  booleans: 'strings' | 'json';
  /** A tab as `\t`, or any delimiter as `\u0009`, spelled out. */
  delimiter: 'as-is' | 'escape' | 'unicode-escape';
  /** Name of a rule that rewrites rows, on every source; null: none. */
  buildMapRule: string | null;
}

export const ACCOUNT_HABITS: AccountHabits = {
  sourceField: 'sourceId',
  window: null,
  beyondWindow: 'refused',
  pageSize: null,
  overlap: 0,
  totalCount: 'present',
  countLimit: null,
  totalCountError: 0,
  offset: 'obeyed',
  sorters: 'obeyed',
  created: 'iso',
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

/** The possible values of a habit that is a word. */
export const HABIT_WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  accounts: {
    sourceField: ['sourceId', 'source.id', 'both', 'by-version', 'ignored'],
    beyondWindow: ['refused', 'empty'],
    totalCount: ['present', 'absent', 'of-page'],
    offset: ['obeyed', 'ignored'],
    sorters: ['obeyed', 'ignored'],
    created: ['iso', 'epoch', 'absent'],
    identitiesAs: ['strings', 'numbers'],
    slimAttributes: ['null', 'absent', 'empty', 'present'],
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
