import { describe, expect, it } from '@jest/globals';
import { stateOf, whyNotOurs, type Task } from '../../src/model/task.js';
import { task } from './tasks.js';

const SOURCE = { id: 'hr', name: 'HR', objectType: 'account' };
const REQUEST = { source: SOURCE, before: new Set(['old']), since: 100_000 };
/** What ISC says of the task that we asked for. */
const OURS: Partial<Task> = { created: 100_000, sourceIds: ['hr'] };

describe('a task that ISC names', () => {
  it.each<[string, Partial<Task>]>([
    ['says when, where and what', OURS],
    ['was made by a clock up to a minute behind', { ...OURS, created: 40_000 }],
    ['says nothing about itself', { names: [] }],
    ['says only what runs it', { ...OURS, names: ['QUARTZ'] }],
    ['names its source by name', { ...OURS, sourceIds: [], sourceName: 'HR' }],
    ['names its source as ISC lists it', { ...OURS, sourceIds: [], sourceName: 'HR [source]' }],
  ])('may be ours where it %s', (_name, about) => {
    expect(whyNotOurs(task('new', about), REQUEST)).toBeUndefined();
  });

  it.each<[string, string, Partial<Task>]>([
    ['it was there before the upload', 'old', OURS],
    ['it is older than the upload', 'new', { ...OURS, created: 39_999 }],
    ['it belongs to another source', 'new', { ...OURS, sourceIds: ['it'] }],
    ['it belongs to another source', 'new', { ...OURS, sourceIds: ['it'], sourceName: 'HR' }],
    ['it belongs to another source', 'new', { ...OURS, sourceIds: ['it', 'hr'] }],
    ['it was over before the upload', 'new', { sourceIds: ['hr'], completed: 1 }],
    ['it belongs to another source', 'new', { ...OURS, sourceIds: [], sourceName: 'HR 2' }],
    ['it is no account aggregation', 'new', { ...OURS, names: ['QUARTZ', 'Entitlement Aggregation'] }],
  ])('is not ours where %s', (why, id, about) => {
    expect(whyNotOurs(task(id, about), REQUEST)).toBe(why);
  });

  it('may be ours if ISC does not show which tasks existed before', () => {
    expect(whyNotOurs(task('old', OURS), { ...REQUEST, before: undefined })).toBeUndefined();
  });

  it('must then be as new as the upload, since nothing else tells it from an older one', () => {
    const older = task('old', { ...OURS, created: 99_999 });
    expect(whyNotOurs(older, { ...REQUEST, before: undefined })).toBe('it is older than the upload');
  });
});

describe('the state of a task', () => {
  it.each<[string, Partial<Task>]>([
    ['running', {}],
    ['running', { completed: 1 }],
    ['closing', { completionStatus: 'SUCCESS' }],
    ['over', { completionStatus: 'SUCCESS', completed: 1 }],
  ])('is %s with %j', (state, about) => {
    expect(stateOf(task('any', about))).toBe(state);
  });
});
