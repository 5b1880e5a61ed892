import { describe, expect, it } from '@jest/globals';
import { asWarnings, withWarningsOnly, type Findings } from '../../src/model/finding.js';
import { finding } from '../report/fixtures.js';

/** Three errors, of which one is kept, and a warning. */
const FOUND: Findings = {
  kept: [finding('values-emptied', 2), finding('value-type', 3, { severity: 'warning' })],
  counts: new Map([
    ['values-emptied', 3],
    ['value-type', 1],
  ]),
  errors: 3,
  warnings: 1,
};

describe('findings that only warn', () => {
  it('are those of the rules that are named, also those that are not kept', () => {
    const shown = withWarningsOnly(FOUND, ['values-emptied']);
    expect(shown.kept.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
    expect(shown).toMatchObject({ errors: 0, warnings: 4, counts: FOUND.counts });
  });

  it('leave the errors of other rules as they are', () => {
    const both: Findings = {
      kept: [finding('values-emptied', 2), finding('value-type', 3)],
      ...{ counts: FOUND.counts, errors: 4, warnings: 0 },
    };
    const shown = withWarningsOnly(both, ['value-type']);
    expect(shown.kept.map(({ severity }) => severity)).toEqual(['error', 'warning']);
    expect(shown).toMatchObject({ errors: 3, warnings: 1 });
  });

  it('are the same findings where the rules have no errors', () => {
    expect(withWarningsOnly(FOUND, ['unknown-column'])).toBe(FOUND);
  });

  it('are all of them with csv-checks: warn', () => {
    expect(asWarnings(FOUND)).toMatchObject({ errors: 0, warnings: 4 });
  });
});
