import { describe, expect, it } from '@jest/globals';
import { withoutFirstLine } from '../../src/isc/first-line.js';

const HIDDEN = "(not shown, since it may be a person's row)";

describe("ISC's words about a heading", () => {
  it.each([
    [
      'unknown and missing columns',
      'Column: "[4711, Ada Lovelace]" is unknown and/or column: "[id, name]" is missing',
      `Column: ${HIDDEN} is unknown and/or column: "[id, name]" is missing`,
    ],
    [
      'unknown columns alone',
      'Illegal value. Column: "[4711, Ada]" is unknown',
      `Illegal value. Column: ${HIDDEN} is unknown`,
    ],
    ['missing columns alone', 'Column: "[id]" is missing', 'Column: "[id]" is missing'],
    [
      'a row that plays tricks',
      'Column: "[x]" is missing, Ada, "[y]" is unknown and/or column: "[id]" is missing',
      `Column: ${HIDDEN} is unknown and/or column: "[id]" is missing`,
    ],
    ['another language', 'Spalte: "[4711, Ada]" ist unbekannt.', `Spalte: ${HIDDEN} ist unbekannt.`],
    ['a text that was cut off', 'Column: "[4711, Ada Lovel', `Column: ${HIDDEN}`],
    ['line breaks in the row', 'Column: "[4711,\nAda]" is unknown', `Column: ${HIDDEN} is unknown`],
    [
      'the same in two locales',
      'Column: "[7, Ada]" is unknown and/or column: "[id]" is missing Column: "[7, Ada]" is unknown and/or column: "[id]" is missing',
      `Column: ${HIDDEN} is unknown and/or column: "[id]" is missing`,
    ],
    ['another text', 'The file is empty.', 'The file is empty.'],
  ])('%s', (_name, text, shown) => {
    expect(withoutFirstLine(text)).toBe(shown);
  });

  it('hides a row that is longer than any text', () => {
    const text = `Column: "[${'Ada, '.repeat(10_000)}]" is unknown`;
    expect(withoutFirstLine(text)).toBe(`Column: ${HIDDEN}`);
  });

  it.each(['"['.repeat(50_000), '"[]" is missing'.repeat(10_000)])('is quick whatever comes', (text) => {
    const before = performance.now();
    withoutFirstLine(text);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
