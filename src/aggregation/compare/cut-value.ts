/** Finds a file that was cut off within its last value, where no field count shows it. */
import { hashValue, isEqual } from '../../csv/values/cell.js';
import type { ValueHash } from '../../csv/values/hash.js';
import type { FileValues, OpenEnd } from '../../csv/values/row-values.js';
import { stored } from '../../csv/values/text-forms.js';
import type { AttributeType } from '../../model/source.js';
import type { Finding } from '../../model/finding.js';

/** In a longer value, only so many characters at its beginning are looked at. */
const LONGEST = 10_000;

/** True if the last value of the file is the beginning of one of these texts, which ISC has there, and not all of it. */
export function isCut({ value }: OpenEnd, texts: readonly string[], type: AttributeType): boolean {
  const hash: ValueHash = { low: 0, high: 0 };
  const isValue = (text: string): boolean => {
    hashValue(hash, stored(text), type);
    return isEqual(hash, value);
  };
  if (texts.some(isValue)) return false;
  return texts.some((text) => {
    const last = Math.min(text.length - 1, LONGEST);
    for (let length = last; length > 0; length -= 1) if (isValue(text.slice(0, length))) return true;
    return false;
  });
}

/** The finding, on the line of the last record. */
export function cutValueFinding(
  { columns }: Pick<FileValues, 'columns'>,
  { column, line }: OpenEnd,
): Finding {
  const message =
    `The file was probably cut off: its last record has no line end, and its value of "${columns[column]?.name ?? ''}" is only ` +
    'the beginning of the one in ISC. The rest is missing. Export the file again, and check that it arrives complete.';
  return { severity: 'error', rule: 'cut-value', message, line, column: undefined };
}
