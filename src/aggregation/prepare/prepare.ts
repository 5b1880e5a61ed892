/**
 * What happens to a checked file before it is sent: it is compared with its source, and refused if it must not be
 * sent.
 */
import type { AccountsNow } from '../../isc/accounts.js';
import { attempt, failureFor, stop, StepFailure, type Attempted, type Stop } from '../../model/failure.js';
import {
  joinFindings,
  NO_FINDINGS,
  withWarningsOnly,
  type Findings,
  type Rule,
} from '../../model/finding.js';
import type { PlanReview, Plan } from '../../model/outcome.js';
import type { TaskList } from '../../model/task.js';
import { compareWithTenant, type Comparison } from '../compare/compare.js';
import { needsAttributes } from '../compare/compare-values.js';
import { isReviewable, limitsOf, unheldDefault, type BrokenLimit } from '../compare/limits.js';
import { planInWords } from '../compare/plan.js';
import { nowhereInWords, protectedFindings } from '../compare/protected-accounts.js';
import type { Job } from '../common/context.js';
import type { Facts } from '../outcome.js';
import { proveEmptyList } from './empty-list.js';
import { reviewInWords, reviewOverLimit } from '../reviewed/over-limit.js';
import { MOST_DELETIONS } from '../reviewed/review.js';
import { listedAccounts, NOT_LISTED, unlessChanged } from './accounts.js';
import { checkKnowing, type CheckResult } from './check.js';
import { refusalFor, shownFindings, type ReadyFile, type Verdict } from './ready-file.js';
import type { AskProfileUse } from '../../isc/profile-use.js';

/** What is known about a file before anything is sent, and whether it may be sent. */
export interface Prepared {
  readonly facts: Facts;
  readonly verdict: Verdict;
  /** When all accounts had been listed, in milliseconds since the epoch; `undefined` if they were not. */
  readonly comparedAt?: number | undefined;
}

/** A file that was compared with the accounts of its source. */
interface Compared {
  readonly file: ReadyFile;
  readonly facts: Facts;
  /** What the comparison alone found, as it is shown. */
  readonly found: Findings;
  readonly comparison: Comparison;
}

/**
 * Compares the file with the accounts of its source, and decides whether it may be sent. One that was read for an empty
 * source is read again if there are accounts by now. Never throws: what was found until then is always returned.
 *
 * @param tasks the aggregations of the source.
 */
export async function prepare(job: Job, checked: CheckResult, tasks: TaskList): Promise<Prepared> {
  const { accounts, facts, verdict } = checked;
  if (verdict.kind === 'stop' || verdict.file?.identities === undefined) return { facts, verdict };
  const { values } = verdict.file;
  const known = unlessChanged(accounts, tasks);
  const now = await attempt(() => known ?? listedAccounts(job, needsAttributes(values)));
  if (now.kind === 'stop') return { facts, verdict: now };
  const isReadForNone = values.kind === 'values' && !values.hasRows;
  const usable = isReadForNone && !now.value.isEmpty ? await checkKnowing(job, NOT_LISTED, facts) : checked;
  const compared = await compare(job, usable, now.value);
  if (compared.kind === 'stop') return { facts: usable.facts, verdict: compared };
  const comparedAt = job.context.clock.now();
  return { ...(await decide(job, compared.value, tasks)), comparedAt };
}

async function compare(
  { context, source, target }: Job,
  { facts, verdict }: CheckResult,
  now: AccountsNow,
): Promise<Attempted<Compared>> {
  if (verdict.kind === 'stop') return verdict;
  const { csvChecks, planFile, showIds } = context.settings;
  return attempt(async () => {
    const { file } = verdict;
    if (file?.identities === undefined)
      throw new Error('A file without native identities was to be compared.');
    const comparison = await compareWithTenant(now, source, file.identities, file.values, {
      limit: target.maxDeletions,
      showIds,
      mostReviewed: context.review && MOST_DELETIONS,
      nowMs: context.clock.now(),
      protectedAccounts: target.protectedAccounts,
      needsRows: planFile !== undefined,
      warnOnly: target.warnOnly,
    });
    const ofFile = shownFindings(joinFindings(NO_FINDINGS, comparison.findings), csvChecks, target.warnOnly);
    // No setting makes a warning of it.
    const found = joinFindings(ofFile, protectedFindings(comparison.protection, showIds));
    const findings = joinFindings(file.findings, found.kept);
    return {
      file,
      found,
      comparison,
      facts: { ...facts, plan: comparison.plan, findings, review: undefined },
    };
  });
}

/** From a plan to the verdict on it. */
async function decide(job: Job, compared: Compared, tasks: TaskList): Promise<Prepared> {
  const known = await withProfiles(job, compared);
  if (known.kind === 'stop') return { facts: compared.facts, verdict: known };
  const { facts } = known.value;
  if (facts.plan !== undefined) {
    for (const line of planInWords(facts.plan, job.source, job.target)) job.log.info(line);
    const { settings } = job.context;
    const unheld = unheldDefault(facts.plan, job.target);
    // One warning is enough: that of a rule that rewrites rows says it, too.
    const isSaid = facts.findings.counts.has('build-map-rule');
    if (unheld !== undefined && !isSaid) job.log.warning(unheld);
    const nowhere = nowhereInWords(compared.comparison.protection, settings.showIds);
    if (nowhere !== undefined) job.log.warning(nowhere);
    const written = await attempt(async () =>
      job.context.onPlan?.(job.source, job.target, compared.comparison.rows()),
    );
    if (written.kind === 'stop') return { facts, verdict: written };
  }
  const judged = await attempt(() => judge(job, known.value, tasks));
  if (judged.kind === 'stop') return { facts, verdict: judged };
  const { findings, review, verdict } = judged.value;
  return { facts: { ...facts, findings, review }, verdict };
}

