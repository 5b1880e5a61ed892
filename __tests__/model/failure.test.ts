import { describe, expect, it } from '@jest/globals';
import { runInNewContext } from 'node:vm';
import { StepFailure, thrownMessage } from '../../src/model/failure.js';
import { unreadableFile } from '../../src/runtime/files.js';

it('a failure is FAILED unless it says otherwise, and keeps its cause', () => {
  const cause = new Error('why');
  expect(new StepFailure('What.', { next: 'Do.' })).toMatchObject({
    status: 'FAILED',
    next: 'Do.',
    name: 'StepFailure',
  });
  expect(new StepFailure('What.', { next: '', status: 'REJECTED', cause })).toMatchObject({
    status: 'REJECTED',
    cause,
  });
  expect('cause' in new StepFailure('What.', { next: '' })).toBe(false);
});

describe('the words of what was thrown', () => {
  it.each<[unknown, string]>([
    [new Error('broke'), 'broke'],
    [runInNewContext("new TypeError('broke elsewhere')"), 'broke elsewhere'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ message: 7 }, '[object Object]'],
  ])('%s', (thrown, words) => {
    expect(thrownMessage(thrown)).toBe(words);
  });
});

it.each([
  [Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }), 'EACCES'],
  [new Error('odd'), 'odd'],
])('a file that cannot be read is named, with the reason', (cause, reason) => {
  const csv = {
    path: '/work/data/hr.csv',
    name: 'hr.csv',
    shown: 'data/hr.csv',
    inWorkspace: true,
    sourceId: undefined,
  };
  expect(unreadableFile(csv, cause)).toMatchObject({
    message: `The file data/hr.csv cannot be read: ${reason}.`,
    cause,
  });
});
