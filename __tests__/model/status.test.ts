import { describe, expect, it } from '@jest/globals';
import {
  assertNever,
  completionStatusOf,
  passes,
  STATUSES_WORST_FIRST,
  worst,
  type Status,
} from '../../src/model/status.js';

describe('a step may be green', () => {
  it.each(['SUCCESS', 'STARTED', 'PLANNED', 'SKIPPED'] as const)('with %s', (status) => {
    expect([passes(status, false), passes(status, true)]).toEqual([true, true]);
  });

  it('with WARNING unless fail-on-warning is set', () => {
    expect([passes('WARNING', false), passes('WARNING', true)]).toEqual([true, false]);
  });

  it('with nothing else', () => {
    const others = STATUSES_WORST_FIRST.filter((status) => !passes(status, false));
    expect(others).toEqual([
      'CANCELLED',
      'FAILED',
      'ERROR',
      'TERMINATED',
      'TEMPERROR',
      'REJECTED',
      'TIMED_OUT',
    ]);
  });

  it('not even with a status that the compiler does not know', () => {
    expect(passes('success' as Status, false)).toBe(false);
  });
});

describe('the status of several sources', () => {
  it.each<[Status[], Status]>([
    [['SUCCESS', 'WARNING', 'STARTED'], 'WARNING'],
    [['TIMED_OUT', 'REJECTED'], 'REJECTED'],
    [['ERROR', 'CANCELLED', 'FAILED'], 'CANCELLED'],
    [['SUCCESS', 'SKIPPED'], 'SKIPPED'],
    [['PLANNED'], 'PLANNED'],
    [[], 'FAILED'],
  ])('%j is %s', (statuses, expected) => {
    expect(worst(statuses)).toBe(expected);
  });
});

it.each([
  ['SUCCESS', 'SUCCESS'],
  ['Success', 'SUCCESS'],
  [' warning ', 'WARNING'],
  ['TEMP_ERROR', 'TEMPERROR'],
  ['TempError', 'TEMPERROR'],
  ['ERROR', 'ERROR'],
  ['TERMINATED', 'TERMINATED'],
  ['COMPLETED', undefined],
  ['STARTED', undefined],
  ['FAILED', undefined],
  ['', undefined],
])("ISC's %j is %s", (word, status) => {
  expect(completionStatusOf(word)).toBe(status);
});

it('names a value that is impossible by its type', () => {
  expect(() => assertNever({ kind: 'odd' } as never)).toThrow('Not reachable: {"kind":"odd"}');
});
