import { describe, expect, it } from '@jest/globals';
import { finalFailure, MAX_REASON, reasonOf, reasonOfSource } from '../../src/report/failure-text.js';
import { failed, outcome, step } from './fixtures.js';

describe('finalFailure', () => {
  it('is silent where nothing has failed', () => {
    expect(finalFailure(step([outcome(), outcome({ status: 'WARNING' })]))).toBeUndefined();
  });

  it('says what happened and what to do next', () => {
    expect(finalFailure(step([failed('HR', 'ISC refused (tracking id 42).')]))).toBe(
      'ISC refused (tracking id 42).\nTry again.',
    );
  });

  it('says what ended the step before there was a source, keeping its lines', () => {
    const failure = {
      status: 'FAILED' as const,
      message: 'tenant: empty\nwait: "x"',
      next: 'Correct.',
      cause: undefined,
    };
    expect(finalFailure(step([], { failure }))).toBe('tenant: empty\nwait: "x"\nCorrect.');
  });

  it('says both where a source failed and the step did', () => {
    const failure = { status: 'CANCELLED' as const, message: 'Cancelled.', next: 'Look.', cause: undefined };
    expect(finalFailure(step([failed('HR', 'Stopped.')], { failure }))).toBe(
      'Cancelled.\nLook.\nStopped.\nTry again.',
    );
  });

  it('names each of several', () => {
    const result = step([
      failed('HR', 'One\nthing.'),
      outcome(),
      failed('Directory', 'LDAP says no', { status: 'WARNING' }),
      failed('IT', '::error::', { status: 'REJECTED' }),
    ]);
    expect(finalFailure(result)).toBe(
      [
        '3 of 4 sources failed.',
        '- HR (FAILED): One ⏎ thing. Try again.',
        '- Directory (WARNING): LDAP says no. Try again.',
        '- IT (REJECTED): : :error:: Try again.',
      ].join('\n'),
    );
  });

  it.each([1, 2, 12, 13, 100, 1_000])('stays under 4,096 characters with %d long failures', (sources) => {
    const message = `Refused. ${'<html>\n'.repeat(100_000)} (tracking id abc-42)`;
    const text =
      finalFailure(step(Array.from({ length: sources }, (_, n) => failed(`Source ${n}`, message)))) ?? '';
    expect(text.length).toBeLessThanOrEqual(4_096);
    expect(text).toContain('Refused.');
    expect(text).toContain('(tracking id abc-42)');
  });

  it('still names the sources whose failures there is no room to explain', () => {
    const text = finalFailure(step(Array.from({ length: 60 }, (_, n) => failed(`Source ${n}`, 'No.')))) ?? '';
    for (let n = 0; n < 60; n += 1) expect(text).toContain(`Source ${n}`);
    expect(text).toContain('Also failed: ');
  });
});

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
