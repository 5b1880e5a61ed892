/** The body of the pull request's comment, and the marker used to find it again. */
import { createHash } from 'node:crypto';
import type { RunContext } from '../github/run-context.js';
import { labelOf, type Target } from '../model/settings.js';
import { codeSpan, forMarkdown, link } from '../runtime/escape.js';
import { COMMENT_DETAILS, fitting } from './page/detail.js';
import { page, type Report } from './page/page.js';

/** Characters. GitHub accepts 65,536. */
export const MAX_COMMENT = 65_000;
const MAX_MARKER_VALUE = 300;

/**
 * The hidden first line used to find a comment again: workflow, job and the sources as given, in any order, so that it
 * stays the same from run to run. Long values are replaced by their hash; no value can end the HTML comment.
 */
export function markerOf(context: RunContext, targets: readonly Target[]): string {
  const sources = targets.map((target) => labelOfAsked(target)).sort();
  const values = [
    context.workflow,
    context.job,
    ...(sources.join(' ').length > 1_000 ? [hash(sources)] : sources),
  ];
  return `<!-- sailpoint-source-aggregation ${values.map(markerValue).join(' ')} -->`;
}

/** The comment's body, always under `MAX_COMMENT` characters. `now` is when the result was reached, as ISO 8601 in UTC. */
export function commentOf(result: Report, context: RunContext, marker: string, now: string): string {
  return fitting(
    COMMENT_DETAILS,
    result.outcomes,
    (detail) =>
      `${[marker, ...hiddenPlans(result)].join('\n')}\n${page(result, context, detail)}\n\n${footer(context, now)}\n`,
    (body) => body.length < MAX_COMMENT,
  );
}

/** What merging approves, machine-readable. It follows the marker, which must be the first line. */
function hiddenPlans({ outcomes }: Report): string[] {
  return outcomes.flatMap(({ review }) => (review?.kind === 'to-approve' ? [review.hidden] : []));
}

function footer(context: RunContext, now: string): string {
  const { repositoryUrl, sha, runUrl } = context;
  const commit =
    sha === undefined
      ? []
      : [`Commit ${link(codeSpan(sha.slice(0, 7), 7), repositoryUrl && `${repositoryUrl}/commit/${sha}`)}`];
  const time = forMarkdown(now.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC'), 40);
  const run = runUrl === undefined ? [] : [link('run with all details', runUrl)];
  return `<sub>${[...commit, time, ...run].join(' · ')}</sub>`;
}

/** The id if there is one, whether or not a name is also given. */
function labelOfAsked(target: Target): string {
  return target.sourceId ?? labelOf(target);
}

function markerValue(value: string): string {
  const encoded = encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd')).replaceAll('--', '-%2D');
  return encoded.length > MAX_MARKER_VALUE ? hash([value]) : encoded || '-';
}

function hash(values: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}
