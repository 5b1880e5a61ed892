/** Verifies that a task is ours if no clear reply named it. */
import type { Identities } from '../csv/check-file.js';
import { listAccounts } from '../isc/accounts.js';
import type { Connection } from '../isc/connection.js';
import { StepFailure } from '../model/failure.js';
import type { Plan } from '../model/outcome.js';
import type { Source } from '../model/source.js';
import type { Task } from '../model/task.js';
import { counted, enumerated } from '../runtime/wording.js';
import type { ReadyFile } from './check-file.js';
import { beginValues, needsAttributes } from './compare/compare-values.js';
import { planFrom } from './compare/plan.js';

/** Maximum number of columns that a message names. */
const MAX_NAMED = 5;

/**
 * Compares the source's accounts and their values with our file, after a task that was found by searching instead of
 * being named by a clear reply. Its success alone proves nothing about our file, since another step may have started
 * it. For a source that takes no file, it does not matter who started the task.
 *
 * @throws StepFailure FAILED if the accounts do not match the file, or if that cannot be determined.
 */
export async function confirmAdopted(
  connection: Connection,
  source: Source,
  task: Task,
  file: ReadyFile | undefined,
): Promise<void> {
  if (file === undefined) return;
  const { identities } = file;
  if (identities === undefined) throw notOurs(task, 'the file was only uploaded, so it cannot be compared');
  const { total } = task.counts;
  if (total !== undefined && total !== identities.size) {
    throw notOurs(
      task,
      `ISC counted ${counted(total, 'account')}, but the file has ${counted(identities.size, 'account')}`,
    );
  }
  const left = await leftToDo(connection, source, task, { ...file, identities });
  if (left.created > 0 || left.deleted > 0) {
    throw notOurs(
      task,
      `${counted(left.created, 'account')} of the file are not on the source, and ${counted(left.deleted, 'account')} on the source are not in the file`,
    );
  }
  if (left.values.kind !== 'compared' || left.values.changes.affected === 0) return;
  const { affected, columns } = left.values.changes;
  throw notOurs(
    task,
    `${counted(affected, 'account')} on the source ${affected === 1 ? 'has' : 'have'} other values than the file, in ${enumerated(
      columns.map(({ column }) => `"${column}"`),
      MAX_NAMED,
    )}`,
  );
}

/** What the file would still change on the source. */
async function leftToDo(
  connection: Connection,
  source: Source,
  task: Task,
  { identities, values }: Pick<ReadyFile, 'values'> & { readonly identities: Identities },
): Promise<Plan> {
  const { deletionDisabled, ignoresLetterCase } = source.file;
  const compared = beginValues(source, values);
  const options = { deletionDisabled, ignoresLetterCase, onAccount: compared.take, showIds: false };
  try {
    const now = await listAccounts(connection, source.id, { values: needsAttributes(values) });
    const plan = await planFrom(identities, now.pages(), options);
    return { ...plan, values: compared.result(false).values };
  } catch (failure) {
    if (!(failure instanceof StepFailure && failure.status === 'FAILED')) throw failure;
    throw new StepFailure(
      `ISC did not answer the upload clearly. Task ${task.id} appeared afterwards and has ended, but it is not known whether it used this file: ${failure.message}`,
      { next: CHECK_IN_ISC, cause: failure },
    );
  }
}

const CHECK_IN_ISC =
  'Check the aggregations of the source in ISC. If none of them used this file, run the step again when nothing else is starting an aggregation.';

function notOurs(task: Task, why: string): StepFailure {
  return new StepFailure(
    `ISC did not answer the upload clearly. Task ${task.id} appeared afterwards and has ended, but it probably belongs to another upload: ${why}.`,
    { next: CHECK_IN_ISC },
  );
}
