import { NO_COUNTS, type Task, type TaskMessage } from '../../src/model/task.js';

/** A task of which ISC gives only the id and what is in `about`. */
export function task(id: string, about: Partial<Task> = {}): Task {
  return {
    id,
    names: ['Cloud Account Aggregation'],
    sourceIds: [],
    sourceName: undefined,
    created: undefined,
    completed: undefined,
    completionStatus: undefined,
    percentComplete: undefined,
    progress: undefined,
    messages: [],
    counts: NO_COUNTS,
    ...about,
  };
}

/** One that ended with this status, and counted `total` accounts. */
export function ended(id: string, completionStatus: string, total?: number, about: Partial<Task> = {}): Task {
  return task(id, { completionStatus, completed: 1, counts: { ...NO_COUNTS, total }, ...about });
}

export function said(type: TaskMessage['type'], text: string): TaskMessage {
  return { type, text };
}
