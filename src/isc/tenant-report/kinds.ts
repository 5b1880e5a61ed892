/** The kind of a JSON value in one word, so that a report can describe it without showing it. */
import { objectOf } from '../../runtime/json.js';

/** The kind of a property of a reply: its JSON type. */
export function jsonKind(value: unknown): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'empty list' : 'list';
  if (objectOf(value) !== undefined) return 'object';
  return value === '' ? 'empty text' : typeof value === 'string' ? 'text' : typeof value;
}

/**
 * The kind of an attribute's value; for strings also what they look like, since ISC writes most values as strings
 * (docs/isc-api.md).
 */
export function valueKind(value: unknown): string {
  if (Array.isArray(value)) {
    const parts = [...new Set(value.map(valueKind))].sort();
    return value.length === 0 ? 'empty list' : `list of ${parts.join(' and ')}`;
  }
  return typeof value === 'string' ? textKind(value) : jsonKind(value);
}

function textKind(text: string): string {
  if (text === '') return 'empty text';
  if (text.trim() === '') return 'blank text';
  if (/^(?:true|false)$/i.test(text)) return 'Boolean as text';
  if (/^[+-]?\d+$/.test(text)) return 'digits as text';
  if (/^\d{4}-\d{2}-\d{2}(?:T|$)/.test(text)) return 'date as text';
  return 'text';
}
