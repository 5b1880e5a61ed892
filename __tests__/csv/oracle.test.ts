import { expect, it } from '@jest/globals';
import { CsvError, parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { RecordFault } from '../../src/csv/record-fault.js';
import { Scanner } from '../../src/csv/scanner.js';

/** What a reader makes of a file; a fault without the line of its record. */
interface Reading {
  readonly records: readonly (readonly string[])[];
  readonly faults: readonly RecordFault[];
}

/** What the scanner reads of a file that arrives in blocks of so many bytes. */
function scanned(text: string, delimiter: string, blockBytes: number): Reading {
  const records: (readonly string[])[] = [];
  const faults: RecordFault[] = [];
  const scanner = new Scanner(
    { delimiter, commentCharacter: '#' },
    {
      record: (record) => records.push(record.texts()),
      comment: () => undefined,
      fault: (fault) => faults.push(fault),
      otherLineEnd: () => undefined,
    },
  );
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += blockBytes) {
    scanner.write(Buffer.from(bytes.subarray(at, at + blockBytes)));
  }
  scanner.end();
  return { records, faults };
}

/** What csv-parse reads up to the first record that it refuses. */
function parsed(text: string, delimiter: string): { records: string[][]; isWhole: boolean } {
  const records: string[][] = [];
  try {
    parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      comment: '#',
      comment_no_infix: true,
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[]) => {
        records.push(record);
        return null;
      },
    });
    return { records, isWhole: true };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { records, isWhole: false };
  }
}

/** csv-parse, which ends at each fault, begun again behind the line of each fault that the scanner names. */
function oracle(text: string, delimiter: string, { faults }: Reading): readonly (readonly string[])[] {
  const lines = text.split(/(?<=\n)/);
  const records: string[][] = [];
  let from = 0;
  for (const fault of faults) {
    const part = parsed(lines.slice(from).join(''), delimiter);
    expect(part.isWhole).toBe(false);
    records.push(...part.records);
    from = fault.line;
  }
  const last = parsed(lines.slice(from).join(''), delimiter);
  expect(last.isWhole).toBe(true);
  return [...records, ...last.records];
}

const DELIMITERS = [',', ';', '\t', '|', ' ', '§', '€'];
const PIECES = ['a', 'B', '1', 'ä', '\u00c2', '😀', ' ', '#', '"', '""', '"a"', '\n', '\r\n', '"\n', '\n"'];

const anyFile = fc.constantFrom(...DELIMITERS).chain((delimiter) =>
  fc.record({
    delimiter: fc.constant(delimiter),
    text: fc.string({
      unit: fc.constantFrom(...PIECES, delimiter, delimiter, `"${delimiter}`, `${delimiter}"`),
      maxLength: 40,
    }),
    blockBytes: fc.integer({ min: 1, max: 40 }),
  }),
);

it('reads random files like csv-parse, however they are cut into blocks', () => {
  fc.assert(
    fc.property(anyFile, ({ delimiter, text, blockBytes }) => {
      // csv-parse takes a comment character behind a closing quote for a comment; by RFC 4180 it is a stray quote.
      fc.pre(!text.includes('"#'));
      const reading = scanned(text, delimiter, blockBytes);
      expect(reading).toEqual(scanned(text, delimiter, 1));
      expect(reading.records).toEqual(oracle(text, delimiter, reading));
    }),
    { numRuns: 1_000 },
  );
});

it('takes a lone CR for a line end, like csv-parse', () => {
  const text = 'a,b\r1,"x\ry"\r\r# comment\r2,z\n3,""\r';
  expect(scanned(text, ',', 1)).toEqual({ records: parsed(text, ',').records, faults: [] });
});
