import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rowsOf } from '../../sandbox/tenant/csv-file.js';
import { checkChunks } from '../../src/csv/check-file.js';
import type { RowSink } from '../../src/csv/identities.js';
import { FORMAT, schemaOf } from './checking.js';

const LINE_ENDS = ['\n', '\r\n', '\r'];
const SCHEMA = { ...schemaOf(['id', 'name']), displayAttribute: undefined };

/** Nine times in ten the one: a file with several of the others is hardly ever sent, and proves nothing. */
function mostly(one: fc.Arbitrary<string>, other: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof({ weight: 9, arbitrary: one }, { weight: 1, arbitrary: other });
}

/** Mostly sound files: cells with and without quotes, comments, blank lines; now and then another line end. */
const anyFile = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|', '§'),
    lineEnd: fc.constantFrom(...LINE_ENDS),
    mark: fc.constantFrom('', '', '\ufeff'),
    above: fc.constantFrom('', '', '\n', '\r\n'),
    rows: fc.array(
      fc.record({
        comment: fc.constantFrom('', '', '', '#', '# an "open quote', '#,"'),
        cell: mostly(
          fc.constantFrom('a', '', 'ä 😀', '#', ' ', '"b"', '"c""d"', '"e\nf"', '"g\r\nh"'),
          fc.constantFrom('i"j', 'k\rl'),
        ),
        otherEnd: mostly(fc.constant(''), fc.constantFrom(...LINE_ENDS)),
      }),
      { maxLength: 6 },
    ),
    below: fc.constantFrom('', '', ...LINE_ENDS, '\n\n', '\r\n\r\n'),
  })
  .map(({ delimiter, lineEnd, mark, above, rows, below }) => {
    const lines = rows.map(({ comment, cell, otherEnd }, index) => {
      const skipped = comment === '' ? '' : comment + lineEnd;
      return `${skipped}u${index}${delimiter}${cell}${otherEnd === '' ? lineEnd : otherEnd}`;
    });
    return { delimiter, text: `${mark}${above}id${delimiter}name${lineEnd}${lines.join('')}${below}` };
  });

async function* inOneChunk(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text));
}

/** The rows that the checks hand on; `undefined` for a file that would not be sent. */
async function rowsSent(text: string, delimiter: string): Promise<readonly unknown[] | undefined> {
  const rows: unknown[] = [];
  const sink: RowSink = {
    heading: () => undefined,
    row: (_account, record) => rows.push(record.texts()),
  };
  const format = { ...FORMAT, delimiter };
  const { findings, identities } = await checkChunks(inOneChunk(text), format, SCHEMA, { sink });
  return findings.errors > 0 || identities === undefined ? undefined : rows;
}

it('reads every file that may be sent like the simulated tenant', async () => {
  await fc.assert(
    fc.asyncProperty(anyFile, async ({ delimiter, text }) => {
      const sent = await rowsSent(text, delimiter);
      fc.pre(sent !== undefined);
      const rows: unknown[] = [];
      for await (const row of rowsOf([Buffer.from(text)], { connectorAttributes: { delimiter } }))
        rows.push(row);
      expect(rows).toEqual([['id', 'name'], ...sent]);
    }),
    { numRuns: 300 },
  );
});
