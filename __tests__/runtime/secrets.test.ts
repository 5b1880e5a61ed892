import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { withoutSecrets } from '../../src/report/without-secrets.js';
import { Secrets } from '../../src/runtime/secrets.js';
import { finding, findings, outcome, PLAN, SOURCE, step } from '../report/fixtures.js';

function knowing(...values: readonly string[]): Secrets {
  const secrets = new Secrets();
  for (const value of values) secrets.add(value);
  return secrets;
}

/** How a character may be written where nothing is escaped. */
const FOLDED: readonly ((character: string) => string)[] = [
  (character) => character,
  (character) => character.toUpperCase(),
  (character) => `${character}\u200b`,
  (character) => `\n  ${character}`,
];

/** How each kind of text escapes a character; the signs that begin an escape are always escaped. */
const ESCAPES: readonly ((character: string) => string)[] = [
  (character) => character,
  (character) => `&#${character.charCodeAt(0)};`,
  (character) => `%${character.charCodeAt(0).toString(16)}`,
  (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
];

const SIGNS = Array.from('abcXYZ0189-_.~+/=%&"\\');

/** What is left for a person who knows every escape, and looks at plain letters, digits and signs alone. */
function readLikeAPerson(text: string): string {
  return text
    .replace(
      /&#(\d+);|%([0-7][0-9a-f])|\\u00([0-7][0-9a-f])/gi,
      (_, decimal: string, percent = '', unit = '') =>
        String.fromCharCode(
          decimal ? Number(decimal) : Number.parseInt(`${String(percent)}${String(unit)}`, 16),
        ),
    )
    .replace(/[^!-~]/g, '')
    .toLowerCase();
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

  it.each([
    ['in other letters', 'K3Y-OF-THE-TENANT-2026'],
    ['with a line break inside', 'k3y-of-the\n   -tenant-2026'],
    ['with a line break inside, in JSON', 'k3y-of-the\\n-tenant-2026'],
    ['with invisible characters inside', 'k3y\u200b-of\u3164-the\u034f-ten\u2800ant-2026'],
    ['with marks on its letters', 'k\u03013y-of-thé-tenant-2026'],
    ['with colors inside', 'k3y-of-\u001b[31mthe-tenant\u001b[0m-2026'],
    ['with colors inside, in JSON', 'k3y-of-the-tenan\\u001b[31mt-2026'],
    ['with HTML entities', 'k3y&#45;of&#x2D;the-tenant-2026'],
    ['with lower-case percent codes', 'k3y%2dof%2Dthe-tenant-2026'],
    ['with escapes of JSON', 'k3y\\u002dof\\u002Dthe-tenant-2026'],
    ['cut at its end', 'k3y-of-the-tenan'],
    ['cut at its beginning', 'the-tenant-2026'.padStart(16, '-')],
  ])('hides a secret %s', (_, written) => {
    expect(knowing('k3y-of-the-tenant-2026').redact(`It is "${written}", they say.`)).toBe(
      'It is "***", they say.',
    );
  });

  it('shows less than 16 characters of a secret: they could be anything', () => {
    expect(knowing('k3y-of-the-tenant-2026').redact('the tenant')).toBe('the tenant');
  });

  it('hides a secret as forms send it', () => {
    expect(knowing('pass word&more').redact('client_secret=pass+word%26more&a=b')).toBe(
      'client_secret=***&a=b',
    );
  });

  it('leaves no 16 characters of a secret, however it was written, folded, cut and surrounded', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...SIGNS), minLength: 20, maxLength: 64 }),
        fc.constantFrom(...ESCAPES),
        fc.array(fc.nat({ max: FOLDED.length }), { minLength: 64, maxLength: 64 }),
        fc.nat({ max: 4 }),
        fc.nat({ max: 3 }),
        fc.string({ maxLength: 20 }),
        (secret, escape, ways, cutBefore, cutAfter, around) => {
          const written = Array.from(secret, (character, at) =>
            '%&\\'.includes(character) ? escape(character) : (FOLDED[ways[at] ?? 0] ?? escape)(character),
          );
          const cut = written.slice(
            cutBefore,
            written.length - (secret.length - cutBefore > 20 ? cutAfter : 0),
          );
          const shown = knowing(secret).redact(around + cut.join('') + around);
          const letters = readLikeAPerson(shown);
          for (let at = 0; at + 16 <= secret.length; at += 1) {
            const piece = readLikeAPerson(secret.slice(at, at + 16));
            if (piece.length === 16) expect(letters).not.toContain(piece);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not hide values so short that they occur by chance', () => {
    expect(knowing('', 'a', 'rows').redact('a rows')).toBe('a rows');
  });
});

describe('a secret in a text with escapes that stand for nothing', () => {
  it.each([
    ['a number beyond all characters', 'top&#x110000;_secret*value', '***'],
    ['an unknown entity', 'say &nothing; and top_secret*value', 'say &nothing; and ***'],
  ])('%s is found', (_, text, shown) => {
    expect(knowing('top_secret*value').redact(text)).toBe(shown);
  });

  it('may have letters beyond ASCII', () => {
    expect(knowing('pässwörd-1234').redact('pw=pässwörd-1234.')).toBe('pw=***.');
    expect(knowing('pässwörd-1234').redact('pw=p%C3%A4ssw%C3%B6rd-1234.')).toBe('pw=***.');
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
    const shown = withoutSecrets(result, knowing('hunter22'));
    expect([shown.failure?.message, shown.failure?.next]).toEqual(['M ***', 'N ***']);
    expect(shown.outcomes[0]?.source?.name).toBe('S ***');
    const empty = { outcomes: [], failure: undefined };
    expect(withoutSecrets(empty, knowing('hunter22'))).toEqual(empty);
  });
});
