/** Files as Git stores them: the objects of a commit, and whether a file of the workspace is one of them. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type JsonObject, listOf, objectOf, textOf } from '../model/json.js';
import type { GitHubConnection } from './connect.js';

/** An object of a repository. */
export interface GitObject {
  /** Its hash in hexadecimal: 40 digits for SHA-1, 64 for SHA-256. */
  readonly oid: string;
  /** The names of the files in it, without those of folders, if it is a folder. */
  readonly files: readonly string[];
}

/** What Git calls revisions (gitrevisions): `<commit>`, `<commit>:<path>`; undefined for one that GitHub does not know. */
export type GitObjects = ReadonlyMap<string, GitObject | undefined>;

/** Longer than GitHub takes for hundreds of files, and short beside a step that then runs anyway. Milliseconds. */
const OBJECTS_MS = 10_000;

/** All of these objects in one request. Throws GitHubFailure, or the signal's reason. */
export async function gitObjects(
  { graphQl }: Pick<GitHubConnection, 'graphQl'>,
  expressions: readonly string[],
): Promise<GitObjects> {
  const each = [...new Set(expressions)].map((expression, index) => ({ expression, index }));
  const declared = each.map(({ index }) => `, $e${index}: String!`).join('');
  const asked = each.map(({ index }) => `o${index}: object(expression: $e${index}) { ...found }`).join('\n');
  const data = await graphQl({
    query: `query ($owner: String!, $repo: String!${declared}) { repository(owner: $owner, name: $repo) {
${asked}
} }
fragment found on GitObject { oid ... on Tree { entries { name type } } }`,
    variables: Object.fromEntries(each.map(({ expression, index }) => [`e${index}`, expression])),
    permission: 'contents: read',
    about: 'say which files the commits have',
    requestMs: OBJECTS_MS,
  });
  const repository = objectOf(data['repository']);
  return new Map(
    each.map(({ expression, index }) => [expression, objectFrom(objectOf(repository?.[`o${index}`]))]),
  );
}

function objectFrom(found: JsonObject | undefined): GitObject | undefined {
  const oid = textOf(found?.['oid']);
  if (oid === undefined) return undefined;
  const files = listOf(found?.['entries']).flatMap((entry) => {
    const { name, type } = objectOf(entry) ?? {};
    return type === 'tree' ? [] : (textOf(name) ?? []);
  });
  return { oid, files };
}

/**
 * Whether the file at `path` is what Git checks out of the object `oid`: byte by byte, with CRLF where the object has LF
 * (`core.autocrlf`), or as the content that a Git LFS pointer stands for. False for a file that cannot be read.
 */
export async function isCheckedOut(path: string, oid: string): Promise<boolean> {
  try {
    const { size } = await stat(path);
    const content = await hashesOf(path, size, oid);
    if (content.blob === oid || pointerBlob(content.sha256, size, oid) === oid) return true;
    if (content.crlf === 0) return false;
    return (await blobWithLf(path, size - content.crlf, oid)) === oid;
  } catch {
    return false;
  }
}

interface ContentHashes {
  readonly blob: string;
  /** Of the content alone. */
  readonly sha256: string;
  /** How many CRLF it has. */
  readonly crlf: number;
}

const LF = 0x0a;
const CR = 0x0d;

async function hashesOf(path: string, size: number, oid: string): Promise<ContentHashes> {
  const blob = blobHash(size, oid);
  const sha256 = createHash('sha256');
  let crlf = 0;
  let last = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    blob.update(chunk);
    sha256.update(chunk);
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) {
      if ((at === 0 ? last : chunk[at - 1]) === CR) crlf += 1;
    }
    last = chunk.at(-1) ?? last;
  }
  return { blob: blob.digest('hex'), sha256: sha256.digest('hex'), crlf };
}

/** The object that Git stores for the file with every CRLF as LF; `size` in bytes without their CR. */
async function blobWithLf(path: string, size: number, oid: string): Promise<string> {
  const blob = blobHash(size, oid);
  let held = false;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (held && chunk[0] !== LF) blob.update('\r');
    held = chunk.at(-1) === CR;
    let from = 0;
    for (let at = chunk.indexOf('\r\n'); at >= 0; at = chunk.indexOf('\r\n', at + 2)) {
      blob.update(chunk.subarray(from, at));
      from = at + 1;
    }
    blob.update(chunk.subarray(from, held ? -1 : undefined));
  }
  if (held) blob.update('\r');
  return blob.digest('hex');
}

/** The object of the pointer that Git LFS commits in place of the content (its specification, "The Pointer"). */
function pointerBlob(sha256: string, size: number, oid: string): string {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${size}\n`;
  return blobHash(pointer.length, oid).update(pointer).digest('hex');
}

/** Git hashes a file after its type and size; the hash is that of the repository, told by its length. */
function blobHash(size: number, oid: string): ReturnType<typeof createHash> {
  return createHash(oid.length === 64 ? 'sha256' : 'sha1').update(`blob ${size}\0`);
}
