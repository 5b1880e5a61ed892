/** Tasks: `GET task-status` and `GET account-aggregations/{id}/status`. */
import { type FilterRules, meets, parseFilters } from '../filters.js';
import type { AcceptedPlan, SandboxTask, TaskText } from '../model.js';
import { page } from '../lists.js';
import { Refused, badRequest, json, notFound } from '../replies.js';
import { part, phaseOf, progressOf } from '../task.js';
import type { Call, Perform } from './operation.js';

/** Tasks: `GET task-status` and `GET account-aggregations/{id}/status`. */

const FILTERS: FilterRules = {
  id: ['eq', 'in'],
  sourceId: ['eq', 'in'],
  completionStatus: ['eq', 'in', 'isnull'],
};

/**
 * How long `account-aggregations/{id}/status` still answers after the end (about an hour:
 * docs/isc-api.md#following-the-task).
 */
const STATUS_KEPT_MS = 3_600_000;

/** `GET task-status/{id}`. */
export const getTask: Perform = (call) => {
  const task = taskOf(call);
  if (task === undefined) throw new Refused(notFound(`Task with id "${call.id}" was not found.`));
  return json(200, taskStatus(task, call.world.tenant.now()));
};

/** `GET task-status`. */
export const listTasks: Perform = ({ world, query }) => {
  const conditions = parseFilters(query.get('filters'), FILTERS);
  const now = world.tenant.now();
  const fields = (task: SandboxTask): Record<string, string | null> => ({
    id: task.id,
    sourceId: task.sourceId,
    completionStatus: phaseOf(task, now) === 'final' ? task.completionStatus : null,
  });
  const found = world.tenant.tasks().filter((task) => meets(conditions, (field) => fields(task)[field]));
  return page(sorted(found, query.get('sorters')), query, (task) => taskStatus(task, now));
};

/** `GET account-aggregations/{id}/status`: the id is the task's. */
export const getAggregationStatus: Perform = (call) => {
  const task = taskOf(call);
  const now = call.world.tenant.now();
  if (task === undefined || now < task.started || now > task.completed + STATUS_KEPT_MS) {
    throw new Refused(notFound(`Account aggregation with id "${call.id}" was not found.`));
  }
  return json(200, aggregationStatus(task, now));
};

function taskOf(call: Call): SandboxTask | undefined {
  return call.world.tenant.tasks().find((task) => task.id === call.id);
}

function sorted(latestFirst: readonly SandboxTask[], sorters: string | null): readonly SandboxTask[] {
  if (sorters === null || sorters === '' || sorters === '-created') return latestFirst;
  if (sorters === 'created') return latestFirst.toReversed();
  throw new Refused(badRequest(`Sorting by "${sorters}" is not supported here.`));
}

/** A task in the forms in which ISC returns it. */

const DESCRIPTION = 'Aggregates from the specified application.';

/** The content of `attributes`, by ISC's names for it. */
const RETURNS = [
  ['applications', 'TASK_OUT_ACCOUNT_AGGREGATION_APPLICATIONS'],
  ['total', 'TASK_OUT_ACCOUNT_AGGREGATION_TOTAL'],
  ['optimized', 'TASK_OUT_UNCHANGED_ACCOUNTS'],
  ['ignored', 'TASK_OUT_ACCOUNT_AGGREGATION_IGNORED'],
  ['created', 'TASK_OUT_ACCOUNT_AGGREGATION_CREATED'],
  ['updated', 'TASK_OUT_ACCOUNT_AGGREGATION_UPDATED'],
  ['deleted', 'TASK_OUT_ACCOUNT_AGGREGATION_DELETED'],
] as const;

