/** How many reviewed deletions fit into the single comment of a pull request. */

/** Maximum number of deletions of one source in a comment: 11 characters each. */
export const MOST_DELETIONS = 4_000;

/**
 * Characters of a comment for the hidden plans of all sources. GitHub accepts 65,536 in total; the rest is for readers.
 */
const ROOM = 44_000;

/** The room that the hidden plans of all sources of a step share, in the order in which they ask for it. */
export class CommentRoom {
  #left = ROOM;

  /** Reserves room for a hidden plan of so many characters; false if it does not fit any more. */
  take(characters: number): boolean {
    if (characters > this.#left) return false;
    this.#left -= characters;
    return true;
  }
}
