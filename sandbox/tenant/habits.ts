/** How tenants differ from the specification, and from each other (sandbox/README.md, "Habits"). */

/** How `GET accounts` lists. */
export interface AccountHabits {
  /**
   * The filter field that names the source. `by-version`: `source.id` on v2026. `by-kind`: `source.id` for a source
   * without a file. `ignored`: both are accepted, and the accounts of all sources are listed.
   */
  sourceField: 'sourceId' | 'source.id' | 'both' | 'by-version' | 'by-kind' | 'ignored';
  /** The reply to a filter by the other field: 400, or 200 and no accounts. */
  otherField: 'refused' | 'empty';
  /** `offset + limit` above this is not listed; null: no limit. */
  window: number | null;
  /** The reply beyond the window: 400, or 200 and no accounts. */
  beyondWindow: 'refused' | 'empty';
  /** A filter by `created` or `modified`; `empty`: 200 and no accounts. */
  timeFilter: 'obeyed' | 'refused' | 'empty';
  /** Maximum records per page, whatever was requested; null: as requested. */
  pageSize: number | null;
  /** The page that begins at this offset is empty; null: none. */
  emptyPageAt: number | null;
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
  /**
   * `ignored`: a different order in each request. `reverse-ignored`: a descending order is not obeyed;
   * `reverse-refused`: it gets a 400.
   */
  sorters: 'obeyed' | 'ignored' | 'reverse-ignored' | 'reverse-refused';
  /** `created`: a date-time, milliseconds since the epoch, or no key. */
  created: 'iso' | 'epoch' | 'absent';
  /** True: 200 and no accounts, whatever the source has. */
  emptyList: boolean;
  identitiesAs: 'strings' | 'numbers';
  /** Native identities of accounts that are returned with `nativeIdentity` null. */
  nullIdentities: string[];
  /** Native identities of accounts that are listed twice. */
  doubled: string[];
  /** Native identities that a second account, with an id of its own, has as well. */
  twins: string[];
  /** The content of `attributes` in SLIM; FULL always has it. `empty`: an object without keys. */
  slimAttributes: 'null' | 'absent' | 'empty' | 'present';
  /** Other fields that SLIM does not have, such as `identityState`. */
  slimHides: string[];
  /** After an aggregation, this many lists (requests for offset 0) still show the accounts from before. */
  lagLooks: number;
  /** After an aggregation, lists show the accounts from before for this long, in milliseconds. */
  lagMs: number;
}

/** How `GET entitlements` lists, and what aggregations of entitlements say. */
export interface EntitlementHabits {
  /** `by-version`: on v1 and v2026 alone, elsewhere it gets a 400; `ignored`: always the first page. */
  searchAfter: 'by-version' | 'refused' | 'ignored';
  window: number | null;
  pageSize: number | null;
  totalCount: 'present' | 'absent' | 'of-page';
  /** `attributes` of an entitlement. */
  attributes: 'present' | 'null' | 'absent';
  /** Tasks as in replies of 2024, or as in one of 2026: without any count of groups. */
  taskForm: '2024' | '2026';
  lagLooks: number;
  lagMs: number;
}

/** How tasks are shown. */
export interface TaskHabits {
  /** For how long after its start `GET task-status/{id}` answers 404, in milliseconds; null: for ever. */
  unknownMs: number | null;
  /** Which requests for one task get a 404, from 1: `[1]` the first, `[3]` one in mid-flight. */
  unknownLooks: number[];
  /** How long after its start a task appears in the list, in milliseconds; null: never. */
  listLagMs: number | null;
  /** Maximum tasks per page, whatever was requested; null: as requested. */
  pageSize: number | null;
  /** `oldest-first`: whatever was asked for. */
  order: 'obeyed' | 'oldest-first';
  /** Every task is listed twice; `differing`: the second one is over, with ERROR. */
  doubled: 'no' | 'same' | 'differing';
  /** Names and descriptions of what a task does; `absent`: null. */
  names: 'english' | 'german' | 'absent';
  created: 'iso' | 'epoch' | 'absent';
  /** `before-created`: a second before the task was created. */
  completed: 'as-it-is' | 'before-created';
  /**
   * The source that a task names: its own, another id with its name, another id in `target` but its own in
   * `attributes`, or none.
   */
  target: 'own' | 'other-id' | 'mixed' | 'absent';
  /** The spelling of `completionStatus`. */
  statusCase: 'upper' | 'title' | 'lower';
  counts: 'present' | 'absent';
  /** `total`: the accounts of the file, or the deleted ones as well. */
  total: 'file' | 'with-deleted';
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
  /** Entitlements in `entitlementAttributes`; `apart-beside-null`: their key in `attributes` is null. */
  entitlements: 'together' | 'apart' | 'apart-beside-null';
  /** `attributes` as a whole, whatever the account has. */
  attributes: 'present' | 'empty' | 'null';
  /** Attributes that are null on every account. */
  nullAttributes: string[];
  /** Attributes whose value is an object, such as `{ "value": "staff" }`. */
  objectAttributes: string[];
}

