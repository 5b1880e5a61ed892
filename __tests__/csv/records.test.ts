import { describe, expect, it, jest } from '@jest/globals';
import { MAX_RESTARTS, RecordReader, type CsvRecord } from '../../src/csv/records.js';

function read(text: string): {
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
  reader.write(Buffer.from(text));
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
