/** Tasks: `GET task-status` and `GET account-aggregations/{id}/status`. */
import { type FilterRules, meets, parseFilters } from '../filters.js';

import { page } from '../lists.js';
import { Refused, badRequest, json, notFound } from '../replies.js';
import { ACCOUNT_HABITS, type EntitlementHabits, type TaskHabits } from '../habits.js';
import { hexDigest } from '../ids.js';
import type { AcceptedPlan, AggregationCounts, SandboxTask, TaskText } from '../model.js';
import type { SandboxSettings } from '../settings.js';
import { TASK_NAMES, part, phaseOf, progressOf } from '../task.js';
import type { Tenant } from '../tenant.js';
import type { Call, Perform } from './operation.js';

/** Tasks are listed as requested, but for the length of a page. */
const WHOLE_PAGES = ACCOUNT_HABITS;

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
  const { tenant, settings } = call.world;
  if (task === undefined || !isKnownYet(task, tenant, settings.tasks)) {
    throw new Refused(notFound(`Task with id "${call.id}" was not found.`));
  }
  return json(200, taskStatus(task, tenant.now(), settings));
};

/** False while a task that has started is not found by its id. */
function isKnownYet(task: SandboxTask, tenant: Tenant, { unknownMs, unknownLooks }: TaskHabits): boolean {
  const look = tenant.lookAt(task.id);
  return unknownMs !== null && tenant.now() >= task.created + unknownMs && !unknownLooks.includes(look);
}

/** `GET task-status`. */
export const listTasks: Perform = ({ world, query }) => {
  const conditions = parseFilters(query.get('filters'), FILTERS);
  const now = world.tenant.now();
  const { settings } = world;
  const { listLagMs, order, doubled, pageSize } = settings.tasks;
  const fields = (task: SandboxTask): Record<string, string | null> => ({
    id: task.id,
    sourceId: task.sourceId,
    completionStatus: phaseOf(task, now) === 'final' ? task.completionStatus : null,
  });
  const found = world.tenant
    .tasks()
    .filter((task) => listLagMs !== null && now >= task.created + listLagMs)
    .filter((task) => meets(conditions, (field) => fields(task)[field]));
  const listed = sorted(found, order === 'obeyed' ? query.get('sorters') : 'created');
  const twice = doubled === 'no' ? listed : listed.flatMap((task) => [task, secondOf(task, doubled, now)]);
  return page(twice, query, (task) => taskStatus(task, now, settings), { ...WHOLE_PAGES, pageSize });
};

/** `GET account-aggregations/{id}/status`: the id is the task's. */
export const getAggregationStatus: Perform = (call) => {
  const task = taskOf(call);
  const now = call.world.tenant.now();
  if (task?.kind !== 'accounts' || now < task.started || now > task.completed + STATUS_KEPT_MS) {
    throw new Refused(notFound(`Account aggregation with id "${call.id}" was not found.`));
  }
  return json(200, aggregationStatus(task, now));
};

/** How a task is listed a second time. */
function secondOf(task: SandboxTask, doubled: 'same' | 'differing', now: number): SandboxTask {
  if (doubled === 'same') return task;
  return { ...task, completed: Math.min(task.completed, now), final: now, completionStatus: 'ERROR' };
}

function taskOf(call: Call): SandboxTask | undefined {
  return call.world.tenant.tasks().find((task) => task.id === call.id);
}

function sorted(latestFirst: readonly SandboxTask[], sorters: string | null): readonly SandboxTask[] {
  if (sorters === null || sorters === '' || sorters === '-created') return latestFirst;
  if (sorters === 'created') return latestFirst.toReversed();
  throw new Refused(badRequest(`Sorting by "${sorters}" is not supported here.`));
}

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

const GROUP_RETURNS = [
  ['applications', 'TASK_OUT_ACCOUNT_GROUP_AGGREGATION_APPLICATIONS'],
  ['total', 'TASK_OUT_ACCOUNT_GROUP_AGGREGATION_TOTAL'],
  ['groupsCreated', 'TASK_OUT_ACCOUNT_GROUP_AGGREGATION_CREATED'],
  ['groupsUpdated', 'TASK_OUT_ACCOUNT_GROUP_AGGREGATION_UPDATED'],
  ['groupsDeleted', 'TASK_OUT_ACCOUNT_GROUP_AGGREGATION_DELETED'],
] as const;

function returnsOf(
  task: SandboxTask,
  { taskForm }: EntitlementHabits,
): readonly (readonly [string, string])[] {
  if (task.kind === 'accounts') return RETURNS;
  return taskForm === '2024' ? GROUP_RETURNS : GROUP_RETURNS.slice(0, 1);
}

/** What a task is called and said to do, in the tenant's language. */
function namesOf(
  task: SandboxTask,
  { names }: TaskHabits,
): { name: string | null; description: string | null } {
  if (names === 'absent') return { name: null, description: null };
  if (names === 'english') return { name: task.name, description: DESCRIPTION };
  const german = { accounts: 'Kontenaggregation (Cloud)', entitlements: 'Gruppenaggregation (Cloud)' }[
    task.kind
  ];
  return {
    name: task.name.replace(TASK_NAMES[task.kind], german),
    description: 'Aggregiert aus der angegebenen Anwendung.',
  };
}

const DESCRIPTION = 'Aggregates from the specified application.';

