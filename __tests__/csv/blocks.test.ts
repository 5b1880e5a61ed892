import { isUtf8 } from 'node:buffer';
import { afterAll, describe, expect, it } from '@jest/globals';
import { MAX_BLOCK_BYTES, openRegularFile, readInTurns, wholeLines } from '../../src/csv/blocks.js';
import { finished } from 'node:stream/promises';
import { failureOf, Files } from '../support/tenant.js';

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

const files = new Files();

afterAll(() => {
  files.remove();
});

describe('a file that is read in two buffers in turns', () => {
  const { signal } = new AbortController();

  it.each([1, 7, 10, 25, 26])('is whole, in pieces of %d bytes', async (chunkBytes) => {
    const { path } = files.write('turns.csv', 'abcdefghijklmnopqrstuvwxy');
    let text = '';
    for await (const chunk of readInTurns(path, chunkBytes, signal)) text += chunk.toString();
    expect(text).toBe('abcdefghijklmnopqrstuvwxy');
  });

  it.each(['before', 'meanwhile'])('ends with the signal that fires %s', async (when) => {
    const { path } = files.write('turns.csv', 'abc');
    const cancel = new AbortController();
    if (when === 'before') cancel.abort();
    const chunks = readInTurns(path, 1, cancel.signal);
    const read = async (): Promise<void> => {
      for await (const { length } of chunks) {
        expect([when, length]).toEqual(['meanwhile', 1]);
        cancel.abort();
      }
    };
    expect(await failureOf(read())).toMatchObject({ name: 'AbortError' });
  });

  it('is no device', async () => {
    const { message } = await failureOf(readInTurns('/dev/null', 1, signal).next());
    expect(message).toBe('it is not a regular file any more');
  });
});

describe('a file that is opened for reading', () => {
  it('comes in pieces of the size that was asked for', async () => {
    const { path } = files.write('a.csv', 'x'.repeat(25));
    const sizes: number[] = [];
    for await (const chunk of await openRegularFile(path, 10)) sizes.push((chunk as Buffer).length);
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('ends with the signal', async () => {
    const { path } = files.write('b.csv', 'x');
    const cancel = new AbortController();
    const stream = await openRegularFile(path, 10, cancel.signal);
    cancel.abort();
    expect(await failureOf(finished(stream))).toMatchObject({ name: 'AbortError' });
  });

  it.each<[string, string, string | undefined]>([
    ['a folder', files.folder, 'EISDIR'],
    ['a device', '/dev/null', undefined],
  ])('is not %s', async (_, path, code) => {
    const failure = await failureOf(openRegularFile(path, 10));
    expect(failure.message).toBe('it is not a regular file any more');
    expect((failure as NodeJS.ErrnoException).code).toBe(code);
  });
});
