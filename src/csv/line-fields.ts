/** A line that ISC does not read as a record, split as if it were one. */
export interface LineFields {
  readonly fields: readonly string[];
  /** The line ends inside a quoted field. */
  readonly isOpen: boolean;
}

/** Splits one line at the delimiters outside quotes, and removes the quotes around fields. Never fails. */
export function splitLine(text: string, delimiter: string): LineFields {
  const fields: string[] = [];
  let isOpen = false;
  let begin = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') {
      isOpen = !isOpen;
    } else if (!isOpen && text.startsWith(delimiter, at)) {
      fields.push(text.slice(begin, at));
      begin = at + delimiter.length;
    }
  }
  fields.push(text.slice(begin));
  return { fields: fields.map((field) => field.trim().replace(/^"(.*)"$/s, '$1')), isOpen };
}
