import { finding } from '../../csv/findings-collector.js';
import type { Finding } from '../../model/finding.js';
import { count, counted } from '../../runtime/wording.js';
import { isAtLeast, THRESHOLDS } from './thresholds.js';

/** A way in which two spellings of one native identity may differ. */
interface Difference {
  readonly name: string;
  readonly remedy: string;
  /** The identity without this difference. */
  readonly drop: (identity: string) => string;
}

/** In the order in which they are combined. */
const DIFFERENCES: readonly Difference[] = [
  {
    name: 'Unicode form',
    remedy: 'have the export write the same Unicode form as before (usually NFC)',
    drop: (identity) => identity.normalize('NFKC'),
  },
  {
    name: 'blanks around them',
    remedy: 'have the export write them as before, without or with the blanks',
    drop: (identity) => identity.trim(),
  },
  {
    name: 'letter case',
    remedy: 'have the export write the same letter case as before',
    drop: (identity) => identity.toLowerCase(),
  },
  {
    name: 'the part after "@"',
    remedy: 'have the export write the same domain as before, or none',
    drop: (identity) => identity.replace(/(?<=.)@.*$/s, ''),
  },
  {
    name: 'leading zeros',
    remedy: 'do not open the file with a spreadsheet, which drops them, or format the column as text',
    drop: (identity) => identity.replace(/^0+(?=.)/s, ''),
  },
];

/** How many of the deletions match creations in another spelling. */
export interface Reformatted {
  readonly accounts: number;
  readonly deleted: number;
  readonly differences: readonly Difference[];
}

/**
 * Whether accounts to be deleted and accounts to be created are the same people with their native identity spelled
 * differently; `undefined` if too few match. Prefers a single difference, otherwise as few as possible.
 */
export function reformatted(deleted: readonly string[], created: readonly string[]): Reformatted | undefined {
  const { accounts, percent } = THRESHOLDS.identitiesReformatted;
  if (deleted.length < accounts || created.length === 0) return undefined;
  const comeBack = (differences: readonly Difference[]): number => {
    const forms = new Set(created.map((identity) => without(identity, differences)));
    return deleted.filter((identity) => forms.has(without(identity, differences))).length;
  };
  const isEnough = (found: number): boolean => found >= accounts && isAtLeast(found, percent, deleted.length);
  const all = comeBack(DIFFERENCES);
  if (!isEnough(all)) return undefined;
  const singles = DIFFERENCES.map((one) => ({ one, found: comeBack([one]) }));
  const best = singles.reduce((a, b) => (b.found > a.found ? b : a));
  if (isEnough(best.found)) {
    return { accounts: best.found, deleted: deleted.length, differences: [best.one] };
  }
  let needed = DIFFERENCES;
  for (const one of DIFFERENCES) {
    const others = needed.filter((other) => other !== one);
    if (comeBack(others) === all) needed = others;
  }
  return { accounts: all, deleted: deleted.length, differences: needed };
}

/** The finding, with advice about the export: these deletions must never be allowed. */
export function reformattedFinding({ accounts, deleted, differences }: Reformatted): Finding {
  const names = differences.map(({ name }) => name).join(' and by ');
  const remedies = differences.map(({ remedy }) => remedy).join('; ');
  const message =
    `${count(accounts)} of the ${counted(deleted, 'account')} to be deleted would be created again at once: their native ` +
    `identities differ only by ${names}. To ISC these are different accounts. Do not let this file through: ${remedies}.`;
  return finding('identities-reformatted', message);
}

function without(identity: string, differences: readonly Difference[]): string {
  return differences.reduce((rest, { drop }) => drop(rest), identity);
}
