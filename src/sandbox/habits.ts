/** How `GET accounts` lists, where tenants differ from the specification (docs/sandbox.md, "Habits"). */
export interface AccountHabits {
  /**
   * The field of a filter that names the source; the other one is answered with 400. `by-version`: `source.id` on v2026.
   * `ignored`: both are taken, and the accounts of all sources are listed.
   */
  sourceField: 'sourceId' | 'source.id' | 'both' | 'by-version' | 'ignored';
  /** `offset + limit` over this is not listed; null: there is no such limit. */
  window: number | null;
  /** What is answered beyond the window: 400, or 200 and no account. */
  beyondWindow: 'refused' | 'empty';
  /** Most records of a page, whatever was asked for; null: as asked for. */
  pageSize: number | null;
  /** So many records of the page before come again at the beginning of each page but the first. */
  overlap: number;
  /** `X-Total-Count`; `of-page`: the number of accounts on the page. */
  totalCount: 'present' | 'absent' | 'of-page';
  /** The most that `X-Total-Count` says; null: any number. */
  countLimit: number | null;
  /** Added to `X-Total-Count`: below 0 it is too low. */
  totalCountError: number;
  /** `ignored`: always the first page. */
  offset: 'obeyed' | 'ignored';
  /** `ignored`: another order in each request. */
  sorters: 'obeyed' | 'ignored';
  /** `created`: a date-time, milliseconds since the epoch, or no key. */
  created: 'iso' | 'epoch' | 'absent';
  /** True: 200 and no account, whatever the source holds. */
  emptyList: boolean;
  identitiesAs: 'strings' | 'numbers';
  /** Native identities of accounts that are shown with `nativeIdentity` null. */
  nullIdentities: string[];
  /** What SLIM has of `attributes`; FULL always has them. `empty`: an object without a key. */
  slimAttributes: 'null' | 'absent' | 'empty' | 'present';
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

/** What a habit may be, where it is a word. */
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
