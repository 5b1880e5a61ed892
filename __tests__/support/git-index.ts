import { createHash } from 'node:crypto';

export interface IndexOptions {
  readonly version?: 2 | 3 | 4;
  readonly hash?: 'sha1' | 'sha256';
  /** Extensions by their four letters. */
  readonly extensions?: Readonly<Record<string, string>>;
  /** Zeros in place of the hash at the end (`index.skipHash`). */
  readonly withoutHash?: boolean;
  /** Paths that were added with `git add --intent-to-add`. */
  readonly intended?: readonly string[];
}

/** Git's index with these paths, as git writes it (https://git-scm.com/docs/index-format). */
export function gitIndex(paths: readonly string[], options: IndexOptions = {}): Buffer {
  const { version = 2, hash = 'sha1', extensions = {}, withoutHash = false, intended = [] } = options;
  const hashBytes = hash === 'sha1' ? 20 : 32;
  const sorted = paths.map((path) => Buffer.from(path)).sort((a, b) => Buffer.compare(a, b));
  const entries = sorted.map((path, index) => {
    const isIntended = intended.includes(path.toString());
    const flags = Buffer.alloc(isIntended ? 4 : 2);
    flags.writeUInt16BE(Math.min(path.length, 0xfff) + (isIntended ? 0x4000 : 0));
    if (isIntended) flags.writeUInt16BE(0x2000, 2);
    // Times and hashes hold any bytes: here some that would pass for text.
    const fixed = Buffer.concat([Buffer.alloc(40, 'hr.csv\0'), Buffer.alloc(hashBytes, 0x80 + index), flags]);
    if (version === 4) {
      const before = sorted[index - 1] ?? Buffer.alloc(0);
      const same = commonLength(before, path);
      return Buffer.concat([fixed, offset(before.length - same), path.subarray(same), Buffer.alloc(1)]);
    }
    const length = fixed.length + path.length;
    return Buffer.concat([fixed, path, Buffer.alloc(8 - (length % 8))]);
  });
  const header = Buffer.alloc(12, 'DIRC');
  header.writeUInt32BE(version, 4);
  header.writeUInt32BE(entries.length, 8);
  const content = Buffer.concat([header, ...entries, ...Object.entries(extensions).map(extension)]);
  const digest = createHash(hash).update(content).digest();
  return Buffer.concat([content, withoutHash ? Buffer.alloc(hashBytes) : digest]);
}

function commonLength(one: Buffer, other: Buffer): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** Git's "offset encoding" of a number. */
function offset(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) {
    rest -= 1;
    bytes.unshift(0x80 | (rest & 0x7f));
  }
  return Buffer.from(bytes);
}

function extension([name, data]: readonly [string, string]): Buffer {
  const header = Buffer.alloc(8, name);
  header.writeUInt32BE(Buffer.byteLength(data), 4);
  return Buffer.concat([header, Buffer.from(data)]);
}
