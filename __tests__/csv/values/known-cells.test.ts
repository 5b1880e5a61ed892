import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noCell, writeCell } from '../../../src/csv/values/cell.js';
import { KnownCells } from '../../../src/csv/values/known-cells.js';
import { ATTRIBUTE_TYPES } from '../../../src/model/source.js';
import { recordOf } from '../checking.js';

const PIECES = [
  'a',
  'B',
  'ü',
  '"',
  ' ',
  '\t',
  '\n',
  '0',
  '7',
  '2024-01-31',
  'true',
  'NO',
  '.',
  ',',
  '-',
  '+',
  '@',
  '%',
  '\\',
  '=',
  'x.de',
  '+49 30 12',
  'Jan',
  'none',
  'System.',
  'array',
  '/',
];
const anyText = fc.string({ unit: fc.constantFrom(...PIECES), minLength: 1, maxLength: 40 });

it.each(ATTRIBUTE_TYPES)('is the same from the bytes of a cell as from its text: %s', (type) => {
  const known = new KnownCells();
  fc.assert(
    fc.property(anyText, (text) => {
      const [slow, first, again] = [noCell(), noCell(), noCell()];
      const isValue = writeCell(slow, text, type);
      expect(known.write(first, recordOf([text]), 0, type)).toBe(isValue);
      expect(known.write(again, recordOf(['x', text]), 1, type)).toBe(isValue);
      expect([first, again]).toEqual([slow, slow]);
    }),
    { examples: [['a@@a'], ['a@x.de@a']], numRuns: 3_000 },
  );
});
