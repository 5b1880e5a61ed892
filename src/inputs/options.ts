/** How a source is to be aggregated: the options of the step, which an entry of `sources` can override. */
import { ERROR_RULES, WARNING_RULES, type Rule } from '../model/finding.js';
import { DEFAULT_LIMITS, parseLimit, type AccountLimit, type LimitName } from '../model/limit.js';
import { ACCOUNT } from '../model/object-kind.js';
import type { Target } from '../model/settings.js';
import { similarName } from '../model/similar-name.js';
import { parseBoolean, parseLines, parseNames, type InputReader, type Problems } from './reader.js';

/** The options for aggregating a source, unless its entry in `sources` overrides them. */
export type TargetOptions = Pick<
  Target,
  | 'objectType'
  | 'disableOptimization'
  | 'warnOnly'
  | 'maxDeletions'
  | 'maxChanges'
  | 'maxCreations'
  | 'maxActiveDeletions'
  | 'protectedAccounts'
  | 'ignoreColumns'
  | 'showValues'
>;

/** The inputs behind `TargetOptions`, which are also keys of an entry in `sources`. */
export const OPTIONS = [
  'object-type',
  'disable-optimization',
  'max-deletions',
  'max-changes',
  'max-creations',
  'max-active-deletions',
  'protected-accounts',
  'warn-only',
  'ignore-columns',
  'show-values',
] as const;
/** Names of schemas are short words. */
const LONGEST_TYPE = 128;

/** The name of an option, as workflows write it. */
export type OptionName = (typeof OPTIONS)[number];

/** The options that are lists of names: as YAML, a list or one text. */
export const LIST_OPTIONS: Readonly<Partial<Record<string, string>>> = {
  'protected-accounts': 'native identities',
  'warn-only': 'ids of rules',
  'ignore-columns': 'names of columns',
  'show-values': 'names of columns',
};

/** The options as they are written, in the step's inputs or in an entry of `sources`. */
export interface WrittenOptions {
  /** '' if the option is not given. */
  readonly text: (name: OptionName) => string;
  /** True if the option is given, also as an empty list. */
  readonly has: (name: OptionName) => boolean;
  /** How a message names the option. */
  readonly label: (name: OptionName) => string;
}

/** What only accounts have: as a key of an entry for entitlements, or in a step of only such, it is a mistake. */
const OF_ACCOUNTS = ['protected-accounts', 'max-active-deletions', 'disable-optimization'] as const;

const DEFAULT_OPTIONS: TargetOptions = {
  objectType: ACCOUNT,
  disableOptimization: false,
  warnOnly: [],
  maxDeletions: DEFAULT_LIMITS['max-deletions'],
  maxChanges: DEFAULT_LIMITS['max-changes'],
  maxCreations: undefined,
  maxActiveDeletions: undefined,
  protectedAccounts: [],
  ignoreColumns: [],
  showValues: [],
};

/** The options that the step's inputs give. Problems are added to `problems`. */
export function stepOptions(inputs: InputReader, problems: Problems): TargetOptions {
  const text = (name: OptionName): string => inputs.text(name);
  const written = { text, has: (name: OptionName) => text(name) !== '', label: (name: OptionName) => name };
  return readOptions(written, DEFAULT_OPTIONS, problems);
}

/** The options as an entry of their object type has them: entitlements have no people, and ISC always reads them all. */
export function optionsOfType(options: TargetOptions): TargetOptions {
  if (options.objectType === ACCOUNT) return options;
  return { ...options, disableOptimization: false, maxActiveDeletions: undefined, protectedAccounts: [] };
}

/** Adds a problem for each option that is `written` for entitlements of `objectType` and is for accounts alone. */
export function refuseOptionsOfAccounts(
  { has, label }: Pick<WrittenOptions, 'has' | 'label'>,
  objectType: string,
  problems: Problems,
): void {
  if (objectType === ACCOUNT) return;
  for (const name of OF_ACCOUNTS) {
    if (!has(name)) continue;
    problems.add(label(name), `only for accounts, but object-type is "${objectType}". Remove it.`);
  }
}

/** Adds a problem for each input of the step that is for accounts alone, if none of the `targets` is of accounts. */
export function refuseUnusedOptions(
  inputs: InputReader,
  targets: readonly Target[],
  problems: Problems,
): void {
  const [first] = targets;
  if (first === undefined || targets.some(({ objectType }) => objectType === ACCOUNT)) return;
  // "false" is the default, which the runner passes like any other value.
  const has = (name: OptionName): boolean => !['', 'false', 'False', 'FALSE'].includes(inputs.text(name));
  refuseOptionsOfAccounts({ has, label: (name) => name }, first.objectType, problems);
}

/** The options that are written, each with its default where it is not. Problems are added to `problems`. */
export function readOptions(
  { has, label, text }: WrittenOptions,
  defaults: TargetOptions,
  problems: Problems,
): TargetOptions {
  const names = (name: OptionName, byDefault: readonly string[]): readonly string[] =>
    has(name) ? parseNames(text(name)) : byDefault;
  const limit = <T extends AccountLimit | undefined>(
    name: LimitName & OptionName,
    byDefault: T,
  ): T | AccountLimit => readLimit(name, text(name), label(name), problems) ?? byDefault;
  return {
    objectType: readObjectType(text('object-type'), label('object-type'), problems) ?? defaults.objectType,
    disableOptimization: parseBoolean(
      label('disable-optimization'),
      text('disable-optimization'),
      defaults.disableOptimization,
      problems,
    ),
    warnOnly: has('warn-only')
      ? readRules(text('warn-only'), label('warn-only'), problems)
      : defaults.warnOnly,
    maxDeletions: limit('max-deletions', defaults.maxDeletions),
    maxChanges: limit('max-changes', defaults.maxChanges),
    maxCreations: limit('max-creations', defaults.maxCreations),
    maxActiveDeletions: limit('max-active-deletions', defaults.maxActiveDeletions),
    protectedAccounts: has('protected-accounts')
      ? parseLines(text('protected-accounts'))
      : defaults.protectedAccounts,
    ignoreColumns: names('ignore-columns', defaults.ignoreColumns),
    showValues: names('show-values', defaults.showValues),
  };
}

/** `undefined` if no type is given. Which types a source has is known only later. */
function readObjectType(text: string, label: string, problems: Problems): string | undefined {
  const type = text.trim();
  if (type === '') return undefined;
  if (type.length > LONGEST_TYPE || /\p{Cc}/u.test(type)) {
    problems.add(label, 'not the name of a type, such as "group". Leave it out for accounts.');
  }
  return type;
}

/** `undefined` if the limit is not given, or is a problem. */
function readLimit(
  name: LimitName,
  text: string,
  label: string,
  problems: Problems,
): AccountLimit | undefined {
  if (text === '') return undefined;
  const limit = parseLimit(name, text);
  if (!('problem' in limit)) return limit;
  problems.add(label, limit.problem);
  return undefined;
}

const RULES: readonly Rule[] = [...ERROR_RULES, ...WARNING_RULES];

/** The rules whose ids are written. An unknown one is a warning: a later version may know it, or no longer. */
function readRules(text: string, label: string, problems: Problems): readonly Rule[] {
  return parseNames(text).flatMap((written) => {
    const rule = RULES.find((one) => one === written);
    if (rule !== undefined) return [rule];
    const meant = similarName(written, RULES);
    const advice = meant === undefined ? 'docs/checks.md lists the rules.' : `Did you mean "${meant}"?`;
    problems.warn(
      label,
      `"${written.slice(0, 100)}" is not the id of a rule, so it has no effect. ${advice}`,
    );
    return [];
  });
}
