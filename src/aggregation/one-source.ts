/** The story of one source: prepare, start, follow. */
import { attempt } from '../model/failure.js';
import type { Outcome } from '../model/outcome.js';
import { isUploadOnly, type Target, tenantInWords, tenantName } from '../model/settings.js';
import type { Source } from '../model/source.js';
import { NO_TASK } from '../model/task.js';
import type { Log } from '../runtime/log.js';
import { profileUseOf } from '../isc/profile-use.js';
import type { Job, StepContext } from './common/context.js';
import { follow } from './follow/follow.js';
import { kindFor } from './kind.js';
import { NO_FACTS, outcomeOf, stoppedAtOnce, type Story } from './outcome.js';
import { check } from './prepare/check.js';
import { prepare } from './prepare/prepare.js';
import { startWhenFree, type StartEnd } from './start/start-when-free.js';
import { UploadCount } from './common/upload-count.js';

/**
 * Takes one source from its name to its verdict. Never throws: failures are part of the outcome.
 *
 * @param entitlementsOf the step's entries about entitlements of the source, against whose files accounts are held.
 */
export async function aggregateSource(
  context: StepContext,
  target: Target,
  findSource: (target: Target) => Promise<Source>,
  log: Log,
  entitlementsOf: (source: Source) => readonly Target[] = () => [],
): Promise<Outcome> {
  const since = context.clock.now();
  const uploads = new UploadCount();
  const found = await attempt(() => findSource(target));
  const source = found.kind === 'done' ? found.value : undefined;
  const story =
    found.kind === 'stop'
      ? stoppedAtOnce(found)
      : await storyOf({
          ...{ context, source: found.value, target, log, uploads },
          entitlements: entitlementsOf(found.value),
        });
  const durationMs = context.clock.now() - since;
  const about = { uploads: uploads.sent, isSafeToRepeat: isSafeToRepeat(context, target) };
  return outcomeOf({ target, source, durationMs, ...about }, story);
}

/** A second run shows its plan before it sends a file, and waits for what is running, unless the inputs forbid it. */
function isSafeToRepeat({ settings }: StepContext, target: Target): boolean {
  return target.csv !== undefined && settings.ifRunning === 'wait' && !isUploadOnly(settings, target);
}

/** A start that ISC refuses at the end of its task, because another aggregation was running, begins the story again. */
async function storyOf(work: Omit<Job, 'askProfileUse'>): Promise<Story> {
  const { context, log, source } = work;
  const tenant = tenantInWords(tenantName(context.settings.baseUrl));
  log.info(`Source "${source.name}" (${source.id}) of ${tenant}, ${source.kind}.`);
  const askProfileUse = kindFor(source).feedsProfiles
    ? profileUseOf(context.connection, source.id, log)
    : () => Promise.resolve(undefined);
  const job: Job = { ...work, askProfileUse };
  let before: Pick<Story, 'facts' | 'fate'> = { facts: NO_FACTS, fate: NO_TASK };
  for (;;) {
    const start = await context.starts.take(() => prepareAndStart(job, before));
    if (start.kind === 'over') return start.story;
    const followed = await follow(job, start);
    if (followed.kind === 'over') return followed.story;
    before = followed;
  }
}

/** Everything up to the start. Facts about the file are released afterwards, since a task may be followed for hours. */
async function prepareAndStart(job: Job, before: Pick<Story, 'facts' | 'fate'>): Promise<StartEnd> {
  const checked = await check(job, before.facts);
  if (!job.context.settings.dryRun) return startWhenFree(job, checked, before.fate);
  const { facts, verdict } = await prepare(job, checked, { kind: 'not-asked' });
  const end =
    verdict.kind === 'stop' ? verdict : ({ kind: 'end', status: 'PLANNED', failure: undefined } as const);
  return { kind: 'over', story: { facts, fate: NO_TASK, end } };
}