/** A task as returned by `task-status` at `now`: dates as strings, messages as objects in two locales. */
export function taskStatus(
  task: SandboxTask,
  now: number,
  { tasks: habits, entitlements }: Pick<SandboxSettings, 'tasks' | 'entitlements'>,
): Record<string, unknown> {
  const phase = phaseOf(task, now);
  const ended = phase === 'completed' || phase === 'final';
  const progress = progressOf(task, now);
  const { name, description } = namesOf(task, habits);
  const returns = returnsOf(task, entitlements);
  const counts = ended && habits.counts === 'present' ? countsOf(task, returns) : {};
  const completed = habits.completed === 'as-it-is' ? task.completed : task.created - 1_000;
  return {
    id: task.id,
    type: habits.names === 'absent' ? null : 'QUARTZ',
    uniqueName: name,
    description,
    parentName: name,
    launcher: task.launcher,
    ...targetOf(task, habits),
    ...createdOf(task, habits),
    modified: date(Math.min(now, task.final)),
    launched: phase === 'queued' ? null : date(task.started),
    completed: ended ? date(completed) : null,
    completionStatus: phase === 'final' ? spelled(task.completionStatus, habits) : null,
    messages: ended ? task.messages.flatMap(inTwoLocales) : [],
    returns: returns.map(([attributeName, label]) => ({ name: label, attributeName })),
    attributes: { ...attributesOf(task, habits), ...counts },
    progress: progress.text,
    percentComplete: progress.percent,
    taskDefinitionSummary: {
      id: '5c8f1a44a7e14d6b9f0f3f8f2b6f7c01',
      uniqueName: name,
      description,
      parentName: name,
      executor: 'sailpoint.task.ServiceTaskExecutor',
      arguments: {},
    },
  };
}

function targetOf({ sourceId, sourceName }: SandboxTask, { target }: TaskHabits): Record<string, unknown> {
  if (target === 'absent') return { target: null };
  const id = target === 'own' ? sourceId : otherId(sourceId);
  return { target: { id, type: 'APPLICATION', name: `${sourceName} [source]` } };
}

/** The id of another source, which has the same name. */
function otherId(sourceId: string): string {
  return hexDigest(`namesake of ${sourceId}`).slice(0, 32);
}

function createdOf({ created }: SandboxTask, habits: TaskHabits): Record<string, unknown> {
  if (habits.created === 'absent') return {};
  return { created: habits.created === 'iso' ? date(created) : created };
}

function spelled(status: string | null, { statusCase }: TaskHabits): string | null {
  if (status === null || statusCase === 'upper') return status;
  const lower = status.toLowerCase();
  return statusCase === 'lower' ? lower : `${lower.charAt(0).toUpperCase()}${lower.slice(1)}`;
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
    messages: messagesIn202(messages ?? []),
    progress: messages === undefined ? 'Initializing...' : null,
    attributes: { appId: task.sourceId, optimizedAggregation: task.optimized ? 'enabled' : 'disabled' },
    returns: RETURNS.map(([attributeName, displayLabel]) => ({ displayLabel, attributeName })),
  };
}

/**
 * A task as in the 202 of load-entitlements: without anything around it, `created` as text. `plan` is what else it says
 * about itself.
 */
export function acceptedGroupTask(
  task: SandboxTask,
  { messages, messagesBeside, completionStatus }: AcceptedPlan,
  { tasks, entitlements }: Pick<SandboxSettings, 'tasks' | 'entitlements'>,
): Record<string, unknown> {
  const said = messages ?? messagesBeside;
  return {
    id: task.id,
    type: 'QUARTZ',
    uniqueName: namesOf(task, tasks).name,
    description: 'Aggregate from the specified application',
    launcher: task.launcher,
    created: date(task.created),
    returns: returnsOf(task, entitlements).map(([attributeName, displayLabel]) => {
      return { displayLabel, attributeName };
    }),
    ...(said === undefined ? {} : { messages: messagesIn202(said) }),
    ...(completionStatus === undefined ? {} : { completionStatus: spelledAsIn202(completionStatus) }),
  };
}

/** Messages as in a 202: `localizedText` as a plain string, each one twice. */
export function messagesIn202(messages: readonly TaskText[]): Record<string, unknown>[] {
  return messages.flatMap((message) => [plain(message), plain(message)]);
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

function attributesOf(task: SandboxTask, { target }: TaskHabits): Record<string, string> {
  if (target === 'absent') return {};
  return {
    appId: target === 'other-id' ? otherId(task.sourceId) : task.sourceId,
    applications: `${task.sourceName} [source]`,
    optimizedAggregation: task.optimized ? 'enabled' : 'disabled',
  };
}

/** ISC's names for the counts of groups. */
const GROUP_COUNTS: Readonly<Record<string, keyof AggregationCounts>> = {
  groupsCreated: 'created',
  groupsUpdated: 'updated',
  groupsDeleted: 'deleted',
};

function countsOf(
  task: SandboxTask,
  returns: readonly (readonly [string, string])[],
): Record<string, number | string> {
  const counts: Readonly<Record<string, number>> = { ...task.counts };
  return Object.fromEntries(
    returns.flatMap(([name]): [string, number | string][] => {
      const count = counts[GROUP_COUNTS[name] ?? name];
      if (count === undefined || task.withoutCounts.includes(name)) return [];
      return [[name, task.countsAs === 'strings' ? String(count) : count]];
    }),
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
