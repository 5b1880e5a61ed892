/** Tasks: `GET task-status` and `GET account-aggregations/{id}/status`. */
import { meets, parseFilters, type FilterRules } from '../filters.js';
import type { SandboxTask } from '../model.js';
import { page } from '../paging.js';
import { badRequest, json, notFound, Refused } from '../replies.js';
import { phaseOf } from '../task.js';
import { aggregationStatus, taskStatus } from '../task-replies.js';
import type { Call, Perform } from './operation.js';

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
