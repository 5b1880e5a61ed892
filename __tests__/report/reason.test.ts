import { describe, expect, it } from '@jest/globals';
import { MAX_REASON, reasonOf, reasonOfSource } from '../../src/report/reason.js';
import { failed, outcome, step } from './fixtures.js';

const INPUTS = {
  status: 'FAILED' as const,
  message: '2 inputs are wrong.\n- tenant: missing.\n- wait: "x" is neither true nor false.',
  next: 'Correct the inputs.',
  cause: undefined,
};

describe('the output reason', () => {
  it('is empty where the step passed', () => {
    expect(reasonOf(step([outcome(), outcome({ status: 'WARNING' })]))).toBe('');
    expect(reasonOfSource(outcome())).toBe('');
  });

  it('says what happened, in one paragraph', () => {
    expect(reasonOf(step([failed('HR', 'ISC refused.\r\n\n  <b>No</b> (tracking id 42).')]))).toBe(
      'ISC refused. <b>No</b> (tracking id 42).',
    );
  });

  it('says what is wrong with the inputs, in consecutive sentences', () => {
    expect(reasonOf(step([], { failure: INPUTS }))).toBe(
      '2 inputs are wrong. tenant: missing. wait: "x" is neither true nor false.',
    );
  });

  it('names each source that failed, and what ended the step', () => {
    const result = step([failed('HR\nx', 'No room.'), outcome(), failed('IT', '::error::')]);
    expect(reasonOf(result)).toBe('2 of 3 sources failed. HR ⏎ x: No room. IT: : :error::');
    expect(reasonOf({ ...result, failure: { ...INPUTS, message: 'No outputs.' } })).toMatch(
      /^No outputs\. 2 of 3 sources failed\. HR/,
    );
  });

  it.each([1, 2, 13, 14, 1_000])(
    'stays short with %d long failures, and keeps both ends of each',
    (sources) => {
      const message = `Refused. ${'<html>\n'.repeat(50_000)} (tracking id abc-42)`;
      const reason = reasonOf(
        step(Array.from({ length: sources }, (_, n) => failed(`Source ${n}`, message))),
      );
      expect(reason.length).toBeLessThanOrEqual(MAX_REASON);
      expect(reason).not.toMatch(/[\r\n]/);
      expect(reason).toContain('Refused.');
      expect(reason).toContain('(tracking id abc-42)');
      if (sources === 1_000) expect(reason).toMatch(/And 98\d more\.$/);
    },
  );
});
