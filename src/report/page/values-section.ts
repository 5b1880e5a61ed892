/**
 * What the file would do to the values of accounts: a table by column, the transitions of columns that may be shown,
 * ids.
 */
import type { ObjectKind } from '../../model/object-kind.js';
import type { Plan } from '../../model/outcome.js';
import {
  columnsInUse,
  type ColumnChanges,
  type ColumnTransitions,
  type ShownValue,
  type ValueChanges,
} from '../../model/value-changes.js';
import { codeSpan, forMarkdown } from '../../runtime/escape.js';
import { count, counted } from '../../model/words.js';
import type { Detail } from './detail.js';
import { details, list, numberTable, paragraphs } from './markdown.js';

/** Columns with their own row; the others are added up in one. */
const MAX_ROWS = 20;
const MAX_NAME = 100;
const MAX_VALUE = 60;
const MAX_ID = 200;
const MAX_PROFILES = 10;

/** Marks a column that identity profiles read. */
const IN_USE = '👤';

/**
 * `undefined` if values were not compared and no reason is needed, or if nothing changes and there is nothing to say.
 */
export function valuesSection(
  plan: Plan | undefined,
  detail: Detail,
  noun: ObjectKind = 'account',
): string | undefined {
  if (plan === undefined) return undefined;
  const { values } = plan;
  if (values.kind === 'not-compared') {
    return values.why === '' ? undefined : `ℹ️ ${forMarkdown(values.why, detail.text)}`;
  }
  const { changes } = values;
  const body = paragraphs([
    changes.columns.length === 0 ? undefined : columnsTable(changes, noun),
    ...transitionsSection(changes.transitions, detail),
    notes(changes, noun),
    changedIds(changes, noun, detail),
  ]);
  return body === '' ? undefined : body;
}

function columnsTable(changes: ValueChanges, noun: ObjectKind): string {
  const { columns, compared } = changes;
  const inUse = new Set(columnsInUse(changes));
  const shown = columns.slice(0, MAX_ROWS);
  const rest = columns.slice(MAX_ROWS);
  const losesAny = columns.some(({ losing = 0 }) => losing > 0);
  const cells = (one: Omit<ColumnChanges, 'column'>): readonly string[] => [
    ...[one.changed, one.notation, one.emptied, one.filled].map(count),
    ...(losesAny ? [one.losing === undefined ? '' : count(one.losing)] : []),
  ];
  const rows = shown.map((one) => [
    `${forMarkdown(one.column, MAX_NAME)}${markIf(inUse.has(one.column))}`,
    ...cells(one),
  ]);
  const others =
    rest.length === 0
      ? []
      : [
          [
            `${counted(rest.length, 'more column')}${markIf(rest.some(({ column }) => inUse.has(column)))}`,
            ...cells(added(rest)),
          ],
        ];
  return paragraphs([
    `**Values that change, by column** (of ${counted(compared, noun)} in the file and on the source)`,
    numberTable(
      ['Column', 'Changed', 'Only in notation', 'Emptied', 'Filled', ...(losesAny ? ['Lose values'] : [])],
      [...rows, ...others],
    ),
    changes.profileUse === undefined ? notTold(noun) : inUse.size === 0 ? undefined : legend(changes),
  ]);
}

/** The sums over columns. */
function added(columns: readonly ColumnChanges[]): Omit<ColumnChanges, 'column'> {
  const sum = (of: 'changed' | 'notation' | 'emptied' | 'filled'): number =>
    columns.reduce((all, one) => all + one[of], 0);
  const losing = columns.flatMap((one) => one.losing ?? []);
  return {
    ...{ changed: sum('changed'), notation: sum('notation'), emptied: sum('emptied'), filled: sum('filled') },
    losing: losing.length === 0 ? undefined : losing.reduce((all, one) => all + one, 0),
  };
}

function markIf(isInUse: boolean): string {
  return isInUse ? ` ${IN_USE}` : '';
}

/** The first names, and the number of the others. */
function named(names: readonly string[], most = MAX_ROWS): string {
  const first = names.slice(0, most).map((name) => forMarkdown(name, MAX_NAME));
  const left = names.length - first.length;
  return [...first, ...(left > 0 ? [`${count(left)} more`] : [])].join(', ');
}

/** Identity profiles read attributes of accounts alone. */
function notTold(noun: string): string | undefined {
  if (noun !== 'account') return undefined;
  return 'ℹ️ ISC has not said which of these columns identity profiles read.';
}

/** What the mark means. ISC does not say which profile reads which column. */
function legend({ profileUse }: ValueChanges): string {
  const by = named(profileUse?.profiles ?? [], MAX_PROFILES);
  return `${IN_USE} Read by identity profiles${by === '' ? '' : ` (${by})`}: a change here can change lifecycle states, roles and access.`;
}

/** The columns of `show-values` in which something changes, as far as the page has room. */
function transitionsSection(all: readonly ColumnTransitions[], detail: Detail): readonly string[] {
  const sections = all.flatMap((transitions) => transitionsOf(transitions) ?? []);
  const left = sections.length - detail.transitions;
  return left > 0
    ? [...sections.slice(0, detail.transitions), `And the values of ${counted(left, 'more column')}.`]
    : sections;
}

function transitionsOf({ column, transitions }: ColumnTransitions): string | undefined {
  const name = forMarkdown(column, MAX_NAME);
  if (transitions === undefined) return `**${name}**: too many different values to show.`;
  if (transitions.length === 0) return undefined;
  const entries = transitions.map(
    ({ accounts, from, to }) => `${valueOf(from)} → ${valueOf(to)}: ${count(accounts)}`,
  );
  return paragraphs([`**${name}**, most frequent changes`, list(entries, entries.length, 'transitions')]);
}

function valueOf(value: ShownValue): string {
  switch (value) {
    case 'none':
      return '(none)';
    case 'several':
      return '(several)';
    default:
      return codeSpan(value.text, MAX_VALUE);
  }
}

function notes({ notCompared, unseen }: ValueChanges, noun: ObjectKind): string | undefined {
  const left = notCompared.filter(({ why }) => why !== 'ignored').map(({ column }) => column);
  const ignored = notCompared.filter(({ why }) => why === 'ignored').map(({ column }) => column);
  const sentences = [
    ...(left.length === 0 ? [] : [`Not compared, because ISC does not show them: ${named(left)}.`]),
    ...(ignored.length === 0 ? [] : [`Not compared (ignore-columns): ${named(ignored)}.`]),
    ...(unseen === 0 ? [] : [`ISC shows no values for ${counted(unseen, noun)}.`]),
  ];
  return sentences.length === 0 ? undefined : sentences.map((sentence) => `ℹ️ ${sentence}`).join('<br>');
}

function changedIds({ affected, ids }: ValueChanges, noun: ObjectKind, detail: Detail): string | undefined {
  const shown = ids.slice(0, detail.ids);
  if (shown.length === 0) return undefined;
  const entries = shown.map(({ columns, identity }) => `${codeSpan(identity, MAX_ID)}: ${named(columns)}`);
  const left = affected - shown.length;
  return details(
    `${noun === 'account' ? 'Accounts' : 'Entitlements'} to be changed: ${counted(affected, 'id')}`,
    paragraphs([list(entries, entries.length, 'ids'), left > 0 ? `And ${count(left)} more.` : undefined]),
  );
}
