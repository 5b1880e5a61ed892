import { headerMismatch, readCsv, valuesOf, type CsvContent } from '../csv-file.js';
import type { Delivery } from '../delivery.js';
import type { SandboxSource, SandboxTask } from '../model.js';
import type { UploadedFile } from '../multipart.js';
import { badRequest, INTERNAL_FAULT, json, Refused, type Reply } from '../replies.js';
import { acceptedTask, type ReplyFailure } from '../task-replies.js';
import { assertNever } from '../../model/status.js';
import type { Call, Perform } from './operation.js';
import { sourceOf } from './sources.js';

const BUSY =
  'This aggregation failed because the currently running aggregation must complete before the next one can start.';

/** `POST sources/{id}/load-accounts`, with the habits that isc-api.md ("Starting") knows. */
export const loadAccounts: Perform = async (call) => {
  const source = sourceOf(call);
  // A JSON body is answered with 200 and nothing is done: seen by users.
  if (call.body.kind === 'json') return json(200, {});
  const parts = partsOf(call);
  const delivery = await deliveryOf(source, parts.file);
  const launcher = call.client.id;
  if (call.world.tenant.isBusy(source.id)) return busy(call, source, launcher);
  const task = call.world.tenant.startAggregation(source, delivery, !parts.disableOptimization, launcher);
  return accepted(true, task, undefined);
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

async function deliveryOf(
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
  const content = await readCsv(file.content ?? firstLineOf(file.beginning), source);
  const mismatch = headerMismatch(content.header, source);
  if (mismatch !== undefined) throw new Refused(badRequest(mismatch, '400.1.3 Illegal value'));
  if (file.content === undefined) return { kind: 'counted', lines: Math.max(0, file.lines - 1) };
  return raggedRow(content, source) ?? { kind: 'rows', rows: valuesOf(content, source) };
}

function raggedRow(content: CsvContent, source: SandboxSource): Delivery | undefined {
  if (source.connectorAttributes['stopIfLineHasWrongColumnLength'] !== 'true') return undefined;
  const columns = content.header.length > 0 ? content.header.length : source.schema.attributes.length;
  const index = content.rows.findIndex((row) => row.length !== columns);
  if (index === -1) return undefined;
  const found = content.rows[index]?.length ?? 0;
  return { kind: 'unreadable', text: `Row ${index + 1} has ${found} columns, but ${columns} are expected.` };
}

function firstLineOf(beginning: Buffer): Buffer {
  const end = beginning.indexOf(10);
  return end === -1 ? beginning : beginning.subarray(0, end);
}

function busy(call: Call, source: SandboxSource, launcher: string): Reply {
  const type = source.busyReply === 'warn-message' ? 'WARN' : 'ERROR';
  const message = { type, text: BUSY } as const;
  const task = call.world.tenant.refuseAggregation(source, message, launcher);
  switch (source.busyReply) {
    case 'warn-message':
      return accepted(true, task, { message, completionStatus: null });
    case 'success-false':
      return accepted(false, task, { message, completionStatus: null });
    case 'final-status':
      return accepted(true, task, { message, completionStatus: source.busyStatus });
    default:
      return assertNever(source.busyReply);
  }
}

function accepted(success: boolean, task: SandboxTask, failure: ReplyFailure | undefined): Reply {
  return json(202, { success, task: acceptedTask(task, failure) });
}
