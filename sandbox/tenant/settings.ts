/** What may be changed while the tenant runs, and its defaults. */
import {
  ACCOUNT_HABITS,
  ENTITLEMENT_HABITS,
  HABIT_WORDS,
  SOURCE_HABITS,
  TASK_HABITS,
  VALUE_HABITS,
  type AccountHabits,
  type EntitlementHabits,
  type SourceHabits,
  type TaskHabits,
  type ValueHabits,
} from './habits.js';
import type { Operation, ServedVersion } from './routes.js';

/** What a test or a person may change while the sandbox runs. */
export interface SandboxSettings {
  /** Seconds of a token's validity (`expires_in`). */
  tokenSeconds: number;
  rateLimit: 'on' | 'off';
  /** Duration of an aggregation in milliseconds, unless its source sets another one. */
  taskMs: number;
  /** Added to the server's clock, in milliseconds. */
  clockSkewMs: number;
  /** Answered with 410. */
  versionsOff: ServedVersion[];
  /** Answered with `X-Deprecated: true`. */
  deprecated: Operation[];
  /** Operations that are answered with 403 or 404 whatever the client's scopes. */
  refused: Partial<Record<Operation, 403 | 404>>;
  /** Maximum bytes of an uploaded file; a larger one is answered with 413. */
  uploadBytes: number;
  /** Maximum lines below the heading; a longer file is answered with 413. ISC recommends at most 400,000. */
  uploadLines: number;
  /**
   * For tests that only look at requests: a larger file, in bytes, is only counted, and its aggregation changes
   * nothing. null: every file is read.
   */
  parsedBytes: number | null;
  /** Maximum bytes of a request to `/_sandbox/`: a source with 400,000 accounts fits. */
  controlBytes: number;
  accounts: AccountHabits;
  entitlements: EntitlementHabits;
  tasks: TaskHabits;
  values: ValueHabits;
  sources: SourceHabits;
}

/** Settings of which any may be left out, also within groups. */
export type SettingsChange = {
  readonly [Name in keyof SandboxSettings]?: Name extends Group
    ? Partial<SandboxSettings[Name]>
    : SandboxSettings[Name];
};

/** As in a current tenant (docs/isc-api.md#token): 749 s is the vendor's own example. */
export const DEFAULT_SETTINGS: SandboxSettings = {
  tokenSeconds: 749,
  rateLimit: 'on',
  taskMs: 1_500,
  clockSkewMs: 0,
  versionsOff: [],
  deprecated: [],
  refused: {},
  uploadBytes: 256 * 1024 * 1024,
  uploadLines: 400_000,
  parsedBytes: null,
  controlBytes: 256 * 1024 * 1024,
  accounts: ACCOUNT_HABITS,
  entitlements: ENTITLEMENT_HABITS,
  tasks: TASK_HABITS,
  values: VALUE_HABITS,
  sources: SOURCE_HABITS,
};

const GROUPS = ['accounts', 'entitlements', 'tasks', 'values', 'sources'] as const;
type Group = (typeof GROUPS)[number];

/** Changes only the given settings; throws for an unknown name or an invalid value, and then changes nothing. */
export function changeSettings(settings: SandboxSettings, change: SettingsChange): SandboxSettings {
  checkNames(settings, change, 'setting');
  for (const group of GROUPS) {
    const habits: unknown = change[group] ?? {};
    if (typeof habits !== 'object' || habits === null) throw new Error(`"${group}" must be an object.`);
    checkNames(settings[group], habits, `habit of "${group}"`);
    for (const [name, value] of Object.entries(habits)) {
      const words = HABIT_WORDS[group]?.[name];
      if (words === undefined || words.some((word) => word === value)) continue;
      throw new Error(`"${name}" of "${group}" must be one of ${words.join(', ')}.`);
    }
  }
  const { accounts, entitlements, tasks, values, sources, ...rest } = change;
  Object.assign(settings.accounts, accounts);
  Object.assign(settings.entitlements, entitlements);
  Object.assign(settings.tasks, tasks);
  Object.assign(settings.values, values);
  Object.assign(settings.sources, sources);
  return Object.assign(settings, rest);
}

function checkNames(known: object, given: object, what: string): void {
  for (const name of Object.keys(given)) {
    if (!(name in known)) throw new Error(`There is no ${what} "${name}".`);
  }
}
