/** From a file that was checked to a task that is to be followed, or to a start that is over. */
import { attempt, failureFor, stop, type Stop, type StepFailure } from '../../model/failure.js';
import { wordsFor } from '../../model/failures/table.js';
import { ALL_WORDS, type ShownWords } from '../../model/shown-words.js';
import { completionStatusOf, passes } from '../../model/status.js';
import {
  mainMessageOf,
  type Task,
  type TaskFate,
  type TaskList,
  type UploadMoment,
} from '../../model/task.js';
import type { Job } from '../common/context.js';
import type { End, Facts, Story } from '../outcome.js';
import { NOT_LISTED } from '../prepare/accounts.js';
import type { CheckResult } from '../prepare/check.js';
import { prepare } from '../prepare/prepare.js';
import type { Pace } from '../../runtime/pace.js';
import { duration } from '../../model/words.js';
import { oldestTaskFromNow } from '../../isc/tasks.js';
import { sightIn, unclearUpload, type LostUpload } from './lost-upload.js';
import { startOnce, type Answer } from './start-once.js';
import { busyFailureByReply, waitForOther, waitUntilFree } from './wait-until-free.js';

/** A task that ISC has accepted, and what is known about it. */
export interface AcceptedStart {
  readonly kind: 'accepted';
  readonly accepted: Extract<Answer, { kind: 'accepted' }>;
  /** What a task must be to be ours. */
  readonly moment: UploadMoment;
  /** What may be shown of ISC's words. */
  readonly shown: ShownWords;
  readonly facts: Facts;
}

/** How a start ended. */
export type StartEnd = AcceptedStart | { readonly kind: 'over'; readonly story: Story };

/**
 * Compares and starts once no other aggregation is running. Lists the accounts and compares again after each wait,
 * and where the file could not be sent soon after the comparison, since they may have changed. Never throws.
 *
 * @param earlier the fate of an earlier start of this source, which holds until the next upload.
 */
export async function startWhenFree(job: Job, checked: CheckResult, earlier: TaskFate): Promise<StartEnd> {
  const { context, source, target, log, uploads } = job;
  const over = (facts: Facts, end: Stop, fate = earlier): StartEnd => ({
    kind: 'over',
    story: { facts, fate, end },
  });
  if (checked.verdict.kind === 'stop') return over(checked.facts, checked.verdict);
  let known: CheckResult = checked;
  let lost: LostUpload | undefined;
  let tooLate = 0;
  for (;;) {
    const free = await attempt(() => freeOf(job, lost));
    if (free.kind === 'stop') return over(known.facts, free, lost === undefined ? earlier : PERHAPS);
    const { comparedAt, facts, verdict } = await prepare(job, known, free.value);
    if (verdict.kind === 'stop') return over(facts, verdict);
    const { file } = verdict;
    // An earlier upload without a clear answer: whatever was not there before it may be its task.
    const moment: UploadMoment = lost ?? momentOf(job, free.value);
    const { disableOptimization } = target;
    const aggregation = { sourceId: source.id, objectType: source.objectType, file, disableOptimization };
    const sendUntil = comparedAt === undefined ? Infinity : comparedAt + context.pace.comparedMs;
    const started = await startOnce(context, log, aggregation, moment, uploads, sendUntil);
    switch (started.kind) {
      case 'stopped':
        return over(facts, started.stop, started.fate.kind === 'none' ? earlier : started.fate);
      case 'failed-at-once':
        return atOnce(job, facts, started);
      case 'accepted':
        return { kind: 'accepted', accepted: started, moment, facts, shown: file?.shown ?? ALL_WORDS };
      case 'too-late':
        if (tooLate === context.pace.comparedAgain) return over(facts, stop(neverInTime(context.pace)));
        tooLate += 1;
        lost ??= started.lost;
        log.info(comparedLongAgo(context.pace));
        break;
      case 'busy': {
        lost = undefined;
        const refused = await whileBusy(job, started);
        if (refused.kind === 'stop') return over(facts, refused);
      }
    }
    known = { facts, verdict, accounts: NOT_LISTED };
  }
}

/** The aggregations once none is running, among which there must be none of an earlier upload without a clear answer. */
async function freeOf({ context, log, source }: Job, lost: LostUpload | undefined): Promise<TaskList> {
  const tasks = await waitUntilFree(context, source, log);
  if (lost?.before === undefined || tasks.kind !== 'listed') return tasks;
  const late = sightIn(tasks.newestFirst, lost.before, lost);
  if (late === undefined) return tasks;
  const appeared = 'has appeared since, and it may be the one of this file.';
  throw unclearUpload(lost.reason, late.kind === 'found' ? `Task ${late.task.id} ${appeared}` : late.why);
}

const PERHAPS: TaskFate = { kind: 'perhaps', task: undefined };

function comparedLongAgo({ comparedMs }: Pace): string {
  return `The file was not sent within ${duration(comparedMs)} of the comparison with the accounts, so it is compared again first.`;
}

function neverInTime({ comparedAgain, comparedMs }: Pace): StepFailure {
  const times = String(comparedAgain + 1);
  return failureFor('never-in-time', { times, time: duration(comparedMs) });
}

function momentOf({ context, source }: Job, tasks: TaskList): UploadMoment {
  const before = tasks.kind === 'listed' ? new Set(tasks.newestFirst.map(({ id }) => id)) : undefined;
  return { source, before, since: oldestTaskFromNow(context) };
}

/** ISC accepted the file with 202, and failed it in the same reply. */
function atOnce(
  { context }: Job,
  facts: Facts,
  { messages, task }: Extract<Answer, { kind: 'failed-at-once' }>,
): StartEnd {
  if (task !== undefined) context.onTask(task.id);
  return { kind: 'over', story: { facts, fate: { kind: 'refused', task }, end: endAtOnce(task, messages) } };
}

/** The verdict on an aggregation that ISC accepted with 202 and failed in the same reply. */
export function endAtOnce(task: Task | undefined, messages = task?.messages ?? []): End {
  const said = mainMessageOf(messages) ?? messages[0];
  const word = completionStatusOf(task?.completionStatus ?? '');
  return {
    kind: 'end',
    status: word === undefined || passes(word, false) ? 'FAILED' : word,
    failure: {
      ...wordsFor('failed-at-once', { reason: said?.text ?? 'ISC gives no reason.' }),
      cause: undefined,
    },
  };
}

/** Waits until the next attempt, while other sources can start. */
async function whileBusy(
  job: Job,
  { taskId, text }: Extract<Answer, { kind: 'busy' }>,
): ReturnType<typeof attempt<void>> {
  const { context, source } = job;
  return attempt(async () => {
    if (context.settings.ifRunning === 'fail') throw await busyFailureByReply(context, source, taskId);
    await context.starts.pass(() => waitForOther(job, text));
  });
}
