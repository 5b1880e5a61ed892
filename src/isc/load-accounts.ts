/** One attempt to start an aggregation, and what is known after it. */
import type { CsvLocation } from '../model/settings.js';
import { completionStatusOf } from '../model/status.js';
import { ConnectionFailure, type HttpRefusal } from './failures.js';
import type { Connection, Payload } from './connection.js';
import { csvUpload, optionUpload, type Fingerprint } from './csv-upload.js';
import { decodeMessages, decodeTask, joinedMessages } from './decode-task.js';
import { objectOf, type JsonObject } from '../model/json.js';
import { kindOf, type ObjectKind } from '../model/object-kind.js';
import { parseJson } from './json-reply.js';
import {
  busyTextIn,
  busyTextOf,
  messagesInWords,
  taskInWords,
  type Task,
  type TaskMessage,
} from '../model/task.js';
import { ALL_WORDS, shownPart, type ShownWords } from '../model/shown-words.js';
import type { Reply } from '../http/transport.js';

/** A file to be sent. */
export interface FileToSend {
  readonly csv: CsvLocation;
  readonly fingerprint: Fingerprint;
  /** What may be shown of ISC's words about it. */
  readonly shown: ShownWords;
}

/** What to aggregate. */
export interface Aggregation {
  readonly sourceId: string;
  /** `account`, or the type of the entitlements. */
  readonly objectType: string;
  /** `undefined` for a source that takes no file. */
  readonly file: FileToSend | undefined;
  readonly disableOptimization: boolean;
}

/**
 * What is known after one attempt to start an aggregation. A closed set: `aggregation/start-once.ts` handles each kind.
 */
export type Attempt =
  /** ISC has accepted it and will work on it. */
  | { readonly kind: 'accepted'; readonly task: Task }
  /** Another aggregation is running on the source. Nothing was started, though ISC may list a task for it. */
  | { readonly kind: 'busy'; readonly text: string; readonly taskId: string | undefined }
  /** 202, but the body says that it failed. */
  | {
      readonly kind: 'failed-at-once';
      readonly task: Task | undefined;
      /** What ISC says about it, also where it names no task. */
      readonly messages: readonly TaskMessage[];
    }
  /** ISC, or a gateway, refused before anything was started. */
  | { readonly kind: 'refused'; readonly refusal: HttpRefusal }
  /** The request was not sent completely, so nothing can have started. */
  | { readonly kind: 'not-sent'; readonly reason: Error }
  /** This attempt leaves it open. `settled`: the server has finished with the request, whatever it did. */
  | { readonly kind: 'unclear'; readonly reason: Error; readonly settled: boolean };

/**
 * Asks ISC once to aggregate, and returns what is known then. 202 does not mean started (docs/isc-api.md#starting), so
 * the body is read too.
 *
 * @param beforeSending called when nothing but the network is between the file and ISC; it may throw to send nothing.
 * @throws what `beforeSending` throws; StepFailure if the file changed or cannot be read; the token's failures; the
 * deadline's reason.
 */
export async function startAggregation(
  connection: Connection,
  aggregation: Aggregation,
  beforeSending: () => void = () => undefined,
): Promise<Attempt> {
  const { operation } = loadOf(aggregation);
  const path = connection.path('sources', `/${encodeURIComponent(aggregation.sourceId)}/${operation}`);
  let sending: Payload | undefined;
  try {
    const reply = await connection.send(operation, path, () => {
      beforeSending();
      return (sending = bodyOf(aggregation));
    });
    return readReply(connection, aggregation, reply, isIncomplete(sending));
  } catch (failure) {
    if (!(failure instanceof ConnectionFailure) || failure.operation !== operation) throw failure;
    return readFailure(failure, isIncomplete(sending));
  }
}

/** The operation that loads a kind of objects, the parts of its request, and where the task stands in its reply. */
interface Load {
  readonly operation: 'load-accounts' | 'load-entitlements';
  /** The parts beside the file. */
  readonly fields: (aggregation: Aggregation) => Readonly<Record<string, string>>;
  readonly taskIn: (reply: JsonObject) => unknown;
}

/** The reply about entitlements is the bare task (docs/isc-api.md#entitlements). */
const LOADS: Readonly<Record<ObjectKind, Load>> = {
  account: {
    operation: 'load-accounts',
    fields: ({ disableOptimization }) => (disableOptimization ? { disableOptimization: 'true' } : {}),
    taskIn: ({ task }) => task,
  },
  entitlement: {
    operation: 'load-entitlements',
    fields: ({ objectType }) => ({ objectType }),
    taskIn: (reply) => reply,
  },
};