/** A task as returned by `task-status` at `now`: dates as strings, messages as objects in two locales. */
export function taskStatus(task: SandboxTask, now: number): Record<string, unknown> {
  const phase = phaseOf(task, now);
  const ended = phase === 'completed' || phase === 'final';
  const progress = progressOf(task, now);
  return {
    id: task.id,
    type: 'QUARTZ',
    uniqueName: task.name,
    description: DESCRIPTION,
    parentName: task.name,
    launcher: task.launcher,
    target: { id: task.sourceId, type: 'APPLICATION', name: `${task.sourceName} [source]` },
    created: date(task.created),
    modified: date(Math.min(now, task.final)),
    launched: phase === 'queued' ? null : date(task.started),
    completed: ended ? date(task.completed) : null,
    completionStatus: phase === 'final' ? task.completionStatus : null,
    messages: ended ? task.messages.flatMap(inTwoLocales) : [],
    returns: RETURNS.map(([attributeName, name]) => ({ name, attributeName })),
    attributes: ended ? { ...attributesOf(task), ...countsOf(task) } : attributesOf(task),
    progress: progress.text,
    percentComplete: progress.percent,
    taskDefinitionSummary: {
      id: '5c8f1a44a7e14d6b9f0f3f8f2b6f7c01',
      uniqueName: task.name,
      description: DESCRIPTION,
      parentName: task.name,
      executor: 'sailpoint.task.ServiceTaskExecutor',
      arguments: {},
    },
  };
}

/**
 * A task as in the 202 of load-accounts: `localizedText` as a plain string, and dates as numbers, which contradicts the
 * specification but was seen (docs/isc-api.md#starting). `accepted` is what it says about itself.
 */
export function acceptedTask(
  task: SandboxTask,
  { messages, completionStatus = null }: AcceptedPlan,
): Record<string, unknown> {
  const ended = completionStatus !== null;
  return {
    id: task.id,
    type: 'QUARTZ',
    name: task.name,
    description: 'Aggregate from the specified application',
    launcher: task.launcher,
    created: task.created,
    launched: ended ? task.created : null,
    completed: ended ? task.created : null,
    completionStatus: spelledAsIn202(completionStatus),
    parentName: null,
    messages: (messages ?? []).flatMap((message) => [plain(message), plain(message)]),
    progress: messages === undefined ? 'Initializing...' : null,
    attributes: { appId: task.sourceId, optimizedAggregation: task.optimized ? 'enabled' : 'disabled' },
    returns: RETURNS.map(([attributeName, displayLabel]) => ({ displayLabel, attributeName })),
  };
}

/** The progress of an aggregation, as in `account-aggregations/{id}/status`. */
export function aggregationStatus(task: SandboxTask, now: number): Record<string, unknown> {
  const { created, updated, deleted } = task.counts;
  const phase = phaseOf(task, now);
  const collected = phase !== 'queued' && phase !== 'started';
  const ended = phase === 'completed' || phase === 'final';
  const of = (whole: number): number => (collected ? part(now, task.collected, task.completed, whole) : 0);
  const total = created + updated + deleted;
  return {
    start: date(task.started),
    status: ended ? endOf(task) : collected ? 'ACCOUNTS_COLLECTED' : 'STARTED',
    totalAccounts: collected ? total : 0,
    processedAccounts: of(total),
    totalAccountsMarkedForDeletion: collected ? deleted : 0,
    deletedAccounts: of(deleted),
    totalIdentities: collected ? total : 0,
    processedIdentities: of(total),
  };
}

function endOf(task: SandboxTask): string {
  return task.completionStatus?.toUpperCase() === 'TERMINATED' ? 'TERMINATED' : 'COMPLETED';
}

function attributesOf(task: SandboxTask): Record<string, string> {
  return {
    appId: task.sourceId,
    applications: `${task.sourceName} [source]`,
    optimizedAggregation: task.optimized ? 'enabled' : 'disabled',
  };
}

function countsOf(task: SandboxTask): Record<string, number | string> {
  return Object.fromEntries(
    Object.entries(task.counts)
      .filter(([name]) => !task.withoutCounts.includes(name))
      .map(([name, count]: [string, number]) => [name, task.countsAs === 'strings' ? String(count) : count]),
  );
}

function inTwoLocales(message: TaskText): Record<string, unknown>[] {
  return ['en-US', 'en'].map((locale) => ({
    type: message.type,
    localizedText: { locale, message: message.text },
    key: message.text,
    parameters: [],
  }));
}

function plain(message: TaskText): Record<string, unknown> {
  return {
    type: message.type,
    error: message.type === 'ERROR',
    warning: message.type === 'WARN',
    key: message.text,
    localizedText: message.text,
  };
}

function spelledAsIn202(completionStatus: string | null): string | null {
  return completionStatus === 'TEMPERROR' ? 'TEMP_ERROR' : completionStatus;
}

function date(time: number): string {
  return new Date(time).toISOString();
}
