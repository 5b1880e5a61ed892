import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Rule } from '../../src/model/finding.js';
import { checkIn, schemaOf, type Setting } from './checking.js';

/** A CSV as it was meant, and as it was written. */
interface RandomFile {
  readonly setting: Setting;
  readonly identities: readonly string[];
  /** Each record with its line end, blank lines and comments above it included; the first is the heading. */
  readonly records: readonly string[];
  readonly chunkBytes: number;
}

const COLUMNS = ['id', 'name', 'dept', 'group'];
const SCHEMA = schemaOf(COLUMNS);

const anyCell = fc.string({
  unit: fc.constantFrom(
    'a',
    'B',
    '7',
    ' ',
    '"',
    ',',
    ';',
    '\t',
    '|',
    '\n',
    '\r\n',
    '#',
    'ä',
    '€',
    '😀',
    "'",
    '=',
    '<',
  ),
  maxLength: 12,
});

const randomFile = (cell: fc.Arbitrary<string>): fc.Arbitrary<RandomFile> =>
  fc
    .record({
      delimiter: fc.constantFrom(',', ';', '\t', '|', '§'),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      alwaysQuoted: fc.boolean(),
      chunkBytes: fc.integer({ min: 1, max: 40 }),
      rows: fc.uniqueArray(fc.tuple(cell, cell, cell, cell), {
        selector: ([identity]) => identity,
        minLength: 1,
        maxLength: 12,
      }),
      above: fc.array(fc.constantFrom('', '\n', '# a comment, "as" people write it\n', '\n#\n\n'), {
        minLength: 13,
        maxLength: 13,
      }),
    })
    .map(({ delimiter, lineEnd, alwaysQuoted, chunkBytes, rows, above }) => {
      const write = (value: string): string =>
        alwaysQuoted || /["\r\n]|^#/.test(value) || value.includes(delimiter)
          ? `"${value.replaceAll('"', '""')}"`
          : value;
      const sound = rows.map(([identity, ...others], index) => [`${identity}${index}`, ...others]);
      const records = [COLUMNS, ...sound].map(
        (fields, index) =>
          (above[index] ?? '').replaceAll('\n', lineEnd) + fields.map(write).join(delimiter) + lineEnd,
      );
      return {
        setting: { schema: SCHEMA, format: { delimiter } },
        identities: sound.map(([identity = '']) => identity),
        records,
        chunkBytes,
      };
    });

/** An open quote can be told from a closed one only if no cell below begins with what may follow a closing quote. */
const cellWithLetter = anyCell.map((text) => `c${text}`);

/** Faults that are written in place of a record, and what they are called. */
const FAULTS: readonly (readonly [rule: Rule, write: (delimiter: string) => string])[] = [
  ['field-count', (delimiter) => `x${delimiter}y`],
  ['field-count', (delimiter) => ['x', '"y\ny"', 'z', 'z', 'z'].join(delimiter)],
  ['blank-identity', (delimiter) => ['', 'x', 'y', 'z'].join(delimiter)],
  ['stray-quote', (delimiter) => ['x', 'y "y"', 'z', 'z'].join(delimiter)],
  ['stray-quote', (delimiter) => ['x', '"y" y', 'z', 'z'].join(delimiter)],
  ['stray-quote', (delimiter) => ['"x" x', 'y', 'z', 'z'].join(delimiter)],
  ['unterminated-quote', (delimiter) => ['"x', 'y', 'z', 'z'].join(delimiter)],
  ['commented-record', (delimiter) => ['#x', 'y', 'z', 'z'].join(delimiter)],
  ['unterminated-quote', (delimiter) => ['x', '"y', 'z', 'z'].join(delimiter)],
];

const lineBelow = (text: string): number => text.split('\n').length;

describe('random files', () => {
  it('are read as they were meant', async () => {
    await fc.assert(
      fc.asyncProperty(randomFile(anyCell), async ({ setting, identities, records, chunkBytes }) => {
        const checked = await checkIn(chunkBytes, records.join(''), setting);
        expect(checked.findings.kept.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect([...(checked.identities?.keys() ?? [])]).toEqual(identities);
        expect(checked.csv?.rows).toBe(identities.length);
      }),
    );
  });

  it('tell of a fault on the line where its record starts', async () => {
    const fault = fc.constantFrom(...FAULTS);
    const blankLines = fc.nat({ max: 2 });
    await fc.assert(
      fc.asyncProperty(
        randomFile(cellWithLetter),
        fault,
        fc.nat(),
        blankLines,
        async (file, [rule, write], seed, blank) => {
          const { setting, records, chunkBytes } = file;
          const at = 1 + (seed % records.length);
          const lineEnd = records[0]?.endsWith('\r\n') === true ? '\r\n' : '\n';
          const above = records.slice(0, at).join('') + lineEnd.repeat(blank);
          const below = records.slice(at).join('');
          const text = above + write(setting.format?.delimiter ?? ',') + lineEnd + below;
          const { findings } = await checkIn(chunkBytes, text, setting);
          const [first] = findings.kept.filter(({ severity }) => severity === 'error');
          expect(first).toMatchObject({ rule, line: lineBelow(above) });
        },
      ),
    );
  });
});
