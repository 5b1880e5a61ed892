import { createHash } from 'node:crypto';

/** The hashes that a repository can use, with the bytes of one. */
const HASHES = [
  { algorithm: 'sha1', bytes: 20 },
  { algorithm: 'sha256', bytes: 32 },
] as const;

const HEADER_BYTES = 12;
/** Times, device, inode, mode, owner and size of a file, in front of its hash. */
const STAT_BYTES = 40;
const IS_EXTENDED = 0x4000;
/** A longer name has this length and ends with the zero byte behind it. */
const LONGEST_COUNTED_NAME = 0xfff;
/** `git add --intent-to-add`: the file is in no commit yet. */
const INTENT_TO_ADD = 0x2000;

/** What git's index names, or `undefined` where it cannot be understood for certain. */
export type IndexedPaths = ReadonlySet<string> | undefined;

/**
 * The paths in git's index, each byte of a path as one character (Latin-1). Reads the formats 2, 3 and 4 with either
 * hash, as https://git-scm.com/docs/index-format describes them. `undefined` for everything else: a file that is cut
 * off or damaged, and one whose entries need a second file (`core.splitIndex`) or stand for whole folders (sparse index).
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

/** The hash of all bytes comes behind them, or zeros where git was told to save the time (`index.skipHash`). */
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
    // Sorted, and the same path again only for the sides of a conflict: anything else was not read as it was written.
    if (entry === undefined || entry.path === '' || entry.path < before) return undefined;
    if (!entry.isIntended) paths.add(entry.path);
    before = entry.path;
    at = entry.end;
  }
  return extensionsCanBeSkipped(index, at) ? paths : undefined;
}

interface Entry {
  readonly path: string;
  /** Not in a commit yet. */
  readonly isIntended: boolean;
  /** Where the next one begins. */
  readonly end: number;
}

interface Reading {
  readonly version: number;
  readonly hashBytes: number;
  /** The path of the entry before, of which format 4 repeats only what differs. */
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

/** A name of format 2 or 3: ended by one to eight zero bytes, which fill the entry up to a multiple of eight. */
function wholeName(index: Buffer, start: number, nameAt: number): Name | undefined {
  const nameEnd = index.indexOf(0, nameAt);
  const end = start + Math.ceil((nameEnd + 1 - start) / 8) * 8;
  if (nameEnd === -1 || end > index.length) return undefined;
  return { path: index.toString('latin1', nameAt, nameEnd), end };
}

/** A name of format 4: how many bytes at the end of the name before it drops, then what it has instead, then a zero byte. */
function shortenedName(index: Buffer, nameAt: number, before: string): Name | undefined {
  let at = nameAt;
  let byte = index[at] ?? 0;
  let dropped = byte & 0x7f;
  // The numbers of git's packs ("offset encoding"): each further byte adds one first, so that no number has two forms.
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

/** Extensions whose names begin with a capital may be skipped by who does not know them; the others change what the entries mean. */
function extensionsCanBeSkipped(index: Buffer, start: number): boolean {
  let at = start;
  while (at + 8 <= index.length) {
    const first = index[at] ?? 0;
    if (first < 0x41 || first > 0x5a) return false;
    at += 8 + index.readUInt32BE(at + 4);
  }
  return at === index.length;
}
