import { describe, expect, it } from '@jest/globals';
import type { CsvRecord, LineEnd } from '../../src/csv/record.js';
import type { RecordFault } from '../../src/csv/record-fault.js';
import { MAX_FAULTS, MAX_RECORD_BYTES, Scanner } from '../../src/csv/scanner.js';

/** A record as it was handed on. */
interface Read {
  readonly fields: readonly string[];
  readonly line: number;
  readonly lastLine: number;
  readonly lineEnd: LineEnd;
}

const readOf = (record: CsvRecord): Read => ({
  fields: record.texts(),
  line: record.line,
  lastLine: record.lastLine,
  lineEnd: record.lineEnd,
});

/** What is read of a file that arrives in these parts. */
function read(...parts: readonly string[]): {
  records: Read[];
  faults: number[];
  comments: number[];
  stopped: boolean;
  firstFault: RecordFault | undefined;
  otherLineEnd: readonly [number, LineEnd, LineEnd] | undefined;
} {
  let firstFault: RecordFault | undefined;
  let otherLineEnd: readonly [number, LineEnd, LineEnd] | undefined;
  const records: Read[] = [];
  const faults: number[] = [];
  const comments: number[] = [];
  const reader = new Scanner(
    { delimiter: ',', commentCharacter: '#' },
    {
      record: (record) => records.push(readOf(record)),
      comment: (_text, line) => comments.push(line),
      fault: (fault) => {
        faults.push(fault.line);
        firstFault ??= fault;
      },
      otherLineEnd: ({ line, lineEnd, expected }) => {
        otherLineEnd = [line, lineEnd, expected];
      },
    },
  );
  for (const part of parts) reader.write(Buffer.from(part));
  reader.end();
  return { records, faults, comments, stopped: reader.isStopped, firstFault, otherLineEnd };
}

describe('the scanner', () => {
  it('knows where each record starts and ends', () => {
    const { records } = read('a,b\r\n\n1,"x\r\ny"\r2,z\n3,"\n\n"');
    expect(records.map(({ line, lastLine, lineEnd }) => [line, lastLine, lineEnd])).toEqual([
      [1, 1, '\r\n'],
      [3, 4, '\r'],
      [5, 5, '\n'],
      [6, 8, ''],
    ]);
  });

  it('goes on behind each fault and comment', () => {
    const { records, faults, comments } = read('a,b\n1,"x\n2,"y"\n3,z"\n# "\n4,w\n#"');
    expect(records.map(({ fields, line }) => [fields[0], line])).toEqual([
      ['a', 1],
      ['2', 3],
      ['4', 6],
    ]);
    expect({ faults, comments }).toEqual({ faults: [2, 4], comments: [5, 7] });
  });

  it('reads the rows behind a comment that looks as if it opened a quote', () => {
    const { records, faults, comments } = read('a,b\n# x,"y\n1,v\n2,"w"\n#,"\n3,z\n');
    expect(records.map(({ fields, line }) => [fields.join(), line])).toEqual([
      ['a,b', 1],
      ['1,v', 3],
      ['2,w', 4],
      ['3,z', 6],
    ]);
    expect({ faults, comments }).toEqual({ faults: [], comments: [2, 5] });
  });

  it('reads the rows that a quote in a comment seems to contain', () => {
    const { records, faults, comments } = read('a,b\n#,"\n1,v\n2,"\nw"\n3,z\n');
    expect(records.map(({ fields, line }) => [fields.join(), line])).toEqual([
      ['a,b', 1],
      ['1,v', 3],
      ['2,\nw', 4],
      ['3,z', 6],
    ]);
    expect({ faults, comments }).toEqual({ faults: [], comments: [2] });
  });

  it('gives the rows of a file that arrives line by line the same numbers', () => {
    const lines = ['a,b\r\n', '\n', '\n', '# x,"y\n', '1,"v\n', 'w"\r', '2,x"\n', '\n', '#\n', '3,z'];
    const whole = read(lines.join(''));
    const { records, faults, comments } = whole;
    expect(read(...lines)).toEqual(whole);
    expect(read(...Array.from(lines.join('')))).toEqual(whole);
    expect(records.map(({ fields, line, lastLine }) => [fields.join(), line, lastLine])).toEqual([
      ['a,b', 1, 1],
      ['1,v\nw', 5, 6],
      ['3,z', 10, 10],
    ]);
    expect([faults, comments]).toEqual([[7], [4, 9]]);
  });

  it('reads nothing after it was told to stop', () => {
    const records: string[] = [];
    const reader = new Scanner(
      { delimiter: ',', commentCharacter: '#' },
      {
        record: (record) => {
          records.push(record.texts().join());
          if (record.text(0) === '1') reader.stop();
        },
        comment: () => undefined,
        fault: () => undefined,
        otherLineEnd: () => undefined,
      },
    );
    reader.write(Buffer.from('a,b\n1,x\n2,y\n'));
    reader.write(Buffer.from('3,z\n'));
    reader.end();
    expect(records).toEqual(['a,b', '1,x']);
  });

  it('passes on what its reader throws', () => {
    const reader = new Scanner(
      { delimiter: ',', commentCharacter: '#' },
      {
        record: () => {
          throw new Error('The disk is full.');
        },
        comment: () => undefined,
        fault: () => undefined,
        otherLineEnd: () => undefined,
      },
    );
    expect(() => {
      reader.write(Buffer.from('a,b\n1,x\n'));
    }).toThrow('The disk is full.');
  });

  it('takes a record of 4 MiB, and no longer one', () => {
    const cell = (bytes: number): string => 'x'.repeat(bytes);
    const most = 4 * 1024 * 1024;
    // Two bytes before the cell and a line feed behind it.
    expect(read(`a,b\n1,${cell(most - 3)}\n2,y\n`)).toMatchObject({ faults: [], stopped: false });
    const quoted = read(`a,b\n1,"${cell(most)}`);
    expect([quoted.faults, quoted.stopped]).toEqual([[2], true]);
  });

  it('stops in a file that is full of faults', () => {
    const { faults, stopped } = read(`a,b\n${'1,x"\n'.repeat(5_000)}`);
    expect(stopped).toBe(true);
    expect(faults).toHaveLength(MAX_FAULTS + 1);
  });
});

