import { FirstLines } from './first-lines.js';

/**
 * Finds native identities that differ only in letter case. As long as all are in lower case, or all in upper case, none
 * can, and nothing is stored.
 */
export class LetterCase {
  #anyLower = false;
  #anyUpper = false;
  #inLowerCase: FirstLines | undefined;

  /**
   * Takes a native identity that is new on `line`; `earlier` has the others with the lines of their first rows. Returns
   * the line of the first one that differs only in letter case.
   */
  meet(identity: string, line: number, earlier: Iterable<readonly [string, number]>): number | undefined {
    if (this.#inLowerCase !== undefined) return this.#inLowerCase.meet(identity.toLowerCase(), line);
    this.#anyLower ||= identity.toUpperCase() !== identity;
    this.#anyUpper ||= identity.toLowerCase() !== identity;
    if (!this.#anyLower || !this.#anyUpper) return undefined;
    this.#inLowerCase = new FirstLines();
    for (const [text, firstLine] of earlier) this.#inLowerCase.meet(text.toLowerCase(), firstLine);
    return this.#inLowerCase.meet(identity.toLowerCase(), line);
  }
}
