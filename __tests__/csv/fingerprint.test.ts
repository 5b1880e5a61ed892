import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fingerprint, fingerprintOfCell, noFingerprint } from '../../src/csv/fingerprint.js';
import { ATTRIBUTE_TYPES } from '../../src/model/source.js';
import { recordOf } from './checking.js';

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
];
const anyText = fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 40 });

it.each(ATTRIBUTE_TYPES)('is the same from the bytes of a cell as from its text: %s', (type) => {
  fc.assert(
    fc.property(anyText, (text) => {
      const [slow, first, again] = [noFingerprint(), noFingerprint(), noFingerprint()];
      const isValue = fingerprint(slow, text, type);
      expect(fingerprintOfCell(first, recordOf([text]), 0, type)).toBe(isValue);
      expect(fingerprintOfCell(again, recordOf(['x', text]), 1, type)).toBe(isValue);
      expect([first, again]).toEqual([slow, slow]);
    }),
    { numRuns: 2_000 },
  );
});
