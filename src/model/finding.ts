/** The rules of docs/checks.md, by the id that people see and can look up there. */
export const ERROR_RULES = [
  'empty-file',
  'header-only',
  'lfs-pointer',
  'merge-conflict',
  'encoding',
  'not-a-csv',
  'unknown-column',
  'missing-column',
  'duplicate-column',
  'missing-identity-column',
  'wrong-delimiter',
  'not-a-header',
  'lost-line-breaks',
  'entitlement-file',
  'unterminated-quote',
  'stray-quote',
  'field-count',
  'mixed-line-ends',
  'record-too-long',
  'too-many-accounts',
  'truncated-last-line',
  'blank-identity',
  'scattered-identity',
  'duplicate-identity',
  'commented-record',
  'not-an-account',
  'merged-accounts',
  'repeated-heading',
  'identities-reformatted',
  'values-shifted',
  'null-word',
  'values-joined',
  'values-inverted',
  'dates-moved',
  'values-reformatted',
  'values-rescaled',
  'values-rounded',
  'values-garbled',
  'values-mistyped',
  'values-emptied',
  'values-filled',
  'values-collapsed',
  'delete-threshold',
] as const;

export const WARNING_RULES = [
  'byte-order-mark',
  'identity-blanks',
  'identity-letter-case',
  'conflicting-values',
  'too-many-lines',
  'total-row',
  'blank-display-name',
  'garbled-text',
  'spreadsheet-error',
  'value-type',
  'other-merge-column',
  'rows-left-out',
  'build-map-rule',
  'no-delete-threshold',
  'deletion-disabled',
] as const;

export type Rule = (typeof ERROR_RULES)[number] | (typeof WARNING_RULES)[number];

/** The severity of a rule's findings, unless a finding says otherwise. */
export function severityOf(rule: Rule): 'error' | 'warning' {
  return ERROR_RULES.some((one) => one === rule) ? 'error' : 'warning';
}

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

export const NO_FINDINGS: Findings = { kept: [], counts: new Map(), errors: 0, warnings: 0 };

/** Two sets of findings as one, those of `first` before those of `then`. */
export function joined(first: Findings, then: readonly Finding[]): Findings {
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
