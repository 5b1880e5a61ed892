import { listAccounts } from '../isc/accounts.js';
import type { Connection } from '../isc/http/connection.js';
import { StepFailure } from '../model/failure.js';
import type { Source } from '../model/source.js';
import type { Task } from '../model/task.js';
import { counted } from '../runtime/wording.js';
import type { ReadyFile } from './check-file.js';
import { planFrom } from './compare/plan.js';

/**
 * Holds the accounts of the source against our file after a task that was found by looking, not named by a reply: that
 * it ended well proves nothing about our file, since another step may have started it. A source that takes no file is
 * the same whoever started it.
 *
 * @throws StepFailure FAILED where the accounts are not those of the file, or where that cannot be found out.
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
      `ISC counted ${counted(total, 'account')}, and the file has ${counted(identities.size, 'account')}`,
    );
  }
  const { deletionDisabled, ignoresLetterCase } = source.file;
  const now = await listAccounts(connection, source.id);
  const options = { deletionDisabled, ignoresLetterCase, onDeletion: undefined, showIds: false };
  const left = await planFrom(identities, now.pages(), options);
  if (left.created === 0 && left.deleted === 0) return;
  throw notOurs(
    task,
    `${counted(left.created, 'account')} of the file are not on the source, and ${counted(left.deleted, 'account')} on the source are not in the file`,
  );
}

function notOurs(task: Task, why: string): StepFailure {
  return new StepFailure(
    `ISC lost the reply to the upload. Task ${task.id}, which appeared then, has ended, but it was probably somebody else's: ${why}.`,
    {
      next: 'Check the aggregations of the source in ISC. If none of them took this file, run the step again when nothing else is starting one.',
    },
  );
}
