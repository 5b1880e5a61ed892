/** The output `reason`: why a step did not pass, for a chat message or an issue. */
import { failedOutcomes, nameOf, type Outcome, type StepResult } from '../model/outcome.js';
import { forLog, withoutMiddle } from '../runtime/escape.js';
import { asSentence, count, counted } from '../runtime/wording.js';

/** Characters. Chats truncate longer messages; the job summary has the full text. */
export const MAX_REASON = 2_000;
const MAX_NAME = 60;
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
  const told = failed.slice(0, Math.floor(room / SHORTEST_SHARE));
  const share = Math.floor(room / told.length) - 1;
  const reasons = told.map((outcome) => {
    const label = `${forLog(nameOf(outcome), MAX_NAME)}: `;
    return label + asSentence(reasonOfSource(outcome, share - label.length - 1));
  });
  const left = failed.length - told.length;
  return [head, ...reasons, ...(left === 0 ? [] : [`And ${count(left)} more.`])].join(' ');
}

/** Turns lists into consecutive sentences. Cuts roughly first, so that a huge text costs little; both ends stay. */
function inOneLine(text: string, max: number): string {
  const near = withoutMiddle(text, max * 4).replace(/\s*[\r\n]+\s*(?:- )?/g, ' ');
  return withoutMiddle(forLog(near, max * 16), max).trim();
}
