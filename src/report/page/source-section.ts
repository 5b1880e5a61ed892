/** Everything about one source as Markdown, the cause first. */
import { fileUrl, findingCounts, findingsByRule } from './findings-list.js';
import { ACCOUNT, kindOf, saidOf } from '../../model/object-kind.js';
import type { RunContext } from '../../github/run-context.js';
import { nameOf, type Outcome, taskIdOf } from '../../model/outcome.js';
import { assertNever } from '../../model/status.js';
import type { TaskMessage } from '../../model/task.js';
import { codeSpan, forMarkdown, forMarkdownLines, link, withoutMiddle } from '../../runtime/escape.js';
import { count, counted, duration } from '../../model/words.js';
import { nextAfter, sentenceOf } from './status-words.js';
import { countsTable, deletionSurprise, limitsSection, verificationSentence } from './numbers.js';
import type { Detail } from './detail.js';
import { deletionsFirst, statesTable } from './people-section.js';
import { reviewSentence } from './plan-review.js';
import { valuesSection } from './values-section.js';
import { details, list, paragraphs } from './markdown.js';

const OPEN_MESSAGES = 10;
const MAX_ID = 200;

/** Everything about one source, without its heading. Texts of the outcome are external; the result is safe Markdown. */
export function sourceSection(outcome: Outcome, context: RunContext, detail: Detail): string {
  const { failure } = outcome;
  const checks = findings(outcome, context, detail);
  // The cause comes first: if the checks stopped the file, the numbers only follow from it.
  const isCause = outcome.status === 'REJECTED' && outcome.findings.errors > 0;
  return paragraphs([
    said(outcome, deletionsFirst(outcome)),
    sentenceOf(outcome),
    failure && forMarkdownLines(withoutMiddle(failure.message, detail.text), detail.text),
    said(outcome, reviewSentence(outcome)),
    nextStep(outcome, context, detail),
    isCause ? checks : undefined,
    countsTable(outcome),
    deletionSurprise(outcome),
    said(outcome, verificationSentence(outcome)),
    limitsSection(outcome),
    statesTable(outcome.plan),
    said(outcome, howToSeeWho(outcome)),
    planNotes(outcome, detail),
    valuesSection(outcome.plan, detail, kindOf(outcome.target.objectType)),
    iscMessages(outcome.messages, detail),
    isCause ? undefined : checks,
    otherIds(outcome, detail),
    ids(outcome, 'to be deleted', outcome.plan?.deletedIds ?? [], outcome.plan?.deleted, detail),
    ids(outcome, 'to be created', outcome.plan?.createdIds ?? [], outcome.plan?.created, detail),
    facts(outcome, context, detail),
  ]);
}

function nextStep(outcome: Outcome, context: RunContext, detail: Detail): string | undefined {
  const { failure, review } = outcome;
  if (review?.kind === 'to-approve')
    return '**Next:** Have this plan reviewed, then merge: the run on the push plans again, and carries out no more than this.';
  const next =
    failure === undefined ? nextAfter(outcome, context) : forMarkdownLines(failure.next, detail.text);
  return next === undefined || next === '' ? undefined : `**Next:** ${next}`;
}

/** Numbers alone do not say whose accounts these are. */
function howToSeeWho({ plan, status, target }: Outcome): string | undefined {
  if (status !== 'PLANNED' || plan === undefined || plan.deleted === 0) return undefined;
  if (plan.deletedIds.length > 0) return undefined;
  const question = target.objectType === ACCOUNT ? 'Whose accounts' : 'Which entitlements';
  return `ℹ️ ${question} these are: \`show-ids\` names them here, \`plan-file\` writes them to a file. Lines that the diff removes are not the same: an account can be on the source and in neither version of the file.`;
}

/** A sentence without external text. */
function said({ target }: Outcome, text: string | undefined): string | undefined {
  return text && saidOf(target.objectType, text);
}

function planNotes({ plan }: Outcome, detail: Detail): string {
  const notes = (plan?.notes ?? []).slice(0, detail.messages);
  return paragraphs(notes.map((note) => `ℹ️ ${forMarkdown(note, detail.text)}`));
}

/** Whether people go with their accounts. */
function authorityOf(source: Outcome['source']): string {
  return source?.authoritative === true ? ', authoritative' : '';
}

/** Which source, file and task, and how long: needed only if something is wrong, so it is folded. */
function facts(outcome: Outcome, context: RunContext, detail: Detail): string {
  const { source, target, csv } = outcome;
  const taskId = taskIdOf(outcome);
  const name = link(forMarkdown(nameOf(outcome), Math.min(200, detail.text)), source?.page);
  const id = source?.id ?? target.sourceId;
  const entries = [`Source: ${name}${id === undefined ? '' : ` ${codeSpan(id, 64)}`}${authorityOf(source)}`];
  if (target.csv !== undefined) {
    const path = link(codeSpan(target.csv.shown, detail.text), fileUrl(context, target.csv));
    const content =
      csv === undefined
        ? ''
        : `: ${counted(csv.rows, 'row')}, ${counted(csv.accounts, kindOf(target.objectType))}`;
    entries.push(`File: ${path}${content}`);
  }
  if (taskId !== undefined) entries.push(`Task: ${codeSpan(taskId, 64)}`);
  entries.push(`Duration: ${duration(outcome.durationMs)}`);
  return details('Source, file and task', list(entries, entries.length, 'facts'));
}

function iscMessages(messages: readonly TaskMessage[], detail: Detail): string | undefined {
  if (messages.length === 0) return undefined;
  const shown = messages.slice(0, detail.messages);
  const entries = shown.map(({ type, text }) => `${messageMark(type)} ${forMarkdown(text, detail.text)}`);
  const left = messages.length - shown.length;
  const rest = left === 0 ? undefined : `And ${counted(left, 'more message')}.`;
  return paragraphs(['**Messages from ISC**', list(entries, OPEN_MESSAGES, 'messages'), rest]);
}

function messageMark(type: TaskMessage['type']): string {
  switch (type) {
    case 'ERROR':
      return '❌';
    case 'WARN':
      return '⚠️';
    case 'INFO':
      return 'ℹ️';
    default:
      return assertNever(type);
  }
}

function findings(outcome: Outcome, context: RunContext, detail: Detail): string | undefined {
  const counts = findingCounts(outcome);
  if (counts === undefined) return undefined;
  return paragraphs([`**File checks: ${counts}**`, findingsByRule(outcome, context, detail)]);
}

/** The deletions that a merged pull request has not approved, with `show-ids`. */
function otherIds(outcome: Outcome, detail: Detail): string | undefined {
  const { review } = outcome;
  return review?.kind === 'refused'
    ? ids(outcome, 'whose deletion was not reviewed', review.otherIds, undefined, detail)
    : undefined;
}

/** `known` contains ids only with `show-ids`. */
function ids(
  { target }: Outcome,
  what: string,
  known: readonly string[],
  total: number | undefined,
  detail: Detail,
): string | undefined {
  const shown = known.slice(0, detail.ids);
  if (shown.length === 0) return undefined;
  const left = (total ?? known.length) - shown.length;
  const rest = left > 0 ? `And ${count(left)} more.` : undefined;
  const entries = shown.map((id) => codeSpan(id, MAX_ID));
  return details(
    `${saidOf(target.objectType, 'Accounts')} ${what}: ${counted(total ?? known.length, 'id')}`,
    paragraphs([list(entries, entries.length, 'ids'), rest]),
  );
}
