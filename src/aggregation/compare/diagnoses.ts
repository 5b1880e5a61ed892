/**
 * What is wrong with the values of a file as a whole. One cause is one finding: of each column the first diagnosis that
 * stops is said, or, if none does, the first that warns. Names columns and counts, never values.
 */
import { RULES, type Finding, type Rule } from '../../model/finding.js';
import { mostFrequent, type ColumnCounts } from './column-counts.js';
import {
  diagnosisFinding,
  shiftedFinding,
  type Diagnosis,
  type DiagnosisRule,
  type Move,
} from './diagnosis-words.js';
import { isAtLeast, isMoreThan, THRESHOLDS } from './thresholds.js';
import { inNotation, whyNot } from './summarize-changes.js';
import type { ComparedValues } from './value-comparison.js';

/** What is wrong with whole columns of the file. */
export interface Diagnoses {
  readonly findings: readonly Finding[];
  /** The columns that the findings are about. */
  readonly explained: ReadonlySet<string>;
}

/** `warnOnly`: the rules whose findings only warn. */
export function diagnoseValues(compared: ComparedValues, warnOnly: readonly Rule[] = []): Diagnoses {
  const columns = compared.counts.flatMap((counts, index) =>
    whyNot(counts) === undefined ? [{ counts, index }] : [],
  );
  const moves = movesIn(compared, columns);
  // A column that has moved leaves another one empty or with one value.
  const moved = new Set(moves.flatMap(({ into, from }) => [into, from]));
  const found = columns
    .filter(({ counts }) => !moved.has(counts))
    .flatMap(({ counts }) => chosen(diagnosesOf(counts), warnOnly) ?? []);
  return {
    findings: [
      ...(moves.length === 0 ? [] : [shiftedFinding(moves, compared.compared)]),
      ...grouped(found).map(diagnosisFinding),
    ],
    explained: new Set([...[...moved].map(({ about }) => about.name), ...found.map(({ column }) => column)]),
  };
}

function chosen(all: readonly Diagnosis[], warnOnly: readonly Rule[]): Diagnosis | undefined {
  return all.find(({ rule, severity }) => severity === 'error' && !warnOnly.includes(rule)) ?? all[0];
}

