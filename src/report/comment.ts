/** The body of the pull request's comment, and the marker used to find it again. */
import { createHash } from 'node:crypto';
import { markerLine, type CommentMarker } from '../github/comments.js';
import type { RunContext } from '../github/run-context.js';
import { withType } from '../model/object-kind.js';
import { labelOf, type Target } from '../model/settings.js';
import { codeSpan, forMarkdown, link } from '../runtime/escape.js';
import { COMMENT_DETAILS, fitting } from './page/detail.js';
import { page, type Report } from './page/page.js';

/** Characters. GitHub accepts 65,536. */
export const MAX_COMMENT = 65_000;
/**
 * The marker by which a comment is found again: hashes of workflow and job, and of the tenant and the sources as given,
 * with their object types and in any order, so that it stays the same from run to run and shows no name. Two steps that
 * differ in one of these have a comment each. `tenant` is the API's origin, '' if the inputs do not say it; no `targets`:
 * they could not be read.
 */
export function markerOf(
  { job, workflow }: Pick<RunContext, 'job' | 'workflow'>,
  tenant: string,
  targets: readonly Target[],
): CommentMarker {
  const entries = targets.map((target) => JSON.stringify([labelOfAsked(target), target.objectType])).sort();
  return {
    place: hash([workflow, job]),
    entries: tenant === '' || entries.length === 0 ? undefined : hash([tenant, ...entries]),
  };
}

/** The comment's body, always under `MAX_COMMENT` characters. `now` is when the result was reached, as ISO 8601 in UTC. */
export function commentOf(result: Report, context: RunContext, marker: CommentMarker, now: string): string {
  return fitting(
    COMMENT_DETAILS,
    result.outcomes,
    (detail) =>
      `${[markerLine(marker), ...hiddenPlans(result)].join('\n')}\n${page(result, context, detail, MAX_COMMENT)}\n\n${footer(context, now)}\n`,
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
  return withType(target.sourceId ?? labelOf(target), target);
}

/** 128 bits, in hexadecimal. */
function hash(values: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 32);
}
