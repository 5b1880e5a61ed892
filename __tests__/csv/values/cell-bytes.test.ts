import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noCell, writeCell } from '../../../src/csv/values/cell.js';
import { KnownCells } from '../../../src/csv/values/cell-bytes.js';
import { ATTRIBUTE_TYPES } from '../../../src/model/source.js';
import { eachRecord } from '../checking.js';

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

/** Dates, and values of columns that can have several, longer than what is remembered and shorter. */
const EXAMPLES = [
  ...['a@@a', 'a@x.de@a', '2024-02-29', '2023-02-29', '1969-12-31', '0000-00-00', '0000-01-01', '9999-12-31'],
  ...['2024-1-31', '2024-01-3x', '1970-01-01', 'Administrators of a', 'Administrators of b'],
  ...['CN=Staff,OU=Groups,DC=example,DC=com', 'CN=Müller,OU=Groups,DC=example', 'a,b;c|d e,f;g|h i,j;k'],
];

it.each(ATTRIBUTE_TYPES)('is the same from the bytes of a cell as from its text: %s', (type) => {
  const known = new KnownCells();
  /** What the cells of a column of these texts become, and whether each is a value. */
  const written = (texts: readonly string[]): readonly unknown[] => {
    const all: unknown[] = [];
    eachRecord(
      texts.map((text) => ['x', text]),
      (record) => {
        const cell = noCell();
        all.push([known.write(cell, record, 1, type), cell]);
      },
    );
    return all;
  };
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 1, maxLength: 100 }), (texts) => {
      const slow = texts.map((text) => {
        const cell = noCell();
        return [writeCell(cell, text, type), cell];
      });
      expect([written(texts), written(texts)]).toEqual([slow, slow]);
    }),
    { examples: [[EXAMPLES]], numRuns: 25 },
  );
});
