/** Names of columns for messages. Only for a heading and for the account schema: cells are never shown. */

const MAX_SHOWN_LENGTH = 80;
const MAX_LISTED = 40;
const MAX_LIST_LENGTH = 1_500;

/** A name on one line, without control characters, and of limited length. */
export function quotedName(name: string): string {
  const characters = Array.from(
    name.slice(0, MAX_SHOWN_LENGTH * 4).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}'),
  );
  const text =
    characters.length > MAX_SHOWN_LENGTH
      ? `${characters.slice(0, MAX_SHOWN_LENGTH - 1).join('')}…`
      : characters.join('');
  return `"${text}"`;
}

/** `"id", "name", "mail"`; of very many, the first ones and the number of the others. */
export function quotedNames(names: readonly string[]): string {
  const parts: string[] = [];
  let length = 0;
  for (const name of names) {
    const part = quotedName(name);
    length += part.length + 2;
    if (parts.length === MAX_LISTED || (length > MAX_LIST_LENGTH && parts.length > 0)) break;
    parts.push(part);
  }
  const left = names.length - parts.length;
  return left === 0 ? parts.join(', ') : `${parts.join(', ')} and ${left} more`;
}

/** A delimiter in words: "commas". */
export function delimiterName(delimiter: string): string {
  switch (delimiter) {
    case '\t':
      return 'tabs';
    case ',':
      return 'commas';
    case ';':
      return 'semicolons';
    case '|':
      return 'vertical bars';
    case ':':
      return 'colons';
    case ' ':
      return 'spaces';
    default:
      return quotedName(delimiter);
  }
}
