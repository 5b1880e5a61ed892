import { describe, expect, it, jest } from '@jest/globals';
import { MAX_RESTARTS, RecordReader, type CsvRecord } from '../../src/csv/records.js';

/** What is read of a file that arrives in these parts. */
function read(...parts: readonly string[]): {
  records: CsvRecord[];
  faults: number[];
  comments: number[];
  stopped: boolean;
} {
  const records: CsvRecord[] = [];
  const faults: number[] = [];
  const comments: number[] = [];
  const reader = new RecordReader(
    { delimiter: ',', commentCharacter: '#' },
    {
      record: (record) => records.push(record),
      comment: (_text, line) => comments.push(line),
      fault: ({ line }) => faults.push(line),
    },
  );
  for (const part of parts) reader.write(Buffer.from(part));
  reader.end();
  return { records, faults, comments, stopped: reader.isStopped() };
}

describe('RecordReader', () => {
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
    // To csv-parse, the comment is a record that ends behind the quote of the row 2.
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
    const { records, faults, comments, stopped } = read(...lines);
    expect({ records, faults, comments, stopped }).toEqual(whole);
    expect(records.map(({ fields, line, lastLine }) => [fields.join(), line, lastLine])).toEqual([
      ['a,b', 1, 1],
      ['1,v\nw', 5, 6],
      ['3,z', 10, 10],
    ]);
    expect([faults, comments]).toEqual([[7], [4, 9]]);
  });

  it('reads nothing after it was told to stop', () => {
    const records: string[] = [];
    const reader = new RecordReader(
      { delimiter: ',', commentCharacter: '#' },
      {
        record: ({ fields }) => {
          records.push(fields.join());
          if (fields[0] === '1') reader.stop();
        },
        comment: () => undefined,
        fault: () => undefined,
      },
    );
    reader.write(Buffer.from('a,b\n1,x\n2,y\n'));
    reader.write(Buffer.from('3,z\n'));
    reader.end();
    expect(records).toEqual(['a,b', '1,x']);
  });

  it('passes on what its reader throws', () => {
    const reader = new RecordReader(
      { delimiter: ',', commentCharacter: '#' },
      {
        record: () => {
          throw new Error('The disk is full.');
        },
        comment: () => undefined,
        fault: () => undefined,
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
    expect(faults).toHaveLength(MAX_RESTARTS + 1);
  });
});

describe('records that are shorter than the heading', () => {
  it('cost no more than others: csv-parse makes no error object for each of them', () => {
    const captured = jest.spyOn(Error, 'captureStackTrace');
    try {
      expect(read(`a,b,c\n${'1,x\n'.repeat(1_000)}1,"x"y\n${'2\n'.repeat(1_000)}`).records).toHaveLength(
        2_001,
      );
      // One for the stray quote.
      expect(captured).toHaveBeenCalledTimes(1);
    } finally {
      captured.mockRestore();
    }
  });
});
