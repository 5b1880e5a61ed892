/** What happens to a file before it is sent: it is checked, and compared with the accounts on its source. */
import type { AccountsNow } from '../isc/accounts.js';
import { listAggregations } from '../isc/tasks.js';
import type { Connection } from '../isc/connection.js';
import { HttpRefusal } from '../isc/refusal.js';
import { StepFailure } from '../model/failure.js';
import { joined, NO_FINDINGS } from '../model/finding.js';
import { allowsAll } from '../model/limit.js';
import type { Source } from '../model/source.js';
import type { Task } from '../model/task.js';
import { nowAndThen } from '../runtime/now-and-then.js';
import { count, counted } from '../runtime/wording.js';
import { checkFile, rejected, shownFindings, type ReadyFile } from './check-file.js';
import { compareWithTenant } from './compare/compare.js';
import { needsAttributes } from './compare/compare-values.js';
import { withProfileUse } from './compare/profile-use.js';
import { refuseChanges, unheldDefault, valuesInWords } from './compare/refuse-changes.js';
import { refuseEmptyList, unprovenEmptyList } from './empty-list.js';
import type { Job } from './job.js';
import { listedAccounts } from './listed-accounts.js';
import { MOST_DELETIONS } from './reviewed/capacity.js';
import { reviewInWords, reviewOverLimit } from './reviewed/over-limit.js';

/**
 * Checks the file. `isEmpty`: the source is known to have no accounts, so the file's values are not kept.
 *
 * @throws StepFailure REJECTED if the file must not be sent; its findings are known by then.
 */
export async function check(
  { tenant, source, target, log, outcome }: Job,
  { isEmpty = false } = {},
): Promise<ReadyFile | undefined> {
  const { csv } = target;
  if (csv === undefined) {
    log.info(
      'This source takes no file: ISC fetches the accounts itself, so there is nothing to check or compare.',
    );
    return undefined;
  }
  const { connection, deadline, settings } = tenant;
  const onProgress = nowAndThen(tenant.clock, (rows: number, bytes: number) => {
    log.info(`${count(rows)} rows (${count(Math.round(bytes / 1_000_000))} MB) of ${csv.shown} checked.`);
  });
  const { file, unknownColumns, ...facts } = await checkFile(
    connection,
    source,
    { ...target, csv },
    settings.csvChecks,
    deadline.signal,
    { keepsValues: !isEmpty, onProgress },
  );
  outcome.learn(facts);
  for (const warning of unknownColumns) log.warning(warning);
  if (file instanceof StepFailure) throw file;
  return file;
}

/**
 * Compares the file with the accounts of its source. Returns the file to send: one that was read for an empty source
 * is read again if there are accounts by now.
 *
 * @param tasks the aggregations of the source; `undefined` if they are not known.
 * @param listed the accounts of the source if they are known.
 * @throws StepFailure REJECTED if the file would delete too much and no review allows it; the plan is known by then.
 */
export async function compare(
  job: Job,
  file: ReadyFile | undefined,
  tasks: readonly Task[] | undefined,
  listed?: AccountsNow,
): Promise<ReadyFile | undefined> {
  if (file?.identities === undefined) return file;
  const { tenant, source, target, log, outcome, askProfileUse } = job;
  const { connection, settings } = tenant;
  const now = listed ?? (await listedAccounts(job, needsAttributes(file.values)));
  if (!now.isEmpty && file.values.kind === 'values' && !file.values.hasRows) {
    return compare(job, await check(job), tasks, now);
  }
  const comparison = await compareWithTenant(now, source, file.identities, file.values, {
    limit: target.maxDeletions,
    showIds: settings.showIds,
    mostReviewed: tenant.review && MOST_DELETIONS,
    nowMs: tenant.clock.now(),
    warnOnly: target.warnOnly,
  });
  const { gate } = comparison;
  const found = shownFindings(joined(NO_FINDINGS, comparison.findings), settings.csvChecks, target.warnOnly);
  const findings = joined(file.findings, found.kept);
  outcome.learn({ plan: comparison.plan, findings, review: undefined });
  const plan = comparison.plan && (await withProfileUse(comparison.plan, askProfileUse));
  if (plan !== undefined) {
    outcome.learn({ plan });
    log.info(
      `Plan: create ${count(plan.created)}, delete ${count(plan.deleted)} and keep ${count(plan.kept)} of ${counted(plan.accountsNow, 'account')} now on the source.`,
    );
    for (const note of plan.notes) log.info(note);
    for (const line of valuesInWords(plan.values)) log.info(line);
    const unheld = unheldDefault(plan, target.maxChanges);
    if (unheld !== undefined) log.warning(unheld);
  }
  if (plan?.accountsNow === 0 && !allowsAll(target.maxDeletions)) {
    const known = tasks ?? (await tasksOf(connection, source));
    if (known === undefined && !connection.learned.sourceFieldIsCertain) throw unprovenEmptyList(source);
    refuseEmptyList(source, known ?? []);
  }
  if (!gate.allowed) {
    const { review, failure } = await reviewOverLimit(tenant.review, {
      ...{ comparison, gate, sourceId: source.id, showIds: settings.showIds },
      fileSha256: file.fingerprint.sha256,
    });
    outcome.learn({ review });
    if (failure !== undefined) throw failure;
    const words = reviewInWords(review);
    if (words !== undefined) log.info(words);
  }
  const refusal =
    found.errors > 0 ? rejected(file.csv, findings, false) : plan && refuseChanges(plan, target.maxChanges);
  if (refusal === undefined) return file;
  // Merging must not approve what is rejected for another reason.
  outcome.learn({ review: undefined });
  throw refusal;
}

/** The aggregations of the source, for a step that has not needed them so far; `undefined` if they cannot be read. */
async function tasksOf(connection: Connection, source: Source): Promise<readonly Task[] | undefined> {
  try {
    return await listAggregations(connection, source);
  } catch (failure) {
    if (failure instanceof HttpRefusal) return undefined;
    throw failure;
  }
}