/** Diagnoses of one rule that say the same of several columns are one finding. */
function grouped(found: readonly Diagnosis[]): readonly (readonly [Diagnosis, ...Diagnosis[]])[] {
  const groups = new Map<string, [Diagnosis, ...Diagnosis[]]>();
  for (const one of found) {
    const key = `${one.rule} ${one.severity} ${one.what}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()].sort(([a], [b]) => ORDER.indexOf(a.rule) - ORDER.indexOf(b.rule));
}

interface IndexedCounts {
  readonly counts: ColumnCounts;
  readonly index: number;
}

function movesIn(
  { compared, counts: all, shifted }: ComparedValues,
  columns: readonly IndexedCounts[],
): readonly Move[] {
  const { accounts, morePercent } = THRESHOLDS.valuesShifted;
  if (compared < accounts) return [];
  return columns.flatMap(({ counts, index }) => {
    const most = shifted.mostIn(index);
    if (most === undefined || !isMoreThan(most.accounts, morePercent, compared)) return [];
    const from = all[most.other];
    return from === undefined ? [] : [{ into: counts, from, accounts: most.accounts }];
  });
}

type Found = Omit<Diagnosis, 'rule' | 'severity' | 'column'> & { readonly severity?: Finding['severity'] };
type Diagnose = (counts: ColumnCounts) => Found | undefined;

/** In the order in which the first is said. */
const DIAGNOSES: readonly (readonly [DiagnosisRule, Diagnose])[] = [
  ['null-word', nullWords],
  ['values-joined', joined],
  ['values-inverted', inverted],
  ['dates-moved', datesMoved],
  ['values-reformatted', reformatted],
  ['values-rescaled', rescaled],
  ['values-rounded', rounded],
  ['values-garbled', garbled],
  ['values-mistyped', mistyped],
  ['values-emptied', emptied],
  ['values-filled', filled],
  ['values-collapsed', collapsed],
];
const ORDER: readonly Rule[] = DIAGNOSES.map(([rule]) => rule);

function diagnosesOf(counts: ColumnCounts): readonly Diagnosis[] {
  return DIAGNOSES.flatMap(([rule, diagnose]) => {
    const found = diagnose(counts);
    if (found === undefined) return [];
    return [{ rule, column: counts.about.name, ...found, severity: found.severity ?? RULES[rule].severity }];
  });
}

/** True if so many values of the column differ that its way of writing them must have changed. */
function isColumnWide({ both, changed }: ColumnCounts): boolean {
  const { accounts, morePercent } = THRESHOLDS.ofDifferences;
  return changed >= accounts && isMoreThan(changed, morePercent, both);
}

/** True if the column differs as a whole, and nearly all of it in one way. */
function areMost(part: number, counts: ColumnCounts): boolean {
  return isColumnWide(counts) && isAtLeast(part, THRESHOLDS.ofDifferences.percent, counts.changed);
}

function nullWords({
  about,
  blank,
  nullWords: all,
  nullWordsInBlank,
  nullWordsNow,
}: ColumnCounts): Found | undefined {
  if (about.type !== 'STRING') return all === 0 ? undefined : { accounts: all, of: all, what: '' };
  const unknown = new Map([...nullWordsInBlank].filter(([word]) => !nullWordsNow.has(word)));
  const [, most = 0] = mostFrequent(unknown) ?? [];
  if (!isMoreThan(most, THRESHOLDS.nullWords.morePercent, blank)) return undefined;
  return { accounts: most, of: blank, what: '' };
}

function joined({ about, changed, joined: separators }: ColumnCounts): Found | undefined {
  const { accounts, morePercent } = THRESHOLDS.valuesJoined;
  const all = [...separators.values()].reduce((sum, count) => sum + count, 0);
  if (!about.isMulti || changed < accounts || !isMoreThan(all, morePercent, changed)) return undefined;
  const known = [...separators].filter(([separator]) => separator !== 'brackets');
  const [separator = 'brackets'] = mostFrequent(new Map(known)) ?? [];
  return { accounts: all, of: changed, what: separator };
}

function inverted(counts: ColumnCounts): Found | undefined {
  const { changed, inverted: all } = counts;
  // Where the others stay as they are, nothing has changed places: all become one.
  const constant = collapsed(counts);
  if (constant !== undefined && constant.severity !== 'warning') return undefined;
  return areMost(all, counts) ? { accounts: all, of: changed, what: '' } : undefined;
}

function datesMoved(counts: ColumnCounts): Found | undefined {
  const { changed, dates, emptied: gone } = counts;
  const move = dates.found(changed, isColumnWide(counts));
  if (move === undefined) return undefined;
  const { accounts, of, words } = move;
  return { accounts, of, what: words, move, ...(move.remedy === 'exchange' ? { emptied: gone } : {}) };
}

function reformatted(counts: ColumnCounts): Found | undefined {
  const all = inNotation(counts);
  if (!areMost(all, counts)) return undefined;
  const [aspect = 'the words for true and false'] = mostFrequent(counts.aspects) ?? [];
  return { accounts: all, of: counts.changed, what: aspect };
}

function rescaled(counts: ColumnCounts): Found | undefined {
  const [power = 0, all = 0] = mostFrequent(counts.powers) ?? [];
  return areMost(all, counts) ? { accounts: all, of: counts.changed, what: String(power) } : undefined;
}

function rounded(counts: ColumnCounts): Found | undefined {
  const { changed, decimals, digits, powers } = counts;
  if (digits >= THRESHOLDS.valuesRounded.accounts) return { accounts: digits, of: changed, what: 'digits' };
  const all = decimals + digits;
  return decimals > 0 && powers.size === 0 && areMost(all + counts.notation, counts)
    ? { accounts: all, of: changed, what: 'decimals' }
    : undefined;
}

function garbled({
  beyond1252,
  beyondAscii,
  changed,
  garbled: forms,
  plain,
}: ColumnCounts): Found | undefined {
  const [how, all = 0] = mostFrequent(forms) ?? [];
  if (how !== undefined) return { accounts: all, of: changed, what: how };
  const { accounts, percent } = THRESHOLDS.lettersDropped;
  if (plain < accounts) return undefined;
  const whole = [beyondAscii, beyond1252].find((some) => some > 0 && isAtLeast(plain, percent, some));
  return whole === undefined
    ? undefined
    : { accounts: plain, of: whole, what: 'without the letters beyond ASCII, or with plain ones' };
}

function mistyped(counts: ColumnCounts): Found | undefined {
  const { accounts, morePercent } = THRESHOLDS.valuesMistyped;
  const { about, mistyped: some, valued, words } = counts;
  const unknown = [...words.values()].filter(({ isKnown }) => !isKnown);
  const isNotation = inNotation(counts) > counts.notation;
  const inWords = isNotation ? 0 : unknown.reduce((sum, { isFalse, isTrue }) => sum + isFalse + isTrue, 0);
  const all = some + inWords;
  if (all < accounts || !isMoreThan(all, morePercent, valued)) return undefined;
  return { accounts: all, of: valued, what: about.type };
}

function emptied({ emptied: gone, valued }: ColumnCounts): Found | undefined {
  const { accounts, morePercent } = THRESHOLDS.valuesEmptied;
  if (gone < accounts || !isMoreThan(gone, morePercent, valued)) return undefined;
  return { accounts: gone, of: valued, what: '' };
}

function filled({ blank, filledWith }: ColumnCounts): Found | undefined {
  const { accounts: least, morePercent } = THRESHOLDS.valuesFilled;
  const all = [...filledWith.values()];
  const most = all.find(({ accounts }) => accounts >= least && isMoreThan(accounts, morePercent, blank));
  if (most === undefined) return undefined;
  const { accounts, isSenseless } = most;
  return {
    ...{ accounts, of: blank, what: isSenseless ? 'senseless' : '' },
    severity: isSenseless ? 'error' : 'warning',
  };
}

function collapsed(counts: ColumnCounts): Found | undefined {
  const { accounts, morePercent, severalAccounts, warnedBooleans } = THRESHOLDS.valuesCollapsed;
  const { about, changed, inFile, inTenant, manyInFile, manyNow, valued } = counts;
  if (about.isMulti && manyNow >= severalAccounts && manyInFile === 0) {
    return { accounts: manyNow, of: manyNow, what: 'several' };
  }
  if (valued < accounts || inTenant.different !== 2 || inFile.different !== 1) return undefined;
  if (isMoreThan(changed, morePercent, valued)) return { accounts: changed, of: valued, what: '' };
  if (about.type !== 'BOOLEAN' || changed < warnedBooleans) return undefined;
  return { accounts: changed, of: valued, what: '', severity: 'warning' };
}
