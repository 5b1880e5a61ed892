import { afterAll, describe, expect, it } from '@jest/globals';
import { finished } from 'node:stream/promises';
import { openRegularFile, readInTurns } from '../../src/csv/read-file.js';
import { failureOf, Files } from '../support/tenant.js';

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
