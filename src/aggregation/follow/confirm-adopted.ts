/** Verifies that a task is ours if no clear reply named it. */
import type { Identities } from '../../csv/check-file.js';
import { listAccounts } from '../../isc/accounts.js';
import type { Connection } from '../../isc/connection.js';
import { attempt, StepFailure, type Stop } from '../../model/failure.js';
import type { Plan } from '../../model/outcome.js';
import type { Source } from '../../model/source.js';
import type { Task } from '../../model/task.js';
import { counted, enumerated } from '../../runtime/wording.js';
import type { ReadyFile, Verdict } from '../prepare/check.js';
import { beginValues, needsAttributes, type ValuesToCompare } from '../compare/compare-values.js';
import { planFrom } from '../compare/plan.js';

/** Maximum number of columns that a message names. */
const MAX_NAMED = 5;

/** Whether a task is ours; `perhaps`: that could not be determined. */
export type Confirmation =
  { readonly kind: 'ours' } | { readonly kind: 'not-ours' | 'perhaps'; readonly failure: StepFailure };

/**
 * Compares the source's accounts and their values with our file, after a task that was found by searching instead of
 * being named by a clear reply. Its success alone proves nothing about our file, since another step may have started
 * it. For a source that takes no file, it does not matter who started the task. Never throws.
 */
export async function confirmAdopted(
  connection: Connection,
  source: Source,
  task: Task,
  verdict: Verdict,
): Promise<Confirmation> {
  if (verdict.kind === 'stop') return perhaps(task, verdict);
  const { file } = verdict;
  if (file === undefined) return { kind: 'ours' };
  const why = await attempt(() => whyNotOurFile(connection, source, task, file));
  if (why.kind === 'stop') return perhaps(task, why);
  return why.value === undefined ? { kind: 'ours' } : notOurs(task, why.value);
}

/** What shows that the task has not used our file, as half a sentence. */
async function whyNotOurFile(
  connection: Connection,
  source: Source,
  task: Task,
  { identities, values }: ReadyFile,
): Promise<string | undefined> {
  if (identities === undefined) return 'the file was only uploaded, so it cannot be compared';
  const { deleted = 0, total } = task.counts;
  // Some tenants count the accounts that they have deleted among those that they have read.
  if (total !== undefined && total !== identities.size && total !== identities.size + deleted) {
    return `ISC counted ${counted(total, 'account')}, but the file has ${counted(identities.size, 'account')}`;
  }
  const left = await leftToDo(connection, source, identities, values);
  if (left.created > 0 || left.deleted > 0) {
    return `${counted(left.created, 'account')} of the file are not on the source, and ${counted(left.deleted, 'account')} on the source are not in the file`;
  }
  if (left.values.kind !== 'compared' || left.values.changes.affected === 0) return undefined;
  const { affected, columns } = left.values.changes;
  const names = enumerated(
    columns.map(({ column }) => `"${column}"`),
    MAX_NAMED,
  );
  return `${counted(affected, 'account')} on the source ${affected === 1 ? 'has' : 'have'} other values than the file, in ${names}`;
}

/** What the file would still change on the source. */
async function leftToDo(
  connection: Connection,
  source: Source,
  identities: Identities,
  values: ValuesToCompare,
): Promise<Plan> {
  const { deletionDisabled, ignoresLetterCase } = source.file;
  const compared = beginValues(source, values);
  const options = { deletionDisabled, ignoresLetterCase, onAccount: compared.take, showIds: false };
  const now = await listAccounts(connection, source.id, { values: needsAttributes(values) });
  const plan = await planFrom(identities, now.pages(), options);
  return { ...plan, values: compared.result(false).values };
}

function perhaps(task: Task, { failure }: Stop): Confirmation {
  const { cause, message, next, status } = failure;
  if (status !== 'FAILED')
    return { kind: 'perhaps', failure: new StepFailure(message, { status, next, cause }) };
  return {
    kind: 'perhaps',
    failure: new StepFailure(
      `ISC did not answer the upload clearly. Task ${task.id} appeared afterwards and has ended, but it is not known whether it used this file: ${message}`,
      { next: CHECK_IN_ISC, cause },
    ),
  };
}

const CHECK_IN_ISC = 'Let no other step or program start aggregations of this source at the same time.';

function notOurs(task: Task, why: string): Confirmation {
  return {
    kind: 'not-ours',
    failure: new StepFailure(
      `ISC did not answer the upload clearly. Task ${task.id} appeared afterwards and has ended, but it probably belongs to another upload: ${why}.`,
      { next: CHECK_IN_ISC },
    ),
  };
}
