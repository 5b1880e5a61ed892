import { describe, expect, it } from '@jest/globals';
import { finalFailure } from '../../src/report/final-failure.js';
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
