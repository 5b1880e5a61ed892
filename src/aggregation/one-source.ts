/** The course of one source: check, wait until it is free, compare, start, follow. */
import type { Outcome } from '../model/outcome.js';
import type { Target } from '../model/settings.js';
import type { Source } from '../model/source.js';
import type { Log } from '../runtime/log.js';
import { accountsBefore } from './accounts-before.js';
import { check, compare } from './check-and-compare.js';
import { profileUseOf } from './compare/profile-use.js';
import { endOf } from './follow-to-end.js';
import type { Job, Settled } from './job.js';
import { OutcomeBuilder } from './outcome-builder.js';
import { startWhenFree } from './start-when-free.js';
import type { TaskEnd } from './task-end.js';
import type { Tenant } from './tenant.js';
import { UploadCount } from './upload-count.js';

/** Takes one source from its name to its verdict. Never throws: failures are part of the outcome. */
export async function aggregateSource(
  tenant: Tenant,
  target: Target,
  findSource: (target: Target) => Promise<Source>,
  log: Log,
): Promise<Outcome> {
  const outcome = new OutcomeBuilder(target, () => tenant.clock.now());
  const uploads = new UploadCount();
  try {
    const source = await findSource(target);
    outcome.learn({ source });
    log.info(`Source "${source.name}" (${source.id}), ${source.kind}.`);
    const askProfileUse = profileUseOf(tenant.connection, source.id, log);
    const { status, failure } = await run({ tenant, source, target, log, outcome, uploads, askProfileUse });
    return outcome.outcome(status, failure);
  } catch (thrown) {
    return outcome.brokenOff(thrown, uploads.mayHaveStarted);
  }
}

async function run(job: Job): Promise<TaskEnd> {
  for (;;) {
    const started = await job.tenant.starts.take(() => prepareAndStart(job));
    if (started === 'planned') return { status: 'PLANNED', failure: undefined };
    const end = await endOf(job, started);
    if (end !== 'busy') return end;
  }
}

/** Everything up to the start. Facts about the file are released afterwards, since a task may be followed for hours. */
async function prepareAndStart(job: Job): Promise<Settled | 'planned'> {
  const before = await accountsBefore(job);
  const file = await check(job, { isEmpty: before?.list.isEmpty });
  if (!job.tenant.settings.dryRun) return startWhenFree(job, file, before);
  await compare(job, file, undefined, before?.list);
  return 'planned';
}
