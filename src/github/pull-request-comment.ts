import { statusOf, type StepResult } from '../model/outcome.js';
import type { Settings } from '../model/settings.js';
import { commentOf, markerOf } from '../report/comment.js';
import type { Clock } from '../runtime/clock.js';
import type { OpenGitHub } from './api.js';
import { publishComment } from './comments.js';
import type { GitHubEvent } from './event.js';
import { GitHubFailure } from './failure.js';
import type { RunContext } from './run-context.js';

export interface PullRequestCommentParts {
  readonly open: OpenGitHub;
  readonly event: GitHubEvent;
  /** `undefined` where the inputs are wrong: then it is not known which comment is meant. */
  readonly settings: Pick<Settings, 'comment' | 'githubToken' | 'targets'> | undefined;
  readonly context: RunContext;
  readonly clock: Clock;
  /** Fires when the workflow is cancelled: then there is no comment any more. */
  readonly cancelling: AbortSignal;
}

/** For all requests of the comment together: it may come after the deadline of the step, but must not hold it for long. */
export const COMMENT_MS = 60_000;

/**
 * What brings the comment of this workflow, job and these sources up to date once there is a result; `undefined` where
 * none is wanted or there is no pull request. It comes back with a sentence for a warning where that was not
 * possible, and never throws.
 */
export function pullRequestComment(
  parts: PullRequestCommentParts,
): ((result: StepResult) => Promise<string | undefined>) | undefined {
  const { cancelling, clock, context, event, open, settings } = parts;
  if (settings?.comment !== true || event.kind !== 'pull-request') return undefined;
  const { githubToken, targets } = settings;
  return async (result) => {
    if (cancelling.aborted) return undefined;
    const marker = markerOf(context, targets);
    const now = new Date(clock.now()).toISOString();
    const late = new AbortController();
    const written = new AbortController();
    clock.sleep(COMMENT_MS, written.signal).then(
      () => {
        late.abort(new GitHubFailure(`GitHub did not answer all requests within ${COMMENT_MS / 1000} s.`));
      },
      () => undefined,
    );
    const signal = AbortSignal.any([cancelling, late.signal]);
    const problem = await publishComment(
      async () => (await open(githubToken, signal)).comments(event.number),
      marker,
      commentOf(result, context, marker, now),
      // Nobody wants a new comment about a file that the pull request does not touch.
      statusOf(result) === 'SKIPPED' ? 'update only' : 'update or create',
    );
    written.abort();
    return isAborted(cancelling) ? undefined : problem;
  };
}

/** As a call, since it changes while the comment is written. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
