import { describe, expect, it } from '@jest/globals';
import { canBeGarbled, garbledForms } from '../../../src/aggregation/compare/garbled.js';

describe('a value that can be garbled', () => {
  it.each<[string, readonly string[], boolean]>([
    ['no text', [], false],
    ['ASCII alone', ['Miller', '~\u{7f}'], false],
    ['a letter beyond it', ['Müller'], true],
    ['the first one beyond it', ['\u{80}'], true],
    ['one of two texts', ['Miller', 'Müller'], true],
    ['1,000 characters', ['ü'.repeat(1_000)], true],
    ['more', ['ü'.repeat(1_001)], false],
    ['a very long text beside another one', ['ü', 'x'.repeat(1_001)], false],
  ])('%s', (_, texts, can) => {
    expect(canBeGarbled(texts)).toBe(can);
  });
});

it('has six forms', () => {
  expect(garbledForms('aÜ’')).toEqual([
    'aÃœâ€™',
    'aÃ\u{9c}â\u{80}\u{99}',
    'a??',
    'a\u{fffd}\u{fffd}',
    'a?????',
    'a\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}',
  ]);
});

it('has all 32 characters of Windows-1252 that Latin-1 has not', () => {
  const latin1 = Array.from({ length: 32 }, (_, index) => String.fromCharCode(0x80 + index)).join('');
  const [windows] = garbledForms(latin1);
  // In UTF-8 each of them is C2, which is Â, and a byte from 80 to 9F.
  expect(windows).toBe(
    Array.from('€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ', (one) => `Â${one}`).join(''),
  );
});
