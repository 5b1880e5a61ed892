import { describe, expect, it } from '@jest/globals';
import { Repository } from '../../sandbox/tenant/github/repository.js';
import { pushOf } from './occasion.js';
import { parseWorkflow } from './syntax.js';
import { inputsOf, starts } from './triggers.js';

/** When the runner that plays the examples starts a workflow. */

describe('the trigger of a workflow', () => {
  const on = (trigger: string) => parseWorkflow(`on: ${trigger}\npermissions: {}\njobs: {}`);
  const repository = new Repository();
  const push = (path: string, branch = 'main') => {
    const before = repository.commit(undefined, {});
    return pushOf(before, repository.commit(before, { [path]: 'new' }), branch);
  };

  it.each([
    ['push', 'a.csv', 'main', true],
    ['[push, pull_request]', 'a.csv', 'main', true],
    ['pull_request', 'a.csv', 'main', false],
    ['{ push: { branches: [main] } }', 'a.csv', 'main', true],
    ['{ push: { branches: [main] } }', 'a.csv', 'mine', false],
    ['{ push: { paths: [data/*.csv] } }', 'data/a.csv', 'main', true],
    ['{ push: { paths: [data/*.csv] } }', 'data/b/a.csv', 'main', false],
    ['{ push: { paths: [data/**] } }', 'data/b/a.csv', 'main', true],
    ['{ push: { paths: [data/a.csv] } }', 'data/abcsv', 'main', false],
  ])('%s, a push of %s to %s: %s', (trigger, path, branch, expected) => {
    expect(starts(on(trigger), push(path, branch))).toBe(expected);
  });

  it.each(['{ push: { tags: [v1] } }', "{ push: { paths: ['!data/**'] } }"])(
    '%s fails the test',
    (trigger) => {
      expect(() => starts(on(trigger), push('a.csv'))).toThrow('This runner does not know');
    },
  );

  it('has inputs by their types, with defaults', () => {
    const workflow = on(
      '{ workflow_dispatch: { inputs: { a: { type: boolean, default: true }, b: { required: true, type: string } } } }',
    );

    expect(inputsOf(workflow, 'workflow_dispatch', { b: 2 })).toEqual({ a: true, b: '2' });
    expect(() => inputsOf(workflow, 'workflow_dispatch', {})).toThrow('b is missing');
    expect(() => inputsOf(workflow, 'workflow_dispatch', { a: 'yes', b: '' })).toThrow('a is no Boolean');
    expect(() => inputsOf(workflow, 'workflow_dispatch', { c: '' })).toThrow('does not know c');
  });
});
