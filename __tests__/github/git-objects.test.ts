import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCheckedOut } from '../../src/github/git-objects.js';

const folder = mkdtempSync(join(tmpdir(), 'objects-'));
const file = join(folder, 'hr.csv');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** As `git hash-object` has it. */
function oidOf(content: string | Buffer, algorithm = 'sha1'): string {
  const bytes = Buffer.from(content);
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Whether the workspace's file with this content is the object of that one. */
function isSame(content: string | Buffer, committed: string | Buffer, algorithm?: string): Promise<boolean> {
  writeFileSync(file, content);
  return isCheckedOut(file, oidOf(committed, algorithm));
}

const POINTER = (content: string): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${createHash('sha256').update(content).digest('hex')}\nsize ${content.length}\n`;

describe('a file of the workspace is the one of the commit', () => {
  it('by the hash that Git itself has for it', async () => {
    writeFileSync(file, 'hello\n');
    await expect(isCheckedOut(file, 'ce013625030ba8dba906f756967f9e9ca394464a')).resolves.toBe(true);
    const sha256 = '2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4';
    await expect(isCheckedOut(file, sha256)).resolves.toBe(true);
  });

  it.each([
    ['the same', 'id\n1\n', 'id\n1\n', true],
    ['empty', '', '', true],
    ['CRLF for LF', 'id\r\n1\r\n', 'id\n1\n', true],
    ['the same with CRLF', 'id\r\n1\r\n', 'id\r\n1\r\n', true],
    ['CRLF for LF, and a lone CR', 'i\rd\r\r\n1\r\n\r', 'i\rd\r\n1\n\r', true],
    ["a Git LFS pointer's content", 'id\n1\n', POINTER('id\n1\n'), true],
    ['a Git LFS pointer', POINTER('id\n1\n'), POINTER('id\n1\n'), true],
    ['another', 'id\n2\n', 'id\n1\n', false],
    ['another of another length', 'id\n', 'id\n1\n', false],
    ['LF for CRLF', 'id\n', 'id\r\n', false],
    ['CR for LF', 'id\r1\r', 'id\n1\n', false],
    ["another Git LFS pointer's content", 'id\n2\n', POINTER('id\n1\n'), false],
  ])('%s', async (_, content, committed, expected) => {
    await expect(isSame(content, committed)).resolves.toBe(expected);
    await expect(isSame(content, committed, 'sha256')).resolves.toBe(expected);
  });

  it('whatever piece of it ends between CR and LF', async () => {
    const line = fc.stringMatching(/^[a-c\r]{0,3}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 5 }), fc.nat(3), async (lines, shift) => {
        // Files are read in pieces of 64 KiB.
        const start = 'x'.repeat(65_536 - shift);
        const committed = [start, ...lines].join('\n').replace(/\r(?=\n)/g, '');
        await expect(isSame(committed.replaceAll('\n', '\r\n'), committed)).resolves.toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('but not where there is none', async () => {
    await expect(isCheckedOut(join(folder, 'none.csv'), oidOf(''))).resolves.toBe(false);
  });
});
