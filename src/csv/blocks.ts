/** Chunks of a file → blocks of whole lines. */
import { LF } from './bytes.js';

/** Longer lines are passed on in pieces, so that a file without line endings takes bounded memory. */
export const MAX_BLOCK_BYTES = 4 * 1024 * 1024;

/**
 * Divides chunks into blocks that end with a line feed, so that no line, character or line ending is split. Only the
 * last block may lack the line feed, and a block is valid until the next one is asked for. A line of more than MAX_BLOCK_BYTES comes in several blocks, each of whole UTF-8
 * characters.
 */
export async function* wholeLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LF) + 1;
    if (end > 0) {
      // Only the line that is cut in two is copied.
      const begin = restBytes > 0 ? chunk.indexOf(LF) + 1 : 0;
      if (begin > 0) yield joined([...rest, chunk.subarray(0, begin)]);
      if (end > begin) yield chunk.subarray(begin, end);
      rest = [];
      restBytes = 0;
    }
    rest.push(Buffer.from(chunk.subarray(end)));
    restBytes += chunk.length - end;
    if (restBytes > MAX_BLOCK_BYTES) {
      const long = joined(rest);
      const cut = characterStart(long);
      yield long.subarray(0, cut);
      rest = [long.subarray(cut)];
      restBytes = long.length - cut;
    }
  }
  if (restBytes > 0) yield joined(rest);
}

function joined(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

/** Where the last, possibly incomplete, UTF-8 character of `bytes` begins: at most four bytes before the end. */
function characterStart(bytes: Buffer): number {
  let at = bytes.length - 1;
  while (at > bytes.length - 4 && ((bytes[at] ?? 0) & 0b1100_0000) === 0b1000_0000) at -= 1;
  return at;
}
