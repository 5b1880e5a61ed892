import { describe, expect, it } from '@jest/globals';
import {
  garbledForms,
  isBeyond1252,
  isBeyondAscii,
  plainForms,
} from '../../../src/aggregation/compare/garbled.js';

it.each([
  ['', false, false],
  ['Miller ~\u{7f}', false, false],
  ['Müller €', true, false],
  ['\u{80}', true, true],
  ['Łukasz', true, true],
])('%j is beyond ASCII: %s; beyond Windows-1252: %s', (text, ascii, windows) => {
  expect([isBeyondAscii(text), isBeyond1252(text)]).toEqual([ascii, windows]);
});

describe('the garbled forms of a text', () => {
  it.each<[how: string, text: string, garbled: string]>([
    ['read in the wrong encoding', 'aÜ’', 'aÃœâ€™'],
    ['read in the wrong encoding', 'aÜ’', 'aÃ\u{9c}â\u{80}\u{99}'],
    ['read in the wrong encoding', 'Hübner', 'H³bner'],
    ['read in the wrong encoding', 'Hübner', 'Hⁿbner'],
    ['read in the wrong encoding', 'Hübner', 'HŸbner'],
    ['with letters replaced by "?" or U+FFFD', 'aÜ’', 'a??'],
    ['with letters replaced by "?" or U+FFFD', 'aÜ’', 'a\u{fffd}\u{fffd}'],
    ['with letters replaced by "?" or U+FFFD', 'aÜ’', 'a?????'],
    ['with letters replaced by "?" or U+FFFD', 'Müller Łódź', 'Müller ?ód?'],
    ['escaped for HTML', 'Hübner & Co', 'H&#252;bner &amp; Co'],
    ['escaped for HTML', 'Hübner', 'H&#xFC;bner'],
    ['escaped for HTML', 'Hübner', 'H&uuml;bner'],
    ['escaped for HTML', "O'Neill", 'O&#39;Neill'],
    ['escaped for a URL', 'Hübner & Co', 'H%C3%BCbner%20%26%20Co'],
    ['escaped for a URL', 'Hübner & Co', 'H%c3%bcbner+%26+Co'],
    ['escaped for JSON or by backslashes', 'Hübner', 'H\\u00FCbner'],
    ['escaped for JSON or by backslashes', "O'Neill", 'O\\u0027Neill'],
    ['escaped for JSON or by backslashes', 'a\nb\\c', 'a\\nb\\\\c'],
    ['escaped for a search pattern', 'Head of R.', 'Head\\ of\\ R\\.'],
    ['in base64', 'Müller', 'TcO8bGxlcg=='],
  ])('%s: %s', (how, text, garbled) => {
    expect(garbledForms(text)).toContainEqual({ how, text: garbled });
  });

  it('are none of a long text, and never the text itself', () => {
    expect(garbledForms('ü'.repeat(1_001))).toEqual([]);
    expect(garbledForms('abc').map(({ text }) => text)).not.toContain('abc');
  });
});

it.each([
  ['Hübner', 'Hubner'],
  ['Hübner', 'Hbner'],
  ['Hübner', 'Huebner'],
  ['Łukasz Müller', 'Lukasz Müller'],
  ['Łukasz Müller', 'ukasz Müller'],
  ['Straße', 'Strasse'],
  ['-5 °C', '-5 ?C'],
])('%s without its letters, or with plain ones, is %s', (text, plain) => {
  expect(plainForms(text)).toContain(plain);
});
