import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isMisread, mayHoldGarbledText } from '../../src/csv/cell-checks.js';

function mayBe(text: string): boolean {
  const bytes = Buffer.from(`€${text}€`);
  return mayHoldGarbledText(bytes, 3, bytes.length - 3);
}

/** UTF-8 read as Latin-1, which is how most misread text comes about. */
const misread = (text: string): string => Buffer.from(text).toString('latin1');

describe('misread text', () => {
  it.each(['Ã', 'È', 'Ø', '…'])('of %s, read as Windows-1252, is seen', (text) => {
    const windows = new TextDecoder('windows-1252').decode(Buffer.from(text));
    expect(isMisread(windows)).toBe(true);
    expect(mayBe(windows)).toBe(true);
  });

  it.each(['ü', 'é', '°', 'ł', 'ΩΩ', 'Жж', '’', 'ÿ'])('of %s is seen', (text) => {
    expect(isMisread(misread(text))).toBe(true);
    expect(mayBe(misread(text))).toBe(true);
  });

  it.each(['Müller', 'Ångström', 'É. Dupont', 'ÂGE', 'Å “x”', 'Д', 'plain'])('is not "%s"', (text) => {
    expect(isMisread(text)).toBe(false);
  });

  it('may be in bytes that contain it anywhere, or a replacement character', () => {
    expect(mayBe('Müller & MÃ¼ller')).toBe(true);
    expect(mayBe('M\u{fffd}ller')).toBe(true);
    expect(mayBe('Müller, Öz')).toBe(false);
    expect(mayBe('')).toBe(false);
  });

  it('is never overlooked by the bytes', () => {
    const letters = fc.constantFrom(...Array.from('aÂÃÄÅÎÏÐÑâ€¼œš\u0080\u0099\u00bfü'));
    fc.assert(
      fc.property(fc.string({ unit: letters, maxLength: 6 }), (text) => {
        expect(mayBe(text) || !isMisread(text)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
