/** Several sources as one table, with their sections below. */
import type { RunContext } from '../../github/run-context.js';
import { changedAccounts, nameOf, type Outcome, type Plan } from '../../model/outcome.js';
import { ACCOUNT } from '../../model/object-kind.js';
import { activeDeletions } from '../../model/people.js';
import { STATUSES_WORST_FIRST } from '../../model/status.js';
import { forMarkdown, link } from '../../runtime/escape.js';
import { count, duration, NOT_GIVEN } from '../../model/words.js';
import { markOf } from './status-words.js';
import type { Detail } from './detail.js';
import { findingCounts } from './findings-list.js';
import { details, numberTable, paragraphs } from './markdown.js';
import { reviewInShort } from './plan-review.js';
import { sourceSection } from './source-section.js';

const MAX_NAME = 100;
/** Up to this many failed sources, their sections are open and the page is still clear. */
const MAX_OPEN = 3;
const HEADING = [
  'Source',
  'Status',
  'Created',
  'Updated',
  'Deleted',
  'Unchanged',
  'Planned',
  'Checks',
  'Duration',
];

const LEGEND = '<sub>Planned accounts: + created, − deleted, ~ changed.</sub>';
const LEGEND_OF_BOTH = '<sub>Planned accounts or entitlements: + created, − deleted, ~ changed.</sub>';

/**
 * One row per source, the worst first, with their sections folded below; those of a few failed ones are open. A
 * table of more than `room` characters may lack sections.
 */
export function sourcesTable(
  given: readonly Outcome[],
  context: RunContext,
  detail: Detail,
  room: number,
): string {
  const outcomes = given.toSorted((a, b) => rankOf(a) - rankOf(b));
  const rows = outcomes.slice(0, detail.sources);
  const sections = outcomes.slice(0, detail.sections);
  const failed = outcomes.filter(({ failure }) => failure !== undefined);
  const open = failed.length <= MAX_OPEN ? failed : [];
  return paragraphs([
    numberTable(
      HEADING,
      rows.map((outcome) => row(outcome, detail)),
      2,
    ),
    moreThan(rows.length, outcomes.length, 'more source'),
    rows.some(({ plan }) => plan !== undefined) ? legendOf(rows) : undefined,
    ...until(room, sections, (outcome) =>
      details(title(outcome, detail), sourceSection(outcome, context, detail), open.includes(outcome)),
    ),
    sections.length === 0
      ? undefined
      : moreThan(sections.length, outcomes.length, 'more source without details here'),
  ]);
}

/** The sections of the outcomes, as many as it takes to exceed `room` characters: no page is made only to be refused. */
function until(
  room: number,
  outcomes: readonly Outcome[],
  section: (outcome: Outcome) => string,
): readonly string[] {
  const made: string[] = [];
  let length = 0;
  for (const outcome of outcomes) {
    if (length > room) break;
    const text = section(outcome);
    made.push(text);
    length += text.length;
  }
  return made;
}

function legendOf(outcomes: readonly Outcome[]): string {
  return outcomes.every(({ target }) => target.objectType === ACCOUNT) ? LEGEND : LEGEND_OF_BOTH;
}

/** Failed sources come first, even if their status usually passes (`fail-on-warning`). */
function rankOf({ failure, status }: Outcome): number {
  const rank = STATUSES_WORST_FIRST.indexOf(status);
  return failure === undefined ? rank + STATUSES_WORST_FIRST.length : rank;
}

function planned({ created, deleted, deletedPeople, values }: Plan): string {
  const changed = changedAccounts(values);
  const active = activeDeletions(deletedPeople) ?? 0;
  const whose = active === 0 ? '' : ` (${count(active)} **active**)`;
  return `+${count(created)} −${count(deleted)}${whose}${changed === undefined ? '' : ` ~${count(changed)}`}`;
}

function row(outcome: Outcome, detail: Detail): string[] {
  const { counts, plan } = outcome;
  return [
    link(safeName(outcome, detail), outcome.source?.page),
    unbroken(`${mark(outcome)} ${outcome.status}`),
    count(counts.created),
    count(counts.updated),
    count(counts.deleted),
    count(counts.unchanged),
    plan === undefined ? NOT_GIVEN : unbroken(planned(plan)),
    findingCounts(outcome) ?? NOT_GIVEN,
    unbroken(duration(outcome.durationMs)),
  ];
}

/** Keeps a cell on one line. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '&nbsp;');
}

function title(outcome: Outcome, detail: Detail): string {
  return `${mark(outcome)} ${safeName(outcome, detail)}: ${outcome.status}`;
}

function mark(outcome: Outcome): string {
  const isOverLimit = reviewInShort(outcome) !== undefined;
  return markOf(outcome.status, outcome.failure !== undefined, isOverLimit, outcome.doubt !== undefined);
}

function safeName(outcome: Outcome, detail: Detail): string {
  return forMarkdown(nameOf(outcome), Math.min(MAX_NAME, detail.text));
}

function moreThan(shown: number, all: number, noun: string): string | undefined {
  if (shown >= all) return undefined;
  const left = all - shown;
  return `And ${count(left)} ${left === 1 ? noun : noun.replace('source', 'sources')}.`;
}
