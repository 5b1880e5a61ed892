/** Finds accounts that would be deleted and created again, because their native identity is written otherwise. */
import type { Finding } from '../../model/finding.js';
import { count, counted } from '../../model/words.js';
import { isAtLeast, THRESHOLDS } from './thresholds.js';

/** A way in which two spellings of one native identity may differ. */
interface Difference {
  readonly name: string;
  readonly remedy: string;
  /** The identity without this difference. */
  readonly drop: (identity: string) => string;
  /** No person writes two identities that differ only in this: one pair with the same display name is enough. */
  readonly isTelling: boolean;
}

/** In the order in which they are combined. */
const DIFFERENCES: readonly Difference[] = [
  {
    name: 'Unicode form',
    remedy: 'have the export write the same Unicode form as before (usually NFC)',
    drop: (identity) => identity.normalize('NFKC'),
    isTelling: false,
  },
  {
    name: 'invisible characters',
    remedy: 'have the export drop invisible characters (U+200B, U+FEFF, marks of direction)',
    drop: (identity) => identity.replace(/\p{Cf}/gu, ''),
    isTelling: true,
  },
  {
    name: 'spaces around them',
    remedy: 'have the export write them as before, without or with the blanks',
    drop: (identity) => identity.trim(),
    isTelling: false,
  },
  {
    name: '="…" around them',
    remedy: "leave out Excel's formulas, which only Excel understands",
    drop: (identity) => identity.replace(/^="(.*)"$/s, '$1'),
    isTelling: true,
  },
  {
    name: 'a pair of quotes around them',
    remedy: 'have the program that writes the file quote fields once, not the values before, too',
    drop: (identity) => identity.replace(/^(["'])(.*)\1$/s, '$2'),
    isTelling: false,
  },
  {
    name: 'an apostrophe in front',
    remedy: 'leave out the apostrophe that keeps a spreadsheet from reading a number',
    drop: (identity) => identity.replace(/^'(?=.)/s, ''),
    isTelling: true,
  },
  {
    name: 'letter case',
    remedy: 'have the export write the same letter case as before',
    drop: (identity) => identity.toLowerCase(),
    isTelling: false,
  },
  {
    name: 'the part after "@"',
    remedy: 'have the export write the same domain as before, or none',
    drop: (identity) => identity.replace(/(?<=.)@.*$/s, ''),
    isTelling: false,
  },
  {
    name: 'thousands separators',
    remedy: 'export the column as text, not as a number in the format of a language',
    drop: (identity) =>
      /^\d{1,3}(?:[.,'’\s]\d{3})+$/u.test(identity) ? identity.replace(/\D/gu, '') : identity,
    isTelling: true,
  },
  {
    name: 'a trailing ".0"',
    remedy: 'have the program read the column as text: it took them for numbers with decimals',
    drop: (identity) => identity.replace(/(?<=\d)\.0+$/, ''),
    isTelling: true,
  },
  {
    name: 'leading zeros',
    remedy:
      'export the column as text: a cast to a number in SQL, a program that guesses types, or a spreadsheet drops them, and a format such as D8 adds them',
    drop: (identity) => identity.replace(/^0+(?=.)/s, ''),
    isTelling: true,
  },
];

/** How many of the deletions match creations in another spelling. */
export interface ReformattedIdentities {
  readonly severity: Finding['severity'];
  readonly accounts: number;
  readonly deleted: number;
  readonly differences: readonly Difference[];
  /** Which of the two has the longer spelling, where that is the same for all. */
  readonly longer: 'file' | 'ISC' | undefined;
}

type Pair = readonly [deleted: string, created: string];

/**
 * Whether accounts to be deleted and accounts to be created are the same people with their native identity spelled
 * differently; `undefined` if none is. Prefers a single difference, otherwise as few as possible.
 *
 * @param isSamePerson whether a deleted and a created account agree in a display name that is not the identity.
 */
export function findReformatted(
  deleted: readonly string[],
  created: readonly string[],
  isSamePerson: (deleted: string, created: string) => boolean = () => false,
): ReformattedIdentities | undefined {
  if (deleted.length === 0 || created.length === 0) return undefined;
  const pairs = (differences: readonly Difference[]): readonly Pair[] =>
    pairsOf(deleted, created, differences);
  const all = pairs(DIFFERENCES);
  if (all.length === 0) return undefined;
  const singles = DIFFERENCES.map((one) => ({ differences: [one], found: pairs([one]) }));
  const best = singles.reduce((a, b) => (b.found.length > a.found.length ? b : a));
  const chosen = best.found.length === all.length || isMany(best.found, deleted) ? best : needed(all, pairs);
  if (isMany(chosen.found, deleted)) return result('error', chosen.found, deleted, chosen.differences);
  const telling = singles
    .filter(({ differences: [one] }) => one?.isTelling)
    .map(({ differences, found }) => ({ differences, found: found.filter((pair) => isSamePerson(...pair)) }))
    .reduce((a, b) => (b.found.length > a.found.length ? b : a));
  return telling.found.length > 0
    ? result('error', telling.found, deleted, telling.differences)
    : result('warning', chosen.found, deleted, chosen.differences);
}

/** At least three, and at least half of the deletions. */
function isMany(found: readonly Pair[], deleted: readonly string[]): boolean {
  const { accounts, percent } = THRESHOLDS.identitiesReformatted;
  return found.length >= accounts && isAtLeast(found.length, percent, deleted.length);
}

/** As few differences as find all pairs. */
function needed(
  all: readonly Pair[],
  pairs: (differences: readonly Difference[]) => readonly Pair[],
): { readonly differences: readonly Difference[]; readonly found: readonly Pair[] } {
  let differences = DIFFERENCES;
  for (const one of DIFFERENCES) {
    const others = differences.filter((other) => other !== one);
    if (pairs(others).length === all.length) differences = others;
  }
  return { differences, found: all };
}

function pairsOf(
  deleted: readonly string[],
  created: readonly string[],
  differences: readonly Difference[],
): readonly Pair[] {
  const forms = new Map(created.map((identity) => [without(identity, differences), identity]));
  return deleted.flatMap((identity): readonly Pair[] => {
    const other = forms.get(without(identity, differences));
    return other === undefined ? [] : [[identity, other]];
  });
}

function without(identity: string, differences: readonly Difference[]): string {
  return differences.reduce((rest, { drop }) => drop(rest), identity);
}

function result(
  severity: Finding['severity'],
  found: readonly Pair[],
  deleted: readonly string[],
  differences: readonly Difference[],
): ReformattedIdentities {
  const isFile = found.every(([before, after]) => after.length > before.length);
  const isTenant = found.every(([before, after]) => before.length > after.length);
  return {
    ...{ severity, accounts: found.length, deleted: deleted.length, differences },
    longer: isFile ? 'file' : isTenant ? 'ISC' : undefined,
  };
}

/** The finding, with advice about the export: these deletions must never be allowed. */
export function reformattedFinding(found: ReformattedIdentities): Finding {
  const { accounts, deleted, differences, longer, severity } = found;
  const names = differences.map(({ name }) => name).join(' and by ');
  const remedies = differences.map(({ remedy }) => remedy).join('; ');
  const side = longer === undefined ? '' : ` (${longer === 'file' ? 'more in the file' : 'more in ISC'})`;
  const message =
    `${count(accounts)} of the ${counted(deleted, 'account')} to be deleted would be created again at once: their native ` +
    `identities differ only by ${names}${side}. To ISC these are different accounts. ` +
    `${severity === 'error' ? 'Do not let this file through' : 'If they are the same people'}: ${remedies}.`;
  return { severity, rule: 'identities-reformatted', message, line: undefined, column: undefined };
}
