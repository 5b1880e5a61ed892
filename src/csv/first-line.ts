/** The first line of a file that is only uploaded: what ISC may quote of it. */
import { NO_WORDS, type ShownWords, wordsOfLine } from '../model/shown-words.js';
import type { CsvLocation } from '../model/settings.js';
import type { FileFormat } from '../model/source.js';
import { openRegular } from './blocks.js';
import { readsLikeName } from './resemblance.js';

/** No heading is longer; bytes. */
const MOST_READ = 64 * 1024;

/**
 * Which of ISC's words may be shown of a file that is only uploaded. Its attributes are not known, so its first line
 * counts as a heading only if each cell reads like a name, and then only texts are shown that quote none of them.
 * Never rejects: of a file that cannot be read, nothing is shown.
 */
export async function wordsAboutUnread(
  { path }: CsvLocation,
  { delimiter }: Pick<FileFormat, 'delimiter'>,
): Promise<ShownWords> {
  const line = await firstLineOf(path).catch(() => undefined);
  const cells = line?.split(delimiter).map((cell) => cell.replace(/^"(.*)"$/, '$1')) ?? [];
  if (line === undefined || cells.length < 2 || !cells.every((cell) => readsLikeName(cell, [])))
    return NO_WORDS;
  return { kind: 'not-of-first-line', words: new Set(wordsOfLine(line)) };
}

/** Without a byte order mark and the line's end; `undefined` if it does not end within what is read. */
async function firstLineOf(path: string): Promise<string | undefined> {
  const { handle: file } = await openRegular(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_READ), 0, MOST_READ, 0);
    const text = buffer.toString('utf8', 0, bytesRead).replace(/^\ufeff/, '');
    return /^[^\r\n]*(?=[\r\n])/.exec(text)?.[0];
  } finally {
    await file.close();
  }
}
