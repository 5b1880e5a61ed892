import { StepFailure } from '../model/failure.js';
import type { Connection } from '../isc/http/connection.js';
import type { Source } from '../model/task.js';
import { listSources, type Place } from '../isc/sources.js';
import { labelOf, type Target } from '../model/settings.js';
import { agreed, findSource } from './source.js';

/** What is known about the sources of all targets. */
export interface FoundSources {
  /** The source of a target; rejects as `findSource` does. */
  readonly of: (target: Target) => Promise<Source>;
  /** Those that were found, without those that were given twice. */
  readonly all: readonly Source[];
}

/**
 * Finds the sources of all targets before any of them is worked on. Several are asked for in one request; what that
 * does not show is asked for by itself. Two targets that turn out to be the same source are both refused, since
 * nobody can tell which of their files is meant.
 */
export async function findSources(
  connection: Connection,
  place: Place,
  targets: readonly Target[],
): Promise<FoundSources> {
  // A single one is found when its own story begins.
  if (targets.length < 2) return { of: (target) => findSource(connection, place, target), all: [] };
  const listing = listTogether(connection, place, targets);
  const results = await Promise.allSettled(
    targets.map(async (target) => {
      const listed = pick(await listing, target);
      return listed === undefined ? findSource(connection, place, target) : agreed(listed, target);
    }),
  );
  const found = new Map(targets.map((target, index) => [target, results[index]]));
  const sources = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  const targetsOf = (source: Source): readonly Target[] =>
    targets.filter((target) => idOf(found.get(target)) === source.id);
  return {
    of: async (target) => {
      const result = found.get(target);
      if (result === undefined) return findSource(connection, place, target);
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

async function listTogether(
  connection: Connection,
  place: Place,
  targets: readonly Target[],
): Promise<readonly Source[]> {
  const ids = targets.flatMap(({ sourceId }) => sourceId ?? []);
  const names = targets.flatMap(({ sourceId, sourceName }) =>
    sourceId === undefined ? (sourceName ?? []) : [],
  );
  const listed = await Promise.all([
    listSources(connection, place, 'id', ids),
    listSources(connection, place, 'name', names),
  ]);
  return listed.flat();
}

/** The one source in the list that the target can only mean. */
function pick(listed: readonly Source[], { sourceId, sourceName }: Target): Source | undefined {
  if (sourceId !== undefined) return listed.find(({ id }) => id === sourceId);
  const ids = new Set(listed.flatMap(({ id, name }) => (name === sourceName ? id : [])));
  return ids.size === 1 ? listed.find(({ id }) => ids.has(id)) : undefined;
}

function givenTwice(source: Source, targets: readonly Target[]): StepFailure {
  const names = targets.map((target) => `"${labelOf(target)}"`).join(' and ');
  return new StepFailure(
    `The source "${source.name}" (${source.id}) is given ${targets.length} times in this step: as ${names}.`,
    {
      next: 'Nothing has been sent to it: the second file would delete what the first one has brought. Give each source once.',
    },
  );
}
