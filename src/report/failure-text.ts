/** Why a step did not pass: the text of the one `setFailed`, and the shorter output `reason`. */
import { failedOutcomes, nameOf, type Outcome, type StepResult } from '../model/outcome.js';
import type { Failure } from '../model/failure.js';
import { MAX_MESSAGE } from '../runtime/annotation-budget.js';
import { forAnnotation, forLog, withoutMiddle } from '../runtime/escape.js';
import { asSentence, count, counted } from '../model/words.js';

const MAX_NAME = 60;
/** With fewer characters, an entry would not be useful: the other sources are then only named. */
const SHORTEST_ENTRY = 300;
const MAX_NAMES = 1_500;

/**
 * The text for the one `setFailed` of the step: each failed source with what happened and what to do next, within the
 * runner's limit for a message. `undefined` if nothing failed.
 */
export function finalFailure(result: StepResult): string | undefined {
  const failed = failedOutcomes(result);
  const own = result.failure && entry(result.failure, '\n', MAX_MESSAGE / 2);
  const [first] = failed;
  if (first === undefined) return own;
  const room = MAX_MESSAGE - (own === undefined ? 0 : own.length + 1);
  const sources =
    result.outcomes.length === 1 ? entry(first.failure, '\n', room) : several(failed, result, room);
  return own === undefined ? sources : `${own}\n${sources}`;
}

function several(failed: readonly Outcome[], result: StepResult, max: number): string {
  const head = `${count(failed.length)} of ${counted(result.outcomes.length, 'source')} failed.`;
  const room = max - head.length - 1;
  const fitAll = failed.length * SHORTEST_ENTRY <= room;
  const shown = fitAll ? failed : failed.slice(0, Math.floor((room - MAX_NAMES) / SHORTEST_ENTRY));
  const share = Math.floor((fitAll ? room : room - MAX_NAMES) / shown.length) - 1;
  const entries = shown.map((outcome) => {
    const label = `- ${forLog(nameOf(outcome), MAX_NAME)} (${outcome.status}): `;
    return label + entry(outcome.failure, ' ', share - label.length);
  });
  return [head, ...entries, ...namesOf(failed.slice(shown.length))].join('\n');
}

/** As many names as fit into `MAX_NAMES` characters; the rest is counted. */
function namesOf(others: readonly Outcome[]): string[] {
  if (others.length === 0) return [];
  const names = others.map((outcome) => forLog(nameOf(outcome), MAX_NAME));
  const total = (shown: readonly string[]): number => shown.join(', ').length;
  let shown = names;
  while (total(shown) > MAX_NAMES - 100) shown = shown.slice(0, -1);
  const left = names.length - shown.length;
  return [
    `Also failed: ${shown.join(', ')}${left === 0 ? '' : ` and ${count(left)} more`}. See the job summary.`,
  ];
}

/** What happened and what to do next, on two lines (`\n`) or one (blank), in `max` characters. */
function entry(failure: Failure | undefined, between: '\n' | ' ', max: number): string {
  if (failure === undefined) return '';
  const shown = between === '\n' ? forAnnotation : forLog;
  // Roughly first, so that a huge text costs little, then exactly. Both ends stay, and with them the tracking id.
  const bothEnds = (text: string, room: number): string =>
    withoutMiddle(shown(withoutMiddle(text, room * 4), room * 16), room);
  const next = bothEnds(failure.next, Math.floor(max / 3));
  const message = bothEnds(failure.message, max - next.length - 2);
  return `${between === ' ' ? asSentence(message) : message}${between}${next}`.trim();
}

/** Characters. Chats truncate longer messages; the job summary has the full text. */
export const MAX_REASON = 2_000;
/** With several failed sources, each gets at least this many characters; those that do not fit are counted. */
const SHORTEST_SHARE = 150;

/** Why the step did not pass, in one paragraph without line breaks; '' if it passed. */
export function reasonOf(result: StepResult): string {
  const own = result.failure === undefined ? [] : [inOneLine(result.failure.message, MAX_REASON / 2)];
  const failed = failedOutcomes(result);
  const [first] = failed;
  if (first === undefined) return own.join('');
  const room = MAX_REASON - own.join(' ').length - 1;
  const sources =
    result.outcomes.length === 1 ? reasonOfSource(first, room) : severalReasons(failed, result, room);
  return [...own, sources].join(' ');
}

/** Why one source did not pass, in at most `max` characters; '' if it passed. */
export function reasonOfSource({ failure }: Outcome, max = MAX_REASON): string {
  return failure === undefined ? '' : inOneLine(failure.message, max);
}

function severalReasons(failed: readonly Outcome[], result: StepResult, max: number): string {
  const head = `${count(failed.length)} of ${counted(result.outcomes.length, 'source')} failed.`;
  const room = max - head.length - 30;
  const shown = failed.slice(0, Math.floor(room / SHORTEST_SHARE));
  const share = Math.floor(room / shown.length) - 1;
  const reasons = shown.map((outcome) => {
    const label = `${forLog(nameOf(outcome), MAX_NAME)}: `;
    return label + asSentence(reasonOfSource(outcome, share - label.length - 1));
  });
  const left = failed.length - shown.length;
  return [head, ...reasons, ...(left === 0 ? [] : [`And ${count(left)} more.`])].join(' ');
}

/** Turns lists into consecutive sentences. Cuts roughly first, so that a huge text costs little; both ends stay. */
function inOneLine(text: string, max: number): string {
  const near = withoutMiddle(text, max * 4).replace(/\s*[\r\n]+\s*(?:- )?/g, ' ');
  return withoutMiddle(forLog(near, max * 16), max).trim();
}
