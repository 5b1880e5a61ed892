/** What uses a source: requested if values change, and never required. */
import type { ProfileUse } from '../model/value-changes.js';
import { listOf, objectOf, textOf } from '../model/json.js';
import type { Connection } from './connection.js';
import { lacking, type Unexpected } from './unexpected.js';

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
