import { describe, expect, it } from '@jest/globals';
import { AnnotationBudget } from '../../src/runtime/annotation-budget.js';
import { Secrets } from '../../src/runtime/secrets.js';
import { NO_SECRETS, recordingToolkit } from '../report/fixtures.js';

describe('AnnotationBudget', () => {
  it('shows four warnings at once, keeps five places for the end, and logs the others, since the tenth may be of the runner', () => {
    const { toolkit, said } = recordingToolkit();
    const budget = new AnnotationBudget(toolkit, NO_SECRETS);
    for (let n = 1; n <= 12; n += 1) budget.warning(`warning ${n}`);
    expect(said.filter(({ kind }) => kind === 'warning')).toHaveLength(4);
    expect(said.filter(({ kind }) => kind === 'info').map(({ message }) => message)).toEqual([
      'Warning: warning 5',
      'Warning: warning 6',
      'Warning: warning 7',
      'Warning: warning 8',
      'Warning: warning 9',
      'Warning: warning 10',
      'Warning: warning 11',
      'Warning: warning 12',
    ]);
    expect(budget.room).toEqual({ errors: 9, warnings: 5 });
    expect(budget.waiting.map(({ message }) => message)).toEqual([
      'warning 5',
      'warning 6',
      'warning 7',
      'warning 8',
      'warning 9',
      'warning 10',
      'warning 11',
      'warning 12',
    ]);
    expect(budget.raised).toHaveLength(12);
  });

  it('shows the same warning once, and logs it from then on', () => {
    const { toolkit, said } = recordingToolkit();
    const budget = new AnnotationBudget(toolkit, NO_SECRETS);
    budget.warning('deprecated');
    budget.warning('deprecated');
    expect(said.map(({ kind }) => kind)).toEqual(['warning', 'info']);
    expect(budget.raised).toEqual(['deprecated']);
  });

  it('says before each in the log where it belongs, since the runner prints the message alone', () => {
    const { toolkit, said } = recordingToolkit();
    const budget = new AnnotationBudget(toolkit, NO_SECRETS);
    budget.show(
      [{ message: 'Blank.', place: { title: 'HR: blank', file: 'hr.csv', startLine: 3 } }],
      [
        { message: 'Two accounts\nhave no owner.', place: { title: 'ISC on HR North' } },
        { message: 'Old.', place: {} },
      ],
    );
    expect(said.map(({ kind, message }) => [kind, message])).toEqual([
      ['info', 'hr.csv, line 3: Blank.'],
      ['error', 'Blank.'],
      ['info', 'ISC on HR North: Two accounts'],
      ['warning', 'Two accounts\nhave no owner.'],
      ['warning', 'Old.'],
    ]);
  });

  it('shows no more than the runner takes, whatever it is given', () => {
    const { toolkit, said } = recordingToolkit();
    const budget = new AnnotationBudget(toolkit, NO_SECRETS);
    const twenty = Array.from({ length: 20 }, (_, n) => ({ message: String(n), place: {} }));
    budget.show(twenty, twenty);
    budget.show(twenty, twenty);
    expect(said.filter(({ kind }) => kind === 'error')).toHaveLength(9);
    expect(said.filter(({ kind }) => kind === 'warning')).toHaveLength(9);
    expect(budget.room).toEqual({ errors: 0, warnings: 0 });
  });

  it('redacts, escapes and shortens message and title', () => {
    const { toolkit, said } = recordingToolkit();
    const secrets = new Secrets();
    secrets.add('hunter22');
    const budget = new AnnotationBudget(toolkit, secrets);
    budget.warning('::x hunter22\n2 more', { title: 'a\nhunter22', file: 'hr.csv', startLine: 3 });
    budget.warning('y'.repeat(10_000));
    expect(said[0]).toMatchObject({ kind: 'info', message: 'hr.csv, line 3: ::x ***' });
    expect(said[1]).toEqual({
      kind: 'warning',
      message: ': :x ***\n2 more',
      properties: { title: 'a ⏎ ***', file: 'hr.csv', startLine: 3 },
    });
    expect(said[2]?.message.length).toBeLessThanOrEqual(4_096);
    expect(budget.raised[0]).toBe('::x ***\n2 more');
  });
});
