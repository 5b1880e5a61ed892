import type { Connection } from '../isc/http/connection.js';
import type { Place } from '../isc/sources.js';
import type { Outcome } from '../model/outcome.js';
import type { Settings, Target } from '../model/settings.js';
import type { Source } from '../model/source.js';
import type { Task } from '../model/task.js';
import type { Clock } from '../runtime/clock.js';
import type { Deadline } from '../runtime/deadline.js';
import type { Log } from '../runtime/log.js';
import type { Pace } from '../runtime/pace.js';
import type { Turns } from '../runtime/semaphore.js';
import { type ExaminedFile, examineFile } from './check-file.js';
import { compareWithTenant } from './compare/compare.js';
import type { TaskFollower } from './follow.js';
import { KnownSoFar } from './outcome-builder.js';
import type { SharedLooks } from './recent-aggregations.js';
import { type Started, startOnce } from './start-once.js';
import { endAtOnce, endOfTask, type TaskEnd } from './task-end.js';
import { busyByReply, waitUntilFree } from './wait-until-free.js';
import { TaskWatch } from './watch.js';

/** What the story of a source needs from its surroundings; shared by all sources of the step, but for the log. */
export interface StoryParts {
  readonly settings: Settings;
  readonly place: Place;
  readonly connection: Connection;
  readonly follower: TaskFollower;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly deadline: Deadline;
  readonly log: Log;
  /** Checking, comparing and starting: a few sources at a time. */
  readonly turns: Turns;
  /** Requests for details of running tasks: a few at a time. */
  readonly details: Turns;
  readonly findSource: (target: Target) => Promise<Source>;
  /** Looks for other aggregations: at all sources together. */
  readonly looks: Pick<SharedLooks, 'aggregationsOf'>;
  /** That tasks cannot be seen concerns all sources: said once, whoever comes upon it. */
  readonly warnOfUnseenTasks: (message: string) => void;
  /** Told as soon as ISC has accepted the aggregation, before any waiting. */
  readonly onTask: (taskId: string) => void;
}

/** The story of one source, from its name to its verdict. Never throws: what goes wrong is part of the outcome. */
export async function aggregateSource(parts: StoryParts, target: Target): Promise<Outcome> {
  const known = new KnownSoFar(target, () => parts.clock.now());
  try {
    const { status, failure } = await tell(parts, target, known);
    return known.outcome(status, failure);
  } catch (thrown) {
    return known.brokenOff(thrown);
  }
}

async function tell(parts: StoryParts, target: Target, known: KnownSoFar): Promise<TaskEnd> {
  const { log, settings } = parts;
  const source = await parts.findSource(target);
  known.learn({ source });
  log.info(`Source "${source.name}" (${source.id}), ${source.kind}.`);

  const started = await parts.turns.take(() => prepareAndStart(parts, source, target, known));
  if (started === 'planned') return { status: 'PLANNED', failure: undefined };
  if (started.task !== undefined) {
    known.learn({ taskId: started.task.id, messages: started.task.messages });
    parts.onTask(started.task.id);
  }
  if (started.kind === 'failed-at-once') return endAtOnce(started.task, started.text);
  log.info(`ISC has accepted the aggregation: task ${started.task.id}.`);
  if (!settings.wait) return { status: 'STARTED', failure: undefined };

  const task = await follow(parts, started.task.id, known);
  return endOfTask(task, settings.failOnWarning);
}

/** All up to the start. What is known of the file is forgotten with it: a task may be followed for hours. */
async function prepareAndStart(
  parts: StoryParts,
  source: Source,
  target: Target,
  known: KnownSoFar,
): Promise<Exclude<Started, { kind: 'busy' }> | 'planned'> {
  const file = await examine(parts, source, target, known);
  if (!parts.settings.dryRun) return startWhenFree(parts, source, target, file, known);
  await compare(parts, source, target, file, known);
  return 'planned';
}

async function examine(
  parts: StoryParts,
  source: Source,
  target: Target,
  known: KnownSoFar,
): Promise<ExaminedFile | undefined> {
  const { csv } = target;
  if (csv === undefined) {
    parts.log.info(
      'This source takes no file: ISC fetches the accounts itself, so there is nothing to check or to plan.',
    );
    return undefined;
  }
  const { connection, deadline, place, settings } = parts;
  return examineFile({ connection, place, settings, signal: deadline.signal }, source, target, csv, known);
}

async function compare(
  { connection, log, place, settings }: StoryParts,
  source: Source,
  target: Target,
  file: ExaminedFile | undefined,
  known: KnownSoFar,
): Promise<void> {
  if (file?.identities === undefined) return;
  const { identities } = file;
  await compareWithTenant(
    { connection, log, place, showIds: settings.showIds },
    source,
    identities,
    target.maxDeletions,
    known,
  );
}

/** Compares and starts when no other aggregation runs; compares again after each wait, which may have changed the accounts. */
async function startWhenFree(
  parts: StoryParts,
  source: Source,
  target: Target,
  file: ExaminedFile | undefined,
  known: KnownSoFar,
): Promise<Exclude<Started, { kind: 'busy' }>> {
  const { clock, deadline, log, pace, settings, warnOfUnseenTasks } = parts;
  for (;;) {
    const before = await waitUntilFree(
      { ...parts, ifRunning: settings.ifRunning, warn: warnOfUnseenTasks },
      source,
    );
    await compare(parts, source, target, file, known);
    const aggregation = { sourceId: source.id, file, disableOptimization: target.disableOptimization };
    const started = await startOnce(parts, source, aggregation, before);
    if (started.kind !== 'busy') return started;
    if (settings.ifRunning === 'fail') throw await busyByReply(parts, source, started.taskId);
    log.info(`ISC has not started the aggregation: ${started.text} Waiting for the other one.`);
    await parts.turns.pass(() => clock.sleep(pace.busyMs, deadline.signal));
  }
}

async function follow(parts: StoryParts, taskId: string, known: KnownSoFar): Promise<Task> {
  const { clock, connection, details, follower, log, place } = parts;
  const { apiVersion } = place;
  const watched = { connection, apiVersion, clock, log, details, followed: () => follower.size };
  const watch = new TaskWatch(watched, taskId, known.facts.plan);
  return follower.follow(taskId, (task) => {
    known.learn({ counts: task.counts, messages: task.messages });
    watch.look(task);
  });
}
