/** The report about a tenant: meant to be pasted into an issue, so it contains no name, id, address, cell or secret. */
import { VERSION } from '../runtime/version.js';
import { count } from '../model/words.js';
import { PAGE_SIZE } from './addresses.js';
import type { LearnedHabits } from './habits.js';
import { type AnswersOf, NO_SCHEMA, type ReplyRecord } from './reply-record.js';

/** What the report tells: how the tenant replied, and what the step learned of it. */
export interface ReportParts {
  readonly apiVersion: string;
  readonly record: ReplyRecord;
  readonly learned: LearnedHabits;
}

/** The lines of the report, in plain text. */
export function tenantReport({ apiVersion, learned, record }: ReportParts): readonly string[] {
  return [
    `action ${VERSION}, api-version ${apiVersion}, Node.js ${process.versions.node}, ${process.platform}`,
    ...[...record.operations].flatMap(([operation, answers]) => [
      `${operation}: ${inWords(answers)}`,
      ...(answers.properties.size === 0 ? [] : [`  ${[...answers.properties].join(', ')}`]),
    ]),
    ...habitsInWords(learned, record.operations.get('accounts')).map((habit) => `habit: ${habit}`),
    ...schemaInWords(record),
    ...[...record.kinds].map(([type, kinds]) => `values of ${attributesOf(type)}: ${[...kinds].join(', ')}`),
    'This report holds no names, ids, addresses, values or secrets. Please send it with the issue form "How a tenant answered", even if everything went well.',
  ];
}

function inWords({ mostEntries, requests, slowestMs, statuses, totalMs }: AnswersOf): string {
  const words = [...statuses].map(
    ([status, times]) => `${status === 0 ? 'no reply' : status}${times === 1 ? '' : ` x ${count(times)}`}`,
  );
  const list = mostEntries === undefined ? '' : `; lists of up to ${mostEntries}`;
  const mean = Math.round(totalMs / Math.max(1, requests));
  return `${count(requests)} ${requests === 1 ? 'request' : 'requests'}, ${words.join(', ')}; ${mean} ms on average, ${slowestMs} ms at most${list}`;
}

function habitsInWords(learned: LearnedHabits, accounts: AnswersOf | undefined): readonly string[] {
  const { accountCount, accountDetail, accountWindow, fieldsRefused, shorterPage, sourceField } = learned;
  if (accounts === undefined) return [];
  return [
    `accounts are filtered by ${sourceField}${fieldsRefused ? ', after the other field was refused' : ''}`,
    `accounts are listed with detailLevel=${accountDetail}`,
    ...(shorterPage === undefined
      ? []
      : [`pages of ${shorterPage} accounts where ${PAGE_SIZE} were asked for`]),
    ...(accountWindow === undefined
      ? []
      : [`accounts are listed by offset only up to about ${count(accountWindow)}, and by time beyond`]),
    ...(accountCount === undefined ? [] : [`X-Total-Count is ${accountCount}`]),
  ];
}

function schemaInWords({ multiValued, types }: ReplyRecord): readonly string[] {
  if (types.size === 0) return [];
  const words = [...types].map(([type, times]) => `${times} ${type}`);
  return [`schema: ${words.join(', ')}; ${multiValued} multi-valued`];
}

function attributesOf(type: string): string {
  return type === NO_SCHEMA ? 'attributes that are in no schema' : `type ${type}`;
}
