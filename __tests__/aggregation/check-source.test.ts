import { describe, expect, it } from '@jest/globals';
import { checkSource } from '../../src/aggregation/check-source.js';
import { FORMAT } from '../csv/checking.js';

describe('checkSource', () => {
  it.each([
    ['a threshold', 10, false, []],
    ['a threshold of 0', 0, false, ['no-delete-threshold']],
    ['no threshold', undefined, false, ['no-delete-threshold']],
    ['deletion detection switched off', 10, true, ['deletion-disabled']],
    ['neither deletion detection nor a threshold', undefined, true, ['deletion-disabled']],
  ])('%s', (_, deleteThreshold, deletionDisabled, rules) => {
    const found = checkSource({ deleteThreshold, file: { ...FORMAT, deletionDisabled } });
    expect(found.map(({ rule }) => rule)).toEqual(rules);
    expect(found.every(({ severity, line }) => severity === 'warning' && line === undefined)).toBe(true);
  });
});
