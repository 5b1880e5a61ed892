import { describe, expect, it } from '@jest/globals';
import { asWarnings, joinFindings, MAX_KEPT_FINDINGS, NO_FINDINGS } from '../../src/model/finding.js';
import { finding, findings, many } from '../report/fixtures.js';

const ERROR = finding('field-count', 3);
const WARNING = finding('no-delete-threshold', undefined, { severity: 'warning' });

describe('two lots of findings as one', () => {
  it('keep their order, and all are counted', () => {
    const both = joinFindings(findings(ERROR, WARNING), [WARNING, finding('blank-identity', 9)]);
    expect(both.kept.map(({ rule }) => rule)).toEqual([
      'field-count',
      'no-delete-threshold',
      'no-delete-threshold',
      'blank-identity',
    ]);
    expect([...both.counts]).toEqual([
      ['field-count', 1],
      ['no-delete-threshold', 2],
      ['blank-identity', 1],
    ]);
    expect([both.errors, both.warnings]).toEqual([2, 2]);
  });

  it('take no memory without end, but count on', () => {
    const full = findings(...many('field-count', MAX_KEPT_FINDINGS));
    const both = joinFindings(full, [WARNING]);
    expect([both.kept.length, both.errors, both.warnings]).toEqual([MAX_KEPT_FINDINGS, MAX_KEPT_FINDINGS, 1]);
    expect(both.counts.get('no-delete-threshold')).toBe(1);
  });

  it('of nothing are nothing', () => {
    expect(joinFindings(NO_FINDINGS, [])).toEqual(NO_FINDINGS);
  });
});

it('as warnings none is an error, and none is lost', () => {
  const shown = asWarnings(findings(ERROR, WARNING));
  expect(shown.kept.map(({ rule, severity }) => [rule, severity])).toEqual([
    ['field-count', 'warning'],
    ['no-delete-threshold', 'warning'],
  ]);
  expect([shown.errors, shown.warnings, shown.counts.size]).toEqual([0, 2, 2]);
});
