/** `POST sources/{id}/load-accounts`. */
import { deliveryOf, hasHeading } from '../csv-file.js';
import type { Delivery } from '../aggregation.js';
import {
  type AcceptedPlan,
  type RunPlan,
  type SandboxSource,
  type SandboxTask,
  type TaskText,
  assertNever,
} from '../model.js';
import type { UploadedFile } from '../multipart.js';
import { badRequest, INTERNAL_FAULT, json, Refused, tooLarge, type Reply } from '../replies.js';
import { quoteIn } from '../quote.js';
import { acceptedTask, messagesIn202 } from './tasks.js';
import type { Call, Perform } from './operation.js';
import { sourceOf } from './sources.js';

const BUSY = {
  english:
    'This aggregation failed because the currently running aggregation must complete before the next one can start.',
  german:
    'Diese Aggregation ist fehlgeschlagen, weil die laufende Aggregation erst abgeschlossen werden muss, bevor die nächste beginnen kann.',
};

/** `POST sources/{id}/load-accounts`, with the habits listed in docs/isc-api.md#starting. */
export const loadAccounts: Perform = async (call) => {
  const source = sourceOf(call);
  // Users saw that a JSON body gets a 200 and nothing is done.
  if (call.body.kind === 'json') return json(200, {});
  const parts = partsOf(call);
  const delivery = await deliveredBy(call, source, parts.file);
  const launcher = call.client.id;
  if (call.world.tenant.isBusy(source.id)) return busy(call, source, launcher);
  const { tenant } = call.world;
  const optimization = !parts.disableOptimization;
  const task = tenant.startAggregation(source, delivery, optimization, launcher, call.quotable);
  const named = tenant.tasks().find(({ id }) => id === task.accepted.taskId);
  return accepted(named ?? { ...task, id: task.accepted.taskId ?? task.id }, task.accepted);
};

interface Parts {
  readonly file: UploadedFile | undefined;
  readonly disableOptimization: boolean;
}

function partsOf(call: Call): Parts {
  const { body } = call;
  switch (body.kind) {
    case 'none':
      if (call.contentType !== undefined) throw new Refused(INTERNAL_FAULT);
      return { file: undefined, disableOptimization: false };
    case 'multipart':
      return {
        file: body.parts.files.find((file) => file.part === 'file'),
        disableOptimization: body.parts.fields['disableOptimization']?.toLowerCase() === 'true',
      };
    case 'malformed':
      throw new Refused(badRequest(`The multipart body cannot be read: ${body.problem}`));
    case 'form':
    case 'json':
    case 'other':
    case 'cut-off':
      throw new Refused(badRequest('The request must be multipart/form-data with a part named "file".'));
    default:
      return assertNever(body);
  }
}

/** What the file of a request delivers; throws `Refused` for a file that is missing, not wanted, or too large. */
export async function deliveredBy(
  call: Call,
  source: SandboxSource,
  file: UploadedFile | undefined,
): Promise<Delivery | undefined> {
  if (source.kind !== 'file') {
    if (file === undefined) return undefined;
    throw new Refused(
      badRequest(`Source "${source.name}" does not take a file: it reads its accounts itself.`),
    );
  }
  if (file === undefined) {
    throw new Refused(
      badRequest(`A file is required to aggregate source "${source.name}": part "file" is missing.`),
    );
  }
  const { parsedBytes, uploadBytes, uploadLines } = call.world.settings;
  if (parsedBytes !== null && file.bytes > parsedBytes) {
    await deliveryOf(source, [firstLineOf(file.beginning)]);
    return { kind: 'counted', lines: Math.max(0, file.lines - 1) };
  }
  const lines = file.lines - (hasHeading(source) ? 1 : 0);
  if (file.chunks === undefined || lines > uploadLines) {
    throw new Refused(
      tooLarge(
        `The file has ${file.bytes} bytes and ${lines} lines below its heading; at most ${uploadBytes} bytes and ${uploadLines} lines are taken.`,
      ),
    );
  }
  return deliveryOf(source, file.chunks);
}

function firstLineOf(beginning: Buffer): Buffer {
  const end = beginning.indexOf(10);
  return end === -1 ? beginning : beginning.subarray(0, end);
}

function busy(call: Call, source: SandboxSource, launcher: string): Reply {
  const { task, plan } = refusedStart(call, source, launcher, 'accounts');
  return accepted(task, plan);
}

/** Refuses a start because another aggregation of the source is running, and how the 202 says so. */
export function refusedStart(
  call: Call,
  source: SandboxSource,
  launcher: string,
  kind: SandboxTask['kind'],
): { readonly task: SandboxTask; readonly plan: AcceptedPlan } {
  const { busyReply } = source;
  const { tasks } = call.world.settings;
  const type = busyReply === 'success-false' || busyReply === 'final-status' ? 'ERROR' : 'WARN';
  const text = tasks.names === 'german' ? BUSY.german : BUSY.english;
  const messages = quoteIn([{ type, text, ...source.busyMessage }], call.quotable) as TaskText[];
  const refuse = (plan: RunPlan): SandboxTask =>
    call.world.tenant.refuseAggregation(source, { ...plan, messages }, launcher, kind);
  const atOnce: RunPlan = { durationMs: 0, completedEarlyMs: 0 };
  switch (busyReply) {
    case 'warn-message':
      return { task: refuse(atOnce), plan: { messages } };
    case 'success-false':
      return { task: refuse(atOnce), plan: { success: false, messages } };
    case 'final-status':
      return { task: refuse(atOnce), plan: { messages, completionStatus: source.busyStatus } };
    case 'beside-task':
      return { task: refuse(atOnce), plan: { messagesBeside: messages } };
    case 'at-the-end':
      return { task: refuse({}), plan: {} };
    default:
      return assertNever(busyReply);
  }
}

function accepted(task: SandboxTask, plan: AcceptedPlan): Reply {
  const beside = plan.messagesBeside === undefined ? {} : { messages: messagesIn202(plan.messagesBeside) };
  return json(202, { success: plan.success ?? true, ...beside, task: acceptedTask(task, plan) });
}
