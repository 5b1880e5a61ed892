/** Collects the findings of a file in bounded memory. */
import { MAX_KEPT_FINDINGS, RULES } from '../model/finding.js';
import type { Finding, Findings, Rule } from '../model/finding.js';

/** The position of a finding, both from 1; `undefined` for the whole file or the whole line. */
interface Place {
  readonly line?: number;
  readonly column?: number;
}

/** A finding with the severity of its rule. */
export function finding(rule: Rule, message: string, { line, column }: Place = {}): Finding {
  return { severity: RULES[rule].severity, rule, message, line, column };
}

/** Collects findings in bounded memory: a rule that fires on every row does not crowd out one that fires once. */
export class FindingCollector {
  readonly #byRule = new Map<Rule, Finding[]>();
  readonly #counts = new Map<Rule, number>();
  #kept = 0;

  add(rule: Rule, message: string, place: Place = {}): void {
    this.take(finding(rule, message, place));
  }

  take(one: Finding): void {
    this.#counts.set(one.rule, (this.#counts.get(one.rule) ?? 0) + 1);
    const ofRule = this.#byRule.get(one.rule) ?? [];
    this.#byRule.set(one.rule, ofRule);
    if (this.#kept === MAX_KEPT_FINDINGS && !this.#makeRoomFor(ofRule)) return;
    ofRule.push(one);
    this.#kept += 1;
  }

  /** All findings so far by line, those of the whole file first. */
  result(): Findings {
    const kept = [...this.#byRule.values()].flat().sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
    return summed(kept, this.#counts);
  }

  /** Drops the last finding of the rule with the most findings, unless that is the requesting rule. */
  #makeRoomFor(asking: readonly Finding[]): boolean {
    const largest = [...this.#byRule.values()].reduce((a, b) => (b.length > a.length ? b : a));
    if (largest.length <= asking.length + 1) return false;
    largest.pop();
    this.#kept -= 1;
    return true;
  }
}

function summed(kept: readonly Finding[], counts: ReadonlyMap<Rule, number>): Findings {
  let errors = 0;
  let warnings = 0;
  for (const [rule, count] of counts) {
    if (RULES[rule].severity === 'error') errors += count;
    else warnings += count;
  }
  return { kept, counts, errors, warnings };
}
