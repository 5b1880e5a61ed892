import { describe, expect, it } from '@jest/globals';
import { stepWithoutSecrets, withoutSecrets } from '../../src/report/redacted.js';
import { Secrets } from '../../src/runtime/secrets.js';
import { finding, findings, outcome, PLAN, SOURCE, step } from '../report/fixtures.js';

function knowing(...values: readonly string[]): Secrets {
  const secrets = new Secrets();
  for (const value of values) secrets.add(value);
  return secrets;
}

describe('Secrets', () => {
  it.each([
    ['as it is', 'the pa$$ "word" came', 'the *** came'],
    ['in a URL', 'x=pa%24%24%20%22word%22&y', 'x=***&y'],
    ['in JSON', '{"a":"pa$$ \\"word\\""}', '{"a":"***"}'],
    ['not there', 'nothing', 'nothing'],
  ])('hides a secret %s', (_, text, shown) => {
    expect(knowing('pa$$ "word"').redact(text)).toBe(shown);
  });

  it('leaves nothing of a secret that holds another', () => {
    expect(knowing('abcdef', 'abcdefghi').redact('abcdefghi abcdef')).toBe('*** ***');
  });

  it('does not hide values so short that they occur by chance', () => {
    expect(knowing('', 'a', 'rows').redact('a rows')).toBe('a rows');
  });
});

describe('withoutSecrets', () => {
  it('redacts every text of an outcome before it is shortened or escaped', () => {
    const secret = 'top_secret*value';
    const shown = withoutSecrets(
      outcome({
        source: { ...SOURCE, name: `S ${secret}`, kind: secret },
        failure: { message: `M ${secret}`, next: `N ${secret}`, cause: undefined },
        messages: [{ type: 'WARN', text: secret }],
        findings: findings(finding('unknown-column', 1, { message: secret })),
        plan: { ...PLAN, createdIds: [secret], deletedIds: [secret], notes: [secret] },
      }),
      knowing(secret),
    );
    expect(JSON.stringify(shown)).not.toContain('top_secret');
    expect(shown.source?.name).toBe('S ***');
    expect(shown.failure).toEqual({ message: 'M ***', next: 'N ***', cause: undefined });
  });

  it('does not add absent fields', () => {
    const bare = outcome({ source: undefined, plan: undefined });
    expect(withoutSecrets(bare, knowing('secret'))).toEqual(bare);
  });
});

describe('stepWithoutSecrets', () => {
  it('also redacts what the step itself says', () => {
    const failure = {
      status: 'FAILED' as const,
      message: 'M hunter22',
      next: 'N hunter22',
      cause: undefined,
    };
    const source = { ...SOURCE, name: 'S hunter22' };
    const result = step([outcome({ source })], { failure });
    const shown = stepWithoutSecrets(result, knowing('hunter22'));
    expect([shown.failure?.message, shown.failure?.next]).toEqual(['M ***', 'N ***']);
    expect(shown.outcomes[0]?.source?.name).toBe('S ***');
    const empty = { outcomes: [], failure: undefined };
    expect(stepWithoutSecrets(empty, knowing('hunter22'))).toEqual(empty);
  });
});
