/** The sources of all targets, found before work on any of them begins. */
import type { Connection } from '../isc/connection.js';
import { findSourceByName, getSource, listSources } from '../isc/sources.js';
import { failureFor, type StepFailure } from '../model/failure.js';
import { ACCOUNT } from '../model/object-kind.js';
import { labelOf, type Target } from '../model/settings.js';
import { withEntitlements, type Source } from '../model/source.js';

/** What is known about the sources of all targets. */
export interface FoundSources {
  /** The source of a target; rejects like `findSource`. */
  readonly of: (target: Target) => Promise<Source>;
  /** The sources that were found, without duplicates. */
  readonly all: readonly Source[];
}

/**
 * Finds the sources of all targets before work on any of them begins. Several sources take one request; those that it
 * does not return are requested separately. Two targets that turn out to be the same source are both refused, since it
 * is unclear which of their files is meant.
 */
export async function findSources(connection: Connection, targets: readonly Target[]): Promise<FoundSources> {
  // A single source is found when its own work begins.
  if (targets.length < 2) return { of: (target) => findSource(connection, target), all: [] };
  const listing = listTogether(connection, targets);
  const results = await Promise.allSettled(
    targets.map(async (target) => {
      const listed = pick(await listing, target);
      return listed === undefined ? findSource(connection, target) : requireAgreement(listed, target);
    }),
  );
  const found = new Map(targets.map((target, index) => [target, results[index]]));
  const sources = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const targetsOf = ({ id, objectType }: Source): readonly Target[] =>
    targets.filter((target) => target.objectType === objectType && idOf(found.get(target)) === id);
  return {
    of: async (target) => {
      const result = found.get(target);
      if (result === undefined) return findSource(connection, target);
      if (result.status === 'rejected') throw result.reason;
      const same = targetsOf(result.value);
      if (same.length > 1) throw givenTwice(result.value, same);
      return result.value;
    },
    all: sources.filter((source) => targetsOf(source).length === 1),
  };
}

function idOf(result: PromiseSettledResult<Source> | undefined): string | undefined {
  return result?.status === 'fulfilled' ? result.value.id : undefined;
}

async function listTogether(connection: Connection, targets: readonly Target[]): Promise<readonly Source[]> {
  const ids = targets.flatMap(({ sourceId }) => sourceId ?? []);
  const names = targets.flatMap(({ sourceId, sourceName }) =>
    sourceId === undefined ? (sourceName ?? []) : [],
  );
  const listed = await Promise.all([
    listSources(connection, 'id', ids),
    listSources(connection, 'name', names),
  ]);
  return listed.flat();
}

/** The one source in the list that the target can mean. */
function pick(listed: readonly Source[], { sourceId, sourceName }: Target): Source | undefined {
  if (sourceId !== undefined) return listed.find(({ id }) => id === sourceId);
  const ids = new Set(listed.flatMap(({ id, name }) => (name === sourceName ? id : [])));
  return ids.size === 1 ? listed.find(({ id }) => ids.has(id)) : undefined;
}

function givenTwice(source: Source, targets: readonly Target[]): StepFailure {
  const names = targets.map((target) => `"${labelOf(target)}"`).join(' and ');
  const { id, name } = source;
  return failureFor('source-given-twice', { id, name, labels: names, times: String(targets.length) });
}

/**
 * The source that is meant. If both id and name are given, they must agree, so that a wrong id cannot overwrite another
 * source. The id in the file name must agree, too.
 *
 * @throws StepFailure if they do not agree, or if this action does not support the source; HttpRefusal,
 * ConnectionFailure.
 */
export async function findSource(connection: Connection, target: Target): Promise<Source> {
  const { sourceId, sourceName } = target;
  const source =
    sourceId !== undefined
      ? await getSource(connection, sourceId)
      : await findSourceByName(connection, sourceName ?? '');
  return requireAgreement(source, target);
}

/** The source, if it is the one that the target means and can take the target's file. @throws StepFailure */
export function requireAgreement(source: Source, target: Target): Source {
  const { sourceName } = target;
  if (sourceName !== undefined && source.name !== sourceName) {
    throw failureFor('source-disagrees', { id: source.id, name: source.name, given: sourceName });
  }
  const meant = target.objectType === ACCOUNT ? source : withEntitlements(source, target.objectType);
  refuseMismatch(meant, target);
  return meant;
}

function refuseMismatch(source: Source, { csv }: Target): void {
  const named = csv?.sourceId;
  if (named !== undefined && named !== source.id.toLowerCase()) {
    throw failureFor('file-of-another-source', { file: csv?.shown ?? '', id: source.id, name: source.name });
  }
  if (source.takes === 'none' && source.objectType !== ACCOUNT) {
    throw failureFor('object-type-without-file', { name: source.name, kind: source.kind });
  }
  if (source.takes === 'file' && csv === undefined) {
    throw failureFor('file-not-given', { name: source.name, kind: source.kind });
  }
  if (source.takes === 'none' && csv !== undefined) {
    throw failureFor('takes-no-file', { name: source.name, kind: source.kind });
  }
  if (source.takes === 'file' && !source.file.hasHeader) {
    throw failureFor('source-without-heading', { name: source.name });
  }
}
