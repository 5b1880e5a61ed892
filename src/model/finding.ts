/** Findings: what is wrong with a file or unclear about its source, by rule. */

/** What a rule says of a file. */
export interface RuleTraits {
  /** Unless a finding says otherwise. */
  readonly severity: 'error' | 'warning';
  /** `source`: a setting of the source, so that its finding belongs to no file. */
  readonly about: 'file' | 'source';
  /** False for an error with which `csv-checks: warn` does not help: ISC refuses the file, or it is the wrong file. */
  readonly isWarnUseful: boolean;
}

/** The rules of docs/checks.md, by the id that people see and can look up there, in the order of that page. */
export const RULES = {
  'empty-file': { severity: 'error', about: 'file', isWarnUseful: true },
  'header-only': { severity: 'error', about: 'file', isWarnUseful: true },
  'lfs-pointer': { severity: 'error', about: 'file', isWarnUseful: true },
  'merge-conflict': { severity: 'error', about: 'file', isWarnUseful: true },
  encoding: { severity: 'error', about: 'file', isWarnUseful: false },
  'not-a-csv': { severity: 'error', about: 'file', isWarnUseful: true },
  'unknown-column': { severity: 'error', about: 'file', isWarnUseful: false },
  'missing-column': { severity: 'error', about: 'file', isWarnUseful: false },
  'duplicate-column': { severity: 'error', about: 'file', isWarnUseful: false },
  'missing-identity-column': { severity: 'error', about: 'file', isWarnUseful: true },
  'wrong-delimiter': { severity: 'error', about: 'file', isWarnUseful: true },
  'not-a-header': { severity: 'error', about: 'file', isWarnUseful: true },
  'lost-line-breaks': { severity: 'error', about: 'file', isWarnUseful: true },
  'entitlement-file': { severity: 'error', about: 'file', isWarnUseful: true },
  'unterminated-quote': { severity: 'error', about: 'file', isWarnUseful: true },
  'stray-quote': { severity: 'error', about: 'file', isWarnUseful: true },
  'field-count': { severity: 'error', about: 'file', isWarnUseful: true },
  'mixed-line-ends': { severity: 'error', about: 'file', isWarnUseful: false },
  'record-too-long': { severity: 'error', about: 'file', isWarnUseful: true },
  'too-many-accounts': { severity: 'error', about: 'file', isWarnUseful: true },
  'truncated-last-line': { severity: 'error', about: 'file', isWarnUseful: false },
  'blank-identity': { severity: 'error', about: 'file', isWarnUseful: true },
  'scattered-identity': { severity: 'error', about: 'file', isWarnUseful: true },
  'duplicate-identity': { severity: 'error', about: 'file', isWarnUseful: true },
  'commented-record': { severity: 'error', about: 'file', isWarnUseful: true },
  'not-an-account': { severity: 'error', about: 'file', isWarnUseful: true },
  'merged-accounts': { severity: 'error', about: 'file', isWarnUseful: true },
  'other-merge-column': { severity: 'error', about: 'source', isWarnUseful: false },
  'repeated-heading': { severity: 'error', about: 'file', isWarnUseful: false },
  'cut-value': { severity: 'error', about: 'file', isWarnUseful: false },
  'identities-reformatted': { severity: 'error', about: 'file', isWarnUseful: true },
  'values-shifted': { severity: 'error', about: 'file', isWarnUseful: true },
  'null-word': { severity: 'error', about: 'file', isWarnUseful: true },
  'values-joined': { severity: 'error', about: 'file', isWarnUseful: true },
  'values-inverted': { severity: 'error', about: 'file', isWarnUseful: true },
  'dates-moved': { severity: 'error', about: 'file', isWarnUseful: true },
  'values-reformatted': { severity: 'error', about: 'file', isWarnUseful: true },
  'values-rescaled': { severity: 'error', about: 'file', isWarnUseful: true },
  'values-rounded': { severity: 'error', about: 'file', isWarnUseful: true },
  'values-garbled': { severity: 'error', about: 'file', isWarnUseful: true },
  'values-mistyped': { severity: 'error', about: 'file', isWarnUseful: true },
  'values-emptied': { severity: 'error', about: 'file', isWarnUseful: true },
  'values-filled': { severity: 'error', about: 'file', isWarnUseful: true },
  'values-collapsed': { severity: 'error', about: 'file', isWarnUseful: true },
  'protected-account': { severity: 'error', about: 'file', isWarnUseful: false },
  'delete-threshold': { severity: 'error', about: 'file', isWarnUseful: true },
  'byte-order-mark': { severity: 'warning', about: 'file', isWarnUseful: true },
  'identity-blanks': { severity: 'warning', about: 'file', isWarnUseful: true },
  'identity-letter-case': { severity: 'warning', about: 'file', isWarnUseful: true },
  'conflicting-values': { severity: 'warning', about: 'file', isWarnUseful: true },
  'too-many-lines': { severity: 'warning', about: 'file', isWarnUseful: true },
  'total-row': { severity: 'warning', about: 'file', isWarnUseful: true },
  'blank-display-name': { severity: 'warning', about: 'file', isWarnUseful: true },
  'garbled-text': { severity: 'warning', about: 'file', isWarnUseful: true },
  'spreadsheet-error': { severity: 'warning', about: 'file', isWarnUseful: true },
  'value-type': { severity: 'warning', about: 'file', isWarnUseful: true },
  'unknown-entitlement': { severity: 'warning', about: 'file', isWarnUseful: true },
  'rows-left-out': { severity: 'warning', about: 'source', isWarnUseful: true },
  'build-map-rule': { severity: 'warning', about: 'source', isWarnUseful: true },
  'no-delete-threshold': { severity: 'warning', about: 'source', isWarnUseful: true },
  'deletion-disabled': { severity: 'warning', about: 'source', isWarnUseful: true },
} as const satisfies Readonly<Record<string, RuleTraits>>;