/** How a source is returned. */
export interface SourceHabits {
  /** The values "true" and "false" of `connectorAttributes`. */
  booleans: 'strings' | 'json';
  /** A tab as `\t`, or any delimiter as `\u0009`, spelled out. */
  delimiter: 'as-is' | 'escape' | 'unicode-escape';
  /** Name of a rule that rewrites rows, on every source; null: none. */
  buildMapRule: string | null;
  /** `null`: no type. `generic`: type "Generic", and `connectionType` in `connectorAttributes` alone. */
  type: 'as-is' | 'null' | 'generic';
}

/** How a tenant without a habit of its own lists accounts. */
export const ACCOUNT_HABITS: AccountHabits = {
  sourceField: 'sourceId',
  otherField: 'refused',
  window: null,
  beyondWindow: 'refused',
  timeFilter: 'obeyed',
  pageSize: null,
  emptyPageAt: null,
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
  doubled: [],
  twins: [],
  slimAttributes: 'null',
  slimHides: [],
  lagLooks: 0,
  lagMs: 0,
};

/** How a tenant without a habit of its own lists entitlements. */
export const ENTITLEMENT_HABITS: EntitlementHabits = {
  searchAfter: 'by-version',
  window: null,
  pageSize: null,
  totalCount: 'present',
  attributes: 'present',
  taskForm: '2024',
  lagLooks: 0,
  lagMs: 0,
};

/** How a tenant without a habit of its own shows tasks. */
export const TASK_HABITS: TaskHabits = {
  unknownMs: 0,
  unknownLooks: [],
  listLagMs: 0,
  pageSize: null,
  order: 'obeyed',
  doubled: 'no',
  names: 'english',
  created: 'iso',
  completed: 'as-it-is',
  target: 'own',
  statusCase: 'upper',
  counts: 'present',
  total: 'file',
};

/** How a tenant without a habit of its own returns the values of accounts. */
export const VALUE_HABITS: ValueHabits = {
  booleans: 'strings',
  numbers: 'strings',
  dates: 'as-delivered',
  blanks: 'empty',
  lists: 'arrays',
  extraKeys: false,
  entitlements: 'together',
  attributes: 'present',
  nullAttributes: [],
  objectAttributes: [],
};

/** How a tenant without a habit of its own describes its sources. */
export const SOURCE_HABITS: SourceHabits = {
  booleans: 'strings',
  delimiter: 'as-is',
  buildMapRule: null,
  type: 'as-is',
};

/** The possible values of a habit that is a word. */
export const HABIT_WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  accounts: {
    sourceField: ['sourceId', 'source.id', 'both', 'by-version', 'by-kind', 'ignored'],
    otherField: ['refused', 'empty'],
    beyondWindow: ['refused', 'empty'],
    timeFilter: ['obeyed', 'refused', 'empty'],
    totalCount: ['present', 'absent', 'of-page'],
    offset: ['obeyed', 'ignored'],
    sorters: ['obeyed', 'ignored', 'reverse-ignored', 'reverse-refused'],
    created: ['iso', 'epoch', 'absent'],
    identitiesAs: ['strings', 'numbers'],
    slimAttributes: ['null', 'absent', 'empty', 'present'],
  },
  entitlements: {
    searchAfter: ['by-version', 'refused', 'ignored'],
    totalCount: ['present', 'absent', 'of-page'],
    attributes: ['present', 'null', 'absent'],
    taskForm: ['2024', '2026'],
  },
  tasks: {
    order: ['obeyed', 'oldest-first'],
    doubled: ['no', 'same', 'differing'],
    names: ['english', 'german', 'absent'],
    created: ['iso', 'epoch', 'absent'],
    completed: ['as-it-is', 'before-created'],
    target: ['own', 'other-id', 'mixed', 'absent'],
    statusCase: ['upper', 'title', 'lower'],
    counts: ['present', 'absent'],
    total: ['file', 'with-deleted'],
  },
  values: {
    booleans: ['strings', 'json'],
    numbers: ['strings', 'json'],
    dates: ['as-delivered', 'iso', 'epoch'],
    blanks: ['empty', 'null', 'absent'],
    lists: ['arrays', 'one-as-string', 'joined'],
    entitlements: ['together', 'apart', 'apart-beside-null'],
    attributes: ['present', 'empty', 'null'],
  },
  sources: {
    booleans: ['strings', 'json'],
    delimiter: ['as-is', 'escape', 'unicode-escape'],
    type: ['as-is', 'null', 'generic'],
  },
};
