import { MAX_KEPT_FINDINGS, type Finding, type Findings, type Rule } from '../model/finding.js';

/** Two lots of findings as one, those of `first` before those of `then`. */
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

/** The same findings as `csv-checks: warn` shows them: none of them is an error. */
export function asWarnings(findings: Findings): Findings {
  return {
    kept: findings.kept.map((finding) => ({ ...finding, severity: 'warning' })),
    counts: findings.counts,
    errors: 0,
    warnings: findings.errors + findings.warnings,
  };
}
