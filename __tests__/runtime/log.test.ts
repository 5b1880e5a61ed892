import { describe, expect, it } from '@jest/globals';
import { AnnotationBudget } from '../../src/runtime/annotation-budget.js';
import { createLog, type Log } from '../../src/runtime/log.js';
import { Secrets } from '../../src/runtime/secrets.js';
import { recordingToolkit, type Said } from '../report/fixtures.js';

function logged(debugging = false): { log: Log; said: Said[]; lines: () => string[] } {
  const { toolkit, said } = recordingToolkit(debugging);
  const secrets = new Secrets();
  secrets.add('hunter22');
  const log = createLog(toolkit, secrets, new AnnotationBudget(toolkit, secrets));
  return { log, said, lines: () => said.map(({ kind, message }) => `${kind}: ${message}`) };
}

describe('Log', () => {
  it('escapes, redacts and shortens every line', () => {
    const { log, said, lines } = logged();
    log.info('::error::x\n::warning::y hunter22');
    log.info('x'.repeat(1_000_000));
    expect(lines()[0]).toBe('info: : :error::x ⏎ ::warning::y ***');
    expect(said[1]?.message.length).toBeLessThanOrEqual(4_000);
  });

  it('logs details only with ACTIONS_STEP_DEBUG', () => {
    const quiet = logged(false);
    const loud = logged(true);
    quiet.log.debug('GET hunter22');
    loud.log.debug('GET hunter22');
    expect(quiet.lines()).toEqual([]);
    expect(loud.lines()).toEqual(['debug: GET ***']);
  });

  it('names the source if there are several', () => {
    const { log, lines } = logged();
    const source = log.forSource('HR\n##[error]hunter22');
    source.info('12 rows');
    source.warning('deprecated');
    expect(lines()).toEqual([
      'info: [HR ⏎ ## [error]***] 12 rows',
      'warning: [HR ⏎ ## [error]***] deprecated',
    ]);
  });
});