/** The id of a rule, as `warn-only` and docs/checks.md write it. */
export type Rule = keyof typeof RULES;

const ALL_RULES = Object.keys(RULES) as readonly Rule[];

/** The rules by the severity that they have with `csv-checks: error`, in the order of the table. */
export const ERROR_RULES: readonly Rule[] = ALL_RULES.filter((rule) => RULES[rule].severity === 'error');
/** The others, in the same order. */
export const WARNING_RULES: readonly Rule[] = ALL_RULES.filter((rule) => RULES[rule].severity === 'warning');

/** One problem in a file. Never contains the content of a cell. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly rule: Rule;
  /** What is wrong and, if useful, what to do, for the person who fixes the file. */
  readonly message: string;
  /** First line of the record, from 1; `undefined` for the file as a whole or the source. */
  readonly line: number | undefined;
  /** From 1, in characters. */
  readonly column: number | undefined;
}

/** Any number of findings takes bounded memory: the first ones are kept in full, all are counted. */
export interface Findings {
  /** The first findings of each rule in the order of the file, at most MAX_KEPT_FINDINGS in all. */
  readonly kept: readonly Finding[];
  /** All findings, kept or not, by rule. */
  readonly counts: ReadonlyMap<Rule, number>;
  readonly errors: number;
  readonly warnings: number;
}

/** Enough for a table that a person can still scroll through, at a few hundred bytes each. */
export const MAX_KEPT_FINDINGS = 5_000;

/** Of a file that has passed every rule, and of one that was not checked. */
export const NO_FINDINGS: Findings = { kept: [], counts: new Map(), errors: 0, warnings: 0 };

/** Two sets of findings as one, those of `first` before those of `then`. */
export function joinFindings(first: Findings, then: readonly Finding[]): Findings {
  const counts = new Map<Rule, number>(first.counts);
  for (const { rule } of then) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const errors = then.filter(({ severity }) => severity === 'error').length;
  return {
    kept: [...first.kept, ...then].slice(0, MAX_KEPT_FINDINGS),
    counts,
    errors: first.errors + errors,
    warnings: first.warnings + then.length - errors,
  };
}

/** The same findings as `csv-checks: warn` shows them: none is an error. */
export function asWarnings(findings: Findings): Findings {
  return {
    kept: findings.kept.map((finding) => ({ ...finding, severity: 'warning' })),
    counts: findings.counts,
    errors: 0,
    warnings: findings.errors + findings.warnings,
  };
}

/** The same findings as `warn-only` shows them: those of `rules` are no errors. */
export function withWarningsOnly(findings: Findings, rules: readonly Rule[]): Findings {
  const only = new Set(rules);
  const softened = rules.reduce((sum, rule) => sum + errorsOf(findings, rule), 0);
  if (softened === 0) return findings;
  return {
    kept: findings.kept.map((one) => (only.has(one.rule) ? { ...one, severity: 'warning' } : one)),
    counts: findings.counts,
    errors: findings.errors - softened,
    warnings: findings.warnings + softened,
  };
}

/** How many findings of a rule are errors: what is no longer kept has the severity of its rule. */
function errorsOf({ counts, kept }: Findings, rule: Rule): number {
  const found = kept.filter((one) => one.rule === rule);
  const errors = found.filter(({ severity }) => severity === 'error').length;
  const isError = ERROR_RULES.some((one) => one === rule);
  return isError ? errors + (counts.get(rule) ?? 0) - found.length : errors;
}