it.each<[string, string, RecordFault['rule'], line: number, column: number]>([
  ['a quote in a field without quotes', 'Ü,37"8,y\n', 'stray-quote', 2, 5],
  ['a text behind the closing quote', '1,"x"y\n', 'stray-quote', 2, 5],
  ['a text behind the quotes of an empty field', '1,""x\n', 'stray-quote', 2, 4],
  ['a text behind the closing quote, after a doubled one', '1,"x""y"z\n', 'stray-quote', 2, 8],
  ['a text behind the closing quote, after two doubled ones', '1,"""""y"z\n', 'stray-quote', 2, 9],
  ['a text behind the closing quote, without a line end', '1,"x"y', 'stray-quote', 2, 5],
  ['a quote that closes on another line', '1,"a\nb","x\ny"z\n', 'unterminated-quote', 3, 4],
  ['a quote that never closes', '1,"x\ny\n', 'unterminated-quote', 2, 3],
  ['a quote that is open at the end of the file', '1,"x', 'truncated-last-line', 2, 3],
  ['a quote that is open for too long', `1,"${'x'.repeat(MAX_RECORD_BYTES)}\n`, 'record-too-long', 2, 3],
  ['no line end for too long', `1,${'x'.repeat(MAX_RECORD_BYTES)}\n`, 'record-too-long', 2, 1],
])('names %s and its place', (_name, record, rule, line, column) => {
  expect(read('id\n', record).firstFault).toEqual({ rule, line, column });
});

it.each<[string, string, readonly [number, LineEnd, LineEnd] | undefined]>([
  ['LF throughout', 'a\n# b\n\n"c\r\nd\re"\n', undefined],
  ['CRLF throughout', 'a\r\n# b\r\n\r\n"c\nd\re"', undefined],
  ['CR throughout', 'a\r# b\r\r"c\nd\r\ne"\r', undefined],
  ['a heading that ends otherwise', 'a\r\nb\nc\n', [2, '\n', '\r\n']],
  ['a record that ends otherwise, behind line breaks', 'a\n"b\nc"\r\n', [3, '\r\n', '\n']],
  ['a lone CR in a field', 'a\nb\nc\rd\n', [3, '\r', '\n']],
  ['a lone CR in a comment', 'a\n# b\rc\n', [2, '\r', '\n']],
  ['a lone LF in a comment', 'a\r\n# b\nc\r\n', [2, '\n', '\r\n']],
  ['a blank line between records', 'a\n\r\nb\n', [2, '\r\n', '\n']],
  ['blank lines at the end', 'a\nb\n\r\n\r\n', undefined],
  ['a comment behind a blank line', 'a\n\r\n#', [2, '\r\n', '\n']],
])('tells of the first line end that is not the first one: %s', (_name, text, expected) => {
  expect(read(text).otherLineEnd).toEqual(expected);
  expect(read(...Array.from(text)).otherLineEnd).toEqual(expected);
});
