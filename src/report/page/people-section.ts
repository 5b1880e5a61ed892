/** Whose accounts a plan deletes and changes: what a reviewer asks first. */
import type { Outcome, Plan } from '../../model/outcome.js';
import {
  activeDeletions,
  AUTHORITATIVE,
  deletionsInWords,
  lossesInWords,
  saysWhose,
  type PeopleCounts,
} from '../../model/people.js';
import { forMarkdown } from '../../runtime/escape.js';
import { count } from '../../model/words.js';
import { numberTable, paragraphs } from './markdown.js';

/** States with their own row; the others are added up in one. */
const MAX_ROWS = 10;
const MAX_STATE = 60;

/** The first lines of a plan with deletions; `undefined` if there are none, or there is no more to say of them. */
export function deletionsFirst({ plan, source }: Pick<Outcome, 'plan' | 'source'>): string | undefined {
  if (plan === undefined || plan.deleted === 0) return undefined;
  const { deleted, deletedPeople } = plan;
  if (!saysWhose(deletedPeople) && source?.authoritative !== true) return undefined;
  const sentences = [
    `${deletionsInWords(deleted, deletedPeople, (word) => `**${word}**`)}.`,
    ...lossesInWords(deletedPeople),
    ...(source?.authoritative === true ? [AUTHORITATIVE] : []),
  ];
  return sentences.join(' ');
}

/** ` (1 of an **active** person)` behind the number of deletions in a heading; empty if none is known. */
export function activeInShort({ deletedPeople }: Plan): string {
  const active = activeDeletions(deletedPeople) ?? 0;
  if (active === 0) return '';
  return ` (${count(active)} of ${active === 1 ? 'an **active** person' : '**active** people'})`;
}

/** A table of deletions and changes by lifecycle state; `undefined` if ISC says of none of them whose it is. */
export function statesTable(plan: Plan | undefined): string | undefined {
  if (plan === undefined) return undefined;
  const { deletedPeople: deleted, values } = plan;
  const changed = values.kind === 'compared' ? values.changes.people : undefined;
  if (!saysWhose(deleted) && (changed === undefined || !saysWhose(changed))) return undefined;
  const states = [...new Set([deleted, ...(changed === undefined ? [] : [changed])].flatMap(namesOf))];
  const named = states.map((state) => rowOf(forMarkdown(state, MAX_STATE), state, deleted, changed));
  const shown = named.length > MAX_ROWS + 1 ? named.slice(0, MAX_ROWS) : named;
  const rest = named.slice(shown.length);
  const rows: readonly StateRow[] = [
    ...shown,
    ...(rest.length === 0 ? [] : [added(`${count(rest.length)} more states`, rest)]),
    { name: 'no person', deleted: deleted.nobody, changed: changed?.nobody },
    { name: 'unknown', deleted: deleted.withoutState, changed: changed?.withoutState },
  ];
  return paragraphs([
    '**Accounts by the lifecycle state of their person**',
    numberTable(
      ['Lifecycle state', 'Deleted', ...(changed === undefined ? [] : ['Changed'])],
      rows
        .filter((row) => row.deleted + (row.changed ?? 0) > 0)
        .map((row) => [
          row.name,
          count(row.deleted),
          ...(row.changed === undefined ? [] : [count(row.changed)]),
        ]),
    ),
  ]);
}

/** Numbers of accounts; `changed` is `undefined` if values were not compared. */
interface StateRow {
  readonly name: string;
  readonly deleted: number;
  readonly changed: number | undefined;
}

function namesOf({ states }: PeopleCounts): readonly string[] {
  return states.map(({ state }) => state);
}

function rowOf(
  name: string,
  state: string,
  deleted: PeopleCounts,
  changed: PeopleCounts | undefined,
): StateRow {
  return { name, deleted: inState(deleted, state), changed: changed && inState(changed, state) };
}

function inState({ states }: PeopleCounts, state: string): number {
  return states.find((one) => one.state === state)?.accounts ?? 0;
}

function added(name: string, rows: readonly StateRow[]): StateRow {
  const sum = (of: 'deleted' | 'changed'): number => rows.reduce((all, row) => all + (row[of] ?? 0), 0);
  return {
    name,
    deleted: sum('deleted'),
    changed: rows[0]?.changed === undefined ? undefined : sum('changed'),
  };
}
