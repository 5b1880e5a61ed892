/** Which of the changing columns feed identity profiles. This is optional, so its failure does not matter. */
import { getProfileUse } from '../../isc/connections.js';
import { ConnectionFailure } from '../../isc/connection-failure.js';
import type { Connection } from '../../isc/connection.js';
import { HttpRefusal } from '../../isc/refusal.js';
import type { Plan } from '../../model/outcome.js';
import type { ProfileUse } from '../../model/value-changes.js';
import type { Log } from '../../runtime/log.js';

/** Asks which identity profiles read the attributes of a source; `undefined` if ISC does not say. */
export type AskProfileUse = () => Promise<ProfileUse | undefined>;

/**
 * Asks ISC at the first call and never again, since a busy source is compared several times. A refusal or failure is
 * one line in the debug log.
 */
export function profileUseOf(
  connection: Connection,
  sourceId: string,
  log: Pick<Log, 'debug'>,
): AskProfileUse {
  let answer: Promise<ProfileUse | undefined> | undefined;
  const ask: AskProfileUse = async () => {
    try {
      return await getProfileUse(connection, sourceId);
    } catch (failure) {
      if (!(failure instanceof HttpRefusal || failure instanceof ConnectionFailure)) throw failure;
      log.debug(`connections: ${failure.message} Columns that feed identity profiles are not marked.`);
      return undefined;
    }
  };
  return () => (answer ??= ask());
}

/** Adds to the plan which profiles read its columns. Does not ask if the file changes no value. */
export async function withProfileUse(plan: Plan, ask: AskProfileUse): Promise<Plan> {
  const { values } = plan;
  if (values.kind === 'not-compared' || values.changes.columns.length === 0) return plan;
  return { ...plan, values: { ...values, changes: { ...values.changes, profileUse: await ask() } } };
}
