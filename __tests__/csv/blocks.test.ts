import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import { MAX_BLOCK_BYTES, wholeLines } from '../../src/csv/blocks.js';

async function blocksOf(...chunks: readonly (string | Buffer)[]): Promise<Buffer[]> {
  async function* stream(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
  }
  const blocks: Buffer[] = [];
  for await (const block of wholeLines(stream())) blocks.push(block);
  return blocks;
}

describe('wholeLines', () => {
  it.each([
    ['nothing', [], []],
    ['chunks of whole lines', ['a\n', 'b\nc\n'], ['a\n', 'b\nc\n']],
    ['lines over several chunks', ['a', 'b\nc', 'd', '\ne\n'], ['ab\n', 'cd\n', 'e\n']],
    ['CRLF cut in two', ['a\r', '\nb\r\n'], ['a\r\n', 'b\r\n']],
    ['a last line without end', ['a\nb', 'c'], ['a\n', 'bc']],
  ])('%s', async (_, chunks, blocks) => {
    expect((await blocksOf(...chunks)).map(String)).toEqual(blocks);
  });

  it('hands on a line without end in bounded pieces of whole characters', async () => {
    const mebibyte = Buffer.from('x€'.repeat(2 ** 18));
    const blocks = await blocksOf(...Array<Buffer>(12).fill(mebibyte), '\nb');
    expect(Math.max(...blocks.map(({ length }) => length))).toBeLessThanOrEqual(
      MAX_BLOCK_BYTES + mebibyte.length,
    );
    expect(blocks.every((block) => isUtf8(block))).toBe(true);
    expect(Buffer.concat(blocks).length).toBe(12 * mebibyte.length + 2);
  });

  const MAX = 4 * 1024 * 1024;
  const a = (count: number): Buffer => Buffer.alloc(count, 'a');

  it.each<[string, readonly Buffer[], readonly number[]]>([
    ['a line as long as a block', [a(MAX)], [MAX]],
    ['a line one byte longer', [a(MAX + 1)], [MAX, 1]],
    ['a second block that is not full', [a(MAX + 1), a(MAX - 2)], [MAX, MAX - 1]],
    ['a character of two bytes', [a(MAX), Buffer.from('é')], [MAX, 2]],
    ['a character of three bytes', [a(MAX), Buffer.from('€')], [MAX, 3]],
    ['a character of four bytes', [a(MAX), Buffer.from('🚀')], [MAX, 4]],
    ['bytes that belong to no character', [a(MAX), Buffer.alloc(6, 0x80)], [MAX + 2, 4]],
  ])('hands on %s', async (_, chunks, lengths) => {
    expect((await blocksOf(...chunks)).map(({ length }) => length)).toEqual(lengths);
  });
});