/** Adds which columns identity profiles read. */
async function withProfiles(job: Job, compared: Compared): Promise<Attempted<Compared>> {
  const { plan } = compared.facts;
  if (plan === undefined) return { kind: 'done', value: compared };
  const asked = await attempt(() => withProfileUse(plan, job.askProfileUse));
  if (asked.kind === 'stop') return asked;
  return { kind: 'done', value: { ...compared, facts: { ...compared.facts, plan: asked.value } } };
}

/** What refuses a plan beside findings. */
type BrokenReason = Pick<BrokenLimit, 'status' | 'message' | 'next'>;

interface Judgement {
  readonly verdict: Verdict;
  readonly review: PlanReview | undefined;
  /** As they are shown after the review. */
  readonly findings: Findings;
}

/** Before the merge there is still time to raise the source's own threshold; after it, ISC would skip all deletions. */
const UNTIL_THE_MERGE: readonly Rule[] = ['delete-threshold'];

/**
 * All refusals of a plan, in this order: an empty list of accounts that may not be true, findings and limits together,
 * and last, only for a file that nothing else stops, the review of what is over its limits.
 *
 * @throws StepFailure for an unproven list; the deadline's reason.
 */
async function judge(job: Job, compared: Compared, tasks: TaskList): Promise<Judgement> {
  const { comparison, facts, file, found } = compared;
  const { context, log, source, target } = job;
  const { review, settings } = context;
  await proveEmptyList(context, source, target, facts.plan, tasks);
  const broken = limitsOf({ ...comparison, plan: facts.plan }, target);
  const findings = found.errors > 0 ? refusalFor(file.csv, facts.findings, false) : undefined;
  const unreviewed = { review: undefined, findings: facts.findings };
  const isUntilMerge = review?.isBeforeMerge === true && broken.length > 0;
  const { errors } = isUntilMerge ? withWarningsOnly(found, UNTIL_THE_MERGE) : found;
  if (errors > 0 || !broken.every(isReviewable)) {
    // A merge may have approved what is over the limits of the step, but never what is over the threshold.
    const isThresholdAlone = broken.length === 0 || (review !== undefined && broken.every(isReviewable));
    const threshold = isThresholdAlone && comparison.mistake === undefined ? overThreshold(found) : undefined;
    if (threshold !== undefined) return { verdict: refusal(undefined, [threshold]), ...unreviewed };
    return { verdict: refusal(findings, broken), ...unreviewed };
  }
  const send: Verdict = { kind: 'send', file };
  if (broken.length === 0) return { verdict: send, ...unreviewed };
  const { sha256 } = file.fingerprint;
  if (review === undefined || sha256 === undefined) {
    const advice = comparison.mistake === undefined ? LET_IT_BE_REVIEWED : '';
    return { verdict: refusal(findings, broken, advice), ...unreviewed };
  }
  const asked = await reviewOverLimit(review, {
    ...{ comparison, limits: broken, sourceId: source.id, objectType: target.objectType },
    ...{ fileSha256: sha256, showIds: settings.showIds },
  });
  if (asked.failure !== undefined) {
    return { ...asked, verdict: stop(asked.failure), findings: facts.findings };
  }
  const words = reviewInWords(asked.review);
  if (words !== undefined) log.info(words);
  return {
    verdict: send,
    review: asked.review,
    findings: isUntilMerge ? withWarningsOnly(facts.findings, UNTIL_THE_MERGE) : facts.findings,
  };
}

/** The source's own delete threshold as a limit, if it is the only error: nothing in the file could be mended. */
function overThreshold({ errors, kept }: Findings): BrokenReason | undefined {
  const found = errors === 1 ? kept.find(({ severity }) => severity === 'error') : undefined;
  if (found?.rule !== 'delete-threshold') return undefined;
  return {
    status: 'REJECTED',
    message: found.message,
    next: 'Check that the file is complete. Run the job again once the threshold allows it.',
  };
}

const LET_IT_BE_REVIEWED =
  'A reviewed pull request can approve exactly this plan instead: `reviewed-plan: true`.';

/**
 * All that refuses a file as one failure; the worst status counts. With findings the advice is theirs alone: whoever
 * raises a limit for a file with errors lets the errors through.
 */
function refusal(findings: StepFailure | undefined, broken: readonly BrokenReason[], advice = ''): Stop {
  const all = [...(findings === undefined ? [] : [findings]), ...broken];
  const status = all.some((reason) => reason.status === 'FAILED') ? 'FAILED' : 'REJECTED';
  const message = all.map((reason) => reason.message).join(' ');
  // Of a file with findings the advice is how to mend it.
  if (findings !== undefined) return stop(new StepFailure(message, { status, next: findings.next }));
  const next = [...broken.map((limit) => limit.next), advice].filter((part) => part !== '').join(' ');
  return stop(
    failureFor(status === 'FAILED' ? 'limit-not-held' : 'over-a-limit', { limits: message, advice: next }),
  );
}

/** Adds to the plan which profiles read its columns. Does not ask if the file changes no value. */
export async function withProfileUse(plan: Plan, ask: AskProfileUse): Promise<Plan> {
  const { values } = plan;
  if (values.kind === 'not-compared' || values.changes.columns.length === 0) return plan;
  return { ...plan, values: { ...values, changes: { ...values.changes, profileUse: await ask() } } };
}
