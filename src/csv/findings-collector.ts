/** Collects the findings of a file in bounded memory. */
import { type Finding, type Findings, MAX_KEPT_FINDINGS, type Rule, RULES } from '../model/finding.js';
import { thousands } from '../model/words.js';

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
    return findingsOf(kept, this.#counts);
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

function findingsOf(kept: readonly Finding[], counts: ReadonlyMap<Rule, number>): Findings {
  let errors = 0;
  let warnings = 0;
  for (const [rule, count] of counts) {
    if (RULES[rule].severity === 'error') errors += count;
    else warnings += count;
  }
  return { kept, counts, errors, warnings };
}

/** Maximum number of lines to name; the rest are counted. */
const MAX_NAMED_LINES = 3;
const MAX_NAMED_COLUMNS = 5;

/** The lines on which one cause appears. It becomes one finding, however many lines there are. */
export class Occurrences {
  readonly #lines: number[] = [];
  readonly #columns = new Set<number>();
  #count = 0;

  /** Number of lines. */
  get count(): number {
    return this.#count;
  }

  /** The first line; `undefined` if there is none. */
  get firstLine(): number | undefined {
    return this.#lines[0];
  }

  /** Positions of the first columns in which it appears. */
  get columns(): readonly number[] {
    return [...this.#columns];
  }

  /** Records a line, from 1; lines come in the order of the file. */
  addLine(line: number): void {
    this.#count += 1;
    if (this.#lines.length < MAX_NAMED_LINES) this.#lines.push(line);
  }

  addColumn(index: number): void {
    if (this.#columns.size < MAX_NAMED_COLUMNS) this.#columns.add(index);
  }

  /** `line 2`, `lines 2, 4 and 7`, `lines 2, 4, 7 and 1,211 more`. */
  inWords(): string {
    const [first, ...others] = this.#lines.map((line) => String(line));
    const left = this.#count - this.#lines.length;
    const rest = left === 0 ? others : [...others, `${thousands(left)} more`];
    if (rest.length === 0) return `line ${first ?? ''}`;
    return `lines ${[first, ...rest.slice(0, -1)].join(', ')} and ${rest.at(-1) ?? ''}`;
  }
}
