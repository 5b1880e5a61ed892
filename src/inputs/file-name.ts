/** The File Upload Utility's convention: `<32 hex source id>-anything.csv`. */
const NAMED_FILE = /^([0-9a-f]{32})-.*\.csv$/i;

/** The source id that a file's name holds, in small letters; `undefined` where it holds none. */
export function sourceIdInName(fileName: string): string | undefined {
  return NAMED_FILE.exec(fileName)?.[1]?.toLowerCase();
}
