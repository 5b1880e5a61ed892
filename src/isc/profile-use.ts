/** Which identity profiles read the attributes of a source: asked for if values change, and never required. */
import type { ProfileUse } from '../model/value-changes.js';
import { listOf, objectOf, textOf } from '../model/json.js';
import type { Connection } from './connection.js';
import { lacking, type Unexpected } from './unexpected.js';
import { ConnectionFailure, HttpRefusal } from './failures.js';
import type { Log } from '../runtime/log.js';

/**
 * The identity profiles of a source and the attributes that they read (docs/isc-api.md#what-values-do), with one
 * request that is not retried.
 *
 * @throws HttpRefusal, ConnectionFailure or the deadline's reason: the step can continue without an answer.
 */
export async function getProfileUse(connection: Connection, sourceId: string): Promise<ProfileUse> {
  const path = connection.path('sources', `/${encodeURIComponent(sourceId)}/connections`);
  return connection.read('connections', path, decodeProfileUse, 'never');
}

function decodeProfileUse(json: unknown): ProfileUse | Unexpected {
  const { identityProfiles, sourceAttributes } = objectOf(json) ?? {};
  if (!Array.isArray(sourceAttributes)) return lacking('sourceAttributes', sourceAttributes);
  return {
    profiles: listOf(identityProfiles).flatMap((one) => textOf(objectOf(one)?.['name']) ?? []),
    attributes: listOf(sourceAttributes).flatMap((one) => textOf(one) ?? []),
  };
}

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
