/** Of one source, what a file of entitlements brings comes first: accounts wait for it, and so does its next type. */
import { failureFor, stop, type StepFailure } from '../model/failure.js';
import { ACCOUNT } from '../model/object-kind.js';
import { nameOf, type Outcome } from '../model/outcome.js';
import type { Target } from '../model/settings.js';
import type { Source } from '../model/source.js';
import { enumerated } from '../model/words.js';
import type { Log } from '../runtime/log.js';
import type { StepContext } from './common/context.js';
import type { FoundSources } from './find-sources.js';
import { aggregateSource } from './one-source.js';
import { outcomeOf, stoppedAtOnce } from './outcome.js';

/** Of the targets that begin earlier, those about entitlements of the same source. Never rejects. */
export async function entitlementsBefore(
  target: Target,
  earlier: Iterable<Target>,
  sources: Pick<FoundSources, 'of'>,
): Promise<readonly Target[]> {
  const idOf = async (one: Target): Promise<string | undefined> =>
    sources.of(one).then(
      ({ id }) => id,
      () => undefined,
    );
  const others = [...earlier].filter(({ objectType }) => objectType !== ACCOUNT);
  if (others.length === 0) return [];
  const own = await idOf(target);
  const ids = await Promise.all(others.map(idOf));
  return others.filter((_, index) => own !== undefined && ids[index] === own);
}

/**
 * Of the targets that the step skips, those about entitlements of this source whose file is as it was when it was loaded:
 * accounts are held against it all the same.
 *
 * @param skipped each target with the newer commit that makes it stale, if any: such a file is not the one in ISC.
 */
export function skippedEntitlements(
  source: Pick<Source, 'id' | 'name'>,
  skipped: ReadonlyMap<Target, string | undefined>,
): readonly Target[] {
  return [...skipped.keys()].filter((one) => {
    const isSame = one.sourceId === undefined ? one.sourceName === source.name : one.sourceId === source.id;
    return one.objectType !== ACCOUNT && isSame && skipped.get(one) === undefined;
  });
}

/**
 * Takes one source from its name to its verdict, once the entitlements of the same source have ended: tasks do not
 * tell the type of entitlements, and ISC links accounts to entitlements that it knows. Accounts do not start where the
 * entitlements have failed. A dry run starts nothing, so nothing waits. Never throws.
 *
 * @param beside the entries about entitlements of the same source that begin before, with their `outcomes`.
 * @param skipped the targets that the step skips, as for `skippedEntitlements`.
 */
export async function afterEntitlements(
  context: StepContext,
  target: Target,
  sources: Pick<FoundSources, 'of'>,
  beside: readonly Target[],
  outcomes: ReadonlyMap<Target, Promise<Outcome>>,
  skipped: ReadonlyMap<Target, string | undefined>,
  log: Log,
): Promise<Outcome> {
  const since = context.clock.now();
  if (beside.length > 0 && !context.settings.dryRun) {
    log.info("Waiting for the aggregation of the source's entitlements to end.");
    const ended = await Promise.all(beside.flatMap((one) => outcomes.get(one) ?? []));
    const failed = ended.filter(({ failure }) => failure !== undefined);
    if (failed.length > 0 && target.objectType === ACCOUNT) {
      const story = stoppedAtOnce(stop(heldBack(failed)));
      const source = failed[0]?.source && (await sources.of(target));
      const about = { uploads: 0, isSafeToRepeat: true, durationMs: context.clock.now() - since };
      return outcomeOf({ target, source, ...about }, story);
    }
  }
  const isOfAccounts = target.objectType === ACCOUNT;
  const filesOf = (source: Source): readonly Target[] =>
    isOfAccounts ? [...beside, ...skippedEntitlements(source, skipped)] : [];
  return aggregateSource(context, target, sources.of, log, filesOf);
}

function heldBack(failed: readonly Outcome[]): StepFailure {
  const which = enumerated(failed.map((outcome) => `${nameOf(outcome)}: ${outcome.status}`));
  return failureFor('accounts-held-back', { which });
}
