import { createHash } from 'node:crypto';

/** The hashes that a repository can use, with their sizes in bytes. */
const HASHES = [
  { algorithm: 'sha1', bytes: 20 },
  { algorithm: 'sha256', bytes: 32 },
] as const;

const HEADER_BYTES = 12;
/** Times, device, inode, mode, owner and size of a file, before its hash. */
const STAT_BYTES = 40;
const IS_EXTENDED = 0x4000;
/** Longer names have this length and end with the next zero byte. */
const LONGEST_COUNTED_NAME = 0xfff;
/** `git add --intent-to-add`: no commit has the file yet. */
const INTENT_TO_ADD = 0x2000;

/** The paths in git's index, or `undefined` if it cannot be read reliably. */
export type IndexedPaths = ReadonlySet<string> | undefined;

/**
 * The paths in git's index, each byte of a path as one character (Latin-1). Reads versions 2, 3 and 4 with either hash,
 * as described in https://git-scm.com/docs/index-format. `undefined` for everything else: a truncated or damaged index,
 * and one whose entries need a second file (`core.splitIndex`) or stand for whole folders (sparse index).
 */
export function pathsInIndex(index: Buffer): IndexedPaths {
  for (const { algorithm, bytes } of HASHES) {
    const end = index.length - bytes;
    if (end < HEADER_BYTES || !isSound(index, end, algorithm)) continue;
    const paths = readEntries(index.subarray(0, end), bytes);
    if (paths !== undefined) return paths;
  }
  return undefined;
}

/** The hash of all bytes follows them, or zeros if git was told to skip it (`index.skipHash`). */
function isSound(index: Buffer, end: number, algorithm: string): boolean {
  const hash = index.subarray(end);
  return (
    hash.every((byte) => byte === 0) ||
    createHash(algorithm).update(index.subarray(0, end)).digest().equals(hash)
  );
}

function readEntries(index: Buffer, hashBytes: number): IndexedPaths {
  const version = index.readUInt32BE(4);
  if (index.toString('latin1', 0, 4) !== 'DIRC' || version < 2 || version > 4) return undefined;
  const paths = new Set<string>();
  let at = HEADER_BYTES;
  let before = '';
  for (let left = index.readUInt32BE(8); left > 0; left -= 1) {
    const entry = entryAt(index, at, { version, hashBytes, before });
    // Entries are sorted, and a path repeats only for the sides of a conflict. Anything else means that it was misread.
    if (entry === undefined || entry.path === '' || entry.path < before) return undefined;
    if (!entry.isIntended) paths.add(entry.path);
    before = entry.path;
    at = entry.end;
  }
  return extensionsCanBeSkipped(index, at) ? paths : undefined;
}

interface Entry {
  readonly path: string;
  /** No commit has it yet. */
  readonly isIntended: boolean;
  /** Where the next entry begins. */
  readonly end: number;
}

interface Reading {
  readonly version: number;
  readonly hashBytes: number;
  /** The path of the previous entry; version 4 stores only the difference. */
  readonly before: string;
}

function entryAt(index: Buffer, start: number, reading: Reading): Entry | undefined {
  const flagsAt = start + STAT_BYTES + reading.hashBytes;
  if (flagsAt + 2 > index.length) return undefined;
  const flags = index.readUInt16BE(flagsAt);
  const isExtended = (flags & IS_EXTENDED) !== 0;
  if (isExtended && (reading.version < 3 || flagsAt + 4 > index.length)) return undefined;
  const isIntended = isExtended && (index.readUInt16BE(flagsAt + 2) & INTENT_TO_ADD) !== 0;
  const nameAt = flagsAt + (isExtended ? 4 : 2);
  const name =
    reading.version === 4 ? shortenedName(index, nameAt, reading.before) : wholeName(index, start, nameAt);
  if (name === undefined) return undefined;
  const counted = flags & LONGEST_COUNTED_NAME;
  return counted === Math.min(name.path.length, LONGEST_COUNTED_NAME) ? { ...name, isIntended } : undefined;
}

type Name = Omit<Entry, 'isIntended'>;

/** A name in version 2 or 3: ended by one to eight zero bytes, which pad the entry to a multiple of eight. */
function wholeName(index: Buffer, start: number, nameAt: number): Name | undefined {
  const nameEnd = index.indexOf(0, nameAt);
  const end = start + Math.ceil((nameEnd + 1 - start) / 8) * 8;
  if (nameEnd === -1 || end > index.length) return undefined;
  return { path: index.toString('latin1', nameAt, nameEnd), end };
}

/**
 * A name in version 4: the number of bytes to drop from the end of the previous name, then what to append, then a zero
 * byte.
 */
function shortenedName(index: Buffer, nameAt: number, before: string): Name | undefined {
  let at = nameAt;
  let byte = index[at] ?? 0;
  let dropped = byte & 0x7f;
  // Git's pack numbers ("offset encoding"): each further byte first adds one, so that every number has only one form.
  while ((byte & 0x80) !== 0) {
    at += 1;
    byte = index[at] ?? 0;
    dropped = (dropped + 1) * 0x80 + (byte & 0x7f);
    if (dropped > before.length) return undefined;
  }
  const nameEnd = index.indexOf(0, at + 1);
  if (nameEnd === -1 || dropped > before.length) return undefined;
  const path = before.slice(0, before.length - dropped) + index.toString('latin1', at + 1, nameEnd);
  return { path, end: nameEnd + 1 };
}

/** Unknown extensions may be skipped if their names begin with a capital; the others change what the entries mean. */
function extensionsCanBeSkipped(index: Buffer, start: number): boolean {
  let at = start;
  while (at + 8 <= index.length) {
    const first = index[at] ?? 0;
    if (first < 0x41 || first > 0x5a) return false;
    at += 8 + index.readUInt32BE(at + 4);
  }
  return at === index.length;
}
