/** Building blocks of a page. All text is already safe (escape.ts). */

/** A table: the first `textColumns` are left-aligned, the others, which contain numbers, right-aligned. */
export function numberTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  textColumns = 1,
): string {
  const align = heading.map((_, index) => (index < textColumns ? ':--' : '--:'));
  return [heading, align, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Folded until the reader opens it, or open from the start. Blank lines make GitHub read the content as Markdown. */
export function details(title: string, body: string, open = false): string {
  return `<details${open ? ' open' : ''}><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** Folded within a line, such as a list item: plain text only. */
export function inlineDetails(title: string, text: string): string {
  return `<details><summary>${title}</summary>${text}</details>`;
}

/** A list; entries beyond `open` are folded. */
export function list(entries: readonly string[], open: number, noun: string): string {
  const bullets = entries.map((entry) => `- ${entry}`);
  const rest = bullets.slice(open);
  const shown = bullets.slice(0, open).join('\n');
  return rest.length === 0
    ? shown
    : paragraphs([shown, details(`${rest.length} more ${noun}`, rest.join('\n'))]);
}

/** Blocks separated by blank lines; empty ones are left out. */
export function paragraphs(blocks: readonly (string | undefined)[]): string {
  return blocks.filter((block) => block !== undefined && block !== '').join('\n\n');
}
