import { describe, expect, it } from '@jest/globals';
import { EncodingGuess } from '../../src/csv/byte-checks.js';

function guessed(...lines: readonly Buffer[]): string | undefined {
  const guess = new EncodingGuess();
  for (const line of lines) guess.add(line);
  return guess.result?.name;
}

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

describe('the encoding of lines that are not UTF-8', () => {
  it.each<[string, readonly Buffer[], string | undefined]>([
    ['German', [latin('Müller, Größe\n'), latin('Jörg\n')], 'Windows-1252'],
    ['French', [latin('élève, Noël\n')], 'Windows-1252'],
    ['a letter that only Windows-1252 explains', [latin('\u00d8ystein\n')], 'Windows-1252'],
    ['a euro sign', [bytes('31302080')], 'Windows-1252'],
    ['an ellipsis', [bytes('6e6f7485')], 'Windows-1252'],
    ['a dash', [bytes('41209642')], 'Windows-1252'],
    ['a long dash', [bytes('41209720')], 'Windows-1252'],
    ['single quotation marks', [bytes('9141419241')], 'Windows-1252'],
    ['double quotation marks', [bytes('9341419441')], 'Windows-1252'],
    ['the first letter behind the signs', [bytes('c041')], 'Windows-1252'],
    ['the last letter of the code page', [bytes('41ff')], 'Windows-1252'],
    ['ü and ö in DOS', [bytes('4d816c6c6572204a947267')], 'DOS code page 850'],
    ['ä and ß in DOS', [bytes('8472e172')], 'DOS code page 850'],
    ['ü and ö on a Mac', [bytes('4d9f6c6c6572204a9a7267')], 'Mac OS Roman'],
    // In DOS, this is a rarer letter.
    ['ä on a Mac', [bytes('418a72')], 'Mac OS Roman'],
    ['ä and ß on a Mac', [bytes('8a72a772')], 'Mac OS Roman'],
    // The letters of a word in Cyrillic follow each other.
    ['Russian', [bytes('c8e2e0edeee2')], undefined],
    ['signs beside letters', [bytes('80c880c8')], undefined],
    // Two of four are neighbours: as many as there may be.
    ['half of the letters beside others', [bytes('fc41e4e4e4')], 'Windows-1252'],
    ['bytes that mean nothing anywhere', [bytes('41ac41ae41b0')], undefined],
    // Three of five are explained: just enough.
    ['letters among other bytes', [bytes('41fc41fc41fc41ac41ae')], 'Windows-1252'],
    ['fewer letters than that', [bytes('41fc41fc41ac41ae')], undefined],
    ['ASCII alone', [latin('id,name\n')], undefined],
    ['nothing', [], undefined],
  ])('%s', (_, lines, name) => {
    expect(guessed(...lines)).toBe(name);
  });

  it('takes neighbours within a line only', () => {
    expect(guessed(bytes('fc'), bytes('fc'), bytes('fc'))).toBe('Windows-1252');
  });

  it('has the name that iconv knows', () => {
    const guess = new EncodingGuess();
    guess.add(bytes('4d816c'));
    expect(guess.result).toEqual({ name: 'DOS code page 850', iconv: 'IBM850' });
  });
});
