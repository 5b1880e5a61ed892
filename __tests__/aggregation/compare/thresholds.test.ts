import { describe, expect, it } from '@jest/globals';
import { isAtLeast, isMoreThan, THRESHOLDS } from '../../../src/aggregation/compare/thresholds.js';

/** docs/checks.md promises these numbers: whoever changes one changes the other. */
it('the thresholds are those of the documentation', () => {
  expect(THRESHOLDS).toEqual({
    identitiesReformatted: { accounts: 3, percent: 50 },
    identitiesUnknown: { percent: 5 },
    valuesEmptied: { accounts: 5, morePercent: 50 },
    valuesFilled: { accounts: 5, morePercent: 50 },
    valuesMistyped: { accounts: 5, morePercent: 50 },
    valuesJoined: { accounts: 5, morePercent: 50 },
    valuesRounded: { accounts: 3 },
    lettersDropped: { accounts: 3, percent: 50 },
    valuesCollapsed: { accounts: 10, morePercent: 50, warnedBooleans: 5, severalAccounts: 5 },
    valuesShifted: { accounts: 10, morePercent: 50 },
    ofDifferences: { accounts: 5, morePercent: 50, percent: 95 },
    nullWords: { morePercent: 50 },
  });
});

describe('a part of a whole', () => {
  it.each([
    [49, 50, 100, false, false],
    [50, 50, 100, true, false],
    [51, 50, 100, true, true],
    [950, 95, 1_000, true, false],
    [949, 95, 1_000, false, false],
    [951, 95, 1_000, true, true],
    [0, 50, 0, true, false],
  ])('%i, %i %% of %i: at least %s, more %s', (part, percent, whole, least, more) => {
    expect([isAtLeast(part, percent, whole), isMoreThan(part, percent, whole)]).toEqual([least, more]);
  });
});