function loadOf({ objectType }: Pick<Aggregation, 'objectType'>): Load {
  return LOADS[kindOf(objectType)];
}

/** The operation that starts the aggregation of what `objects` is about. */
export function startOperation(objects: Pick<Aggregation, 'objectType'>): Load['operation'] {
  return loadOf(objects).operation;
}

function bodyOf(aggregation: Aggregation): Payload {
  const { file, disableOptimization } = aggregation;
  if (file !== undefined)
    return csvUpload(file.csv, file.fingerprint, loadOf(aggregation).fields(aggregation));
  // Without options the body must be empty and Content-Type absent; otherwise ISC answers 500
  // (docs/isc-api.md#starting).
  return disableOptimization ? optionUpload() : { headers: { 'content-length': '0' }, body: undefined };
}

function isIncomplete(sending: Payload | undefined): boolean {
  return typeof sending?.body === 'object' && !sending.body.isComplete();
}

function readReply(
  connection: Connection,
  aggregation: Aggregation,
  reply: Reply,
  incomplete: boolean,
): Attempt {
  const { file } = aggregation;
  const load = loadOf(aggregation);
  const { status } = reply;
  const shown = file?.shown ?? ALL_WORDS;
  if (status === 202) return readAccepted(load, reply, shown);
  if (status < 400) return unreadable(load, 'shape', `ISC answered ${status} instead of 202.`, false);
  const refusal = connection.refusalOf(load.operation, reply, (text) => shownPart(text, shown));
  if (status < 500) return { kind: 'refused', refusal };
  if (incomplete) return { kind: 'not-sent', reason: refusal };
  // 504: a gateway stopped waiting for a server that may still be working.
  return { kind: 'unclear', reason: refusal, settled: status !== 504 };
}

function unreadable(
  { operation }: Load,
  fault: 'unreadable' | 'shape',
  happened: string,
  settled: boolean,
): Attempt {
  return { kind: 'unclear', reason: new ConnectionFailure(operation, fault, happened), settled };
}

function readFailure(failure: ConnectionFailure, incomplete: boolean): Attempt {
  switch (failure.fault) {
    case 'refused':
    case 'proxy':
      return { kind: 'not-sent', reason: failure };
    case 'certificate':
    case 'proxy-refusal':
    case 'redirect':
      throw failure;
    case 'lost':
      return incomplete
        ? { kind: 'not-sent', reason: failure }
        : { kind: 'unclear', reason: failure, settled: true };
    case 'timeout':
    case 'unreadable':
    case 'too-large':
    case 'shape':
      return incomplete
        ? { kind: 'not-sent', reason: failure }
        : { kind: 'unclear', reason: failure, settled: false };
  }
}

function readAccepted(load: Load, reply: Reply, shown: ShownWords): Attempt {
  const json = objectOf(parseJson(reply.text));
  if (json === undefined) {
    return unreadable(load, 'unreadable', 'ISC answered 202, but its reply cannot be read.', true);
  }
  const named = decodeTask(load.taskIn(json));
  const ofNone = named === undefined ? decodeMessages(objectOf(load.taskIn(json))?.['messages']) : [];
  const beside = joinedMessages([...ofNone, ...decodeMessages(json['messages'])]);
  const said = withMessages(named, beside);
  const messages = said?.messages ?? beside;
  const busyText = said === undefined ? busyTextIn(beside) : busyTextOf(said);
  if (busyText !== undefined) {
    return { kind: 'busy', text: shownPart(busyText, shown), taskId: said?.id };
  }
  const task = said && taskInWords(said, shown);
  const finalWord = task?.completionStatus;
  const isFailed =
    (finalWord !== undefined && completionStatusOf(finalWord) !== 'SUCCESS') ||
    messages.some(({ type }) => type === 'ERROR');
  if (json['success'] === false || json['success'] === 'false' || isFailed) {
    return {
      kind: 'failed-at-once',
      task,
      messages: task?.messages ?? messagesInWords(beside, shown),
    };
  }
  if (task !== undefined) return { kind: 'accepted', task };
  return unreadable(load, 'shape', 'ISC answered 202, but its reply names no task.', true);
}

/** The task with the messages that stand beside it. */
function withMessages(task: Task | undefined, beside: readonly TaskMessage[]): Task | undefined {
  if (task === undefined || beside.length === 0) return task;
  return { ...task, messages: joinedMessages([...task.messages, ...beside]) };
}
