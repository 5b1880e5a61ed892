/** A whole report as Markdown: the verdict, the sources, and what concerns all of them. */
import type { RunContext } from '../../github/run-context.js';
import {
  changedAccounts,
  failedOutcomes,
  nameOf,
  type Outcome,
  statusOf,
  type StepResult,
} from '../../model/outcome.js';
import { tenantInWords, type TenantName } from '../../model/settings.js';
import { kindOf } from '../../model/object-kind.js';
import { codeSpan, forMarkdown, forMarkdownLines, withoutMiddle } from '../../runtime/escape.js';
import { count, counted } from '../../model/words.js';
import { markOf, verdictOf } from './status-words.js';
import type { Detail } from './detail.js';
import { list, paragraphs } from './markdown.js';
import { activeInShort } from './people-section.js';
import { reviewInShort } from './plan-review.js';
import { sourceSection } from './source-section.js';
import { sourcesTable } from './sources-table.js';

/** All data of a page. */
export interface Report extends StepResult {
  /** Warnings from the run, each once. */
  readonly warnings: readonly string[];
  /** `undefined` if the inputs do not say which tenant. */
  readonly tenant: TenantName | undefined;
}

const OPEN_WARNINGS = 10;
const MAX_HOST = 300;

/**
 * What summary and comment have in common: the verdict, the tenant, then one section or a table of sources, then warnings
 * of the run. A page of more than `room` characters, which does not fit, may lack sections.
 */
export function page(result: Report, context: RunContext, detail: Detail, room: number): string {
  const [first, ...others] = result.outcomes;
  return paragraphs([
    `## ${headline(result)}`,
    result.tenant && `Tenant: ${tenantInWords(result.tenant, (host) => codeSpan(host, MAX_HOST))}`,
    ownFailure(result, detail),
    first === undefined
      ? undefined
      : others.length === 0
        ? sourceSection(first, context, detail)
        : sourcesTable(result.outcomes, context, detail, room),
    warnings(result, detail),
  ]);
}

/** The verdict in one line. */
export function headline(result: StepResult): string {
  const status = statusOf(result);
  const failed = failedOutcomes(result).length;
  const over = result.outcomes.filter((outcome) => reviewInShort(outcome) !== undefined);
  const isDoubtful = result.outcomes.some(({ doubt }) => doubt !== undefined);
  const mark = markOf(status, failed > 0 || result.failure !== undefined, over.length > 0, isDoubtful);
  const [first] = result.outcomes;
  if (first === undefined) return `${mark} Source aggregation: ${verdictOf(status)}`;
  const all = result.outcomes.length;
  if (all === 1) {
    const said = reviewInShort(first) ?? planInShort(first) ?? verdictOf(status, first.doubt);
    return `${mark} ${forMarkdown(nameOf(first), 100)}: ${said}`;
  }
  const passed = `${count(all - failed)} of ${counted(all, 'source')} passed`;
  const verdict = failed === 0 ? `${passed}: ${status}` : `${passed}, ${count(failed)} failed: ${status}`;
  return `${mark} ${verdict}${over.length === 0 ? '' : `, ${count(over.length)} over a limit`}`;
}

/** A dry run is about two numbers, which should appear in lists of comments and in emails. */
function planInShort({ plan, status, target }: Outcome): string | undefined {
  if (status !== 'PLANNED' || plan === undefined) return undefined;
  const changed = changedAccounts(plan.values);
  const active = activeInShort(plan);
  return changed !== undefined
    ? `would create ${count(plan.created)}, delete ${count(plan.deleted)}${active} and change ${counted(changed, kindOf(target.objectType))}`
    : `would create ${count(plan.created)} and delete ${counted(plan.deleted, kindOf(target.objectType))}${active}`;
}

function ownFailure({ failure }: StepResult, detail: Detail): string | undefined {
  if (failure === undefined) return undefined;
  return paragraphs([
    forMarkdownLines(withoutMiddle(failure.message, detail.text), detail.text),
    failure.next === '' ? undefined : `**Next:** ${forMarkdownLines(failure.next, detail.text)}`,
  ]);
}

function warnings({ warnings: raised }: Report, detail: Detail): string | undefined {
  if (raised.length === 0) return undefined;
  const shown = raised.slice(0, detail.messages);
  const left = raised.length - shown.length;
  return paragraphs([
    '**Warnings of this run**',
    list(
      shown.map((text) => `⚠️ ${forMarkdown(text, detail.text)}`),
      OPEN_WARNINGS,
      'warnings',
    ),
    left === 0 ? undefined : `And ${counted(left, 'more warning')}: see the log.`,
  ]);
}
