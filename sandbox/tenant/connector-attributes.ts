/** Reads a source's `connectorAttributes`, whose values may be strings or Booleans. */
import type { SourceHabits } from './habits.js';
import type { ConnectorAttributes, SandboxSource } from './model.js';

/** A source, as far as its connector attributes go. */
type WithAttributes = Pick<SandboxSource, 'connectorAttributes'>;

/** A connector attribute as text; `undefined` if there is none. */
export function textOf(source: WithAttributes, name: string): string | undefined {
  const value = source.connectorAttributes[name] ?? undefined;
  return value === undefined ? undefined : String(value);
}

/** True if a connector attribute is `wanted`, as a string or as a JSON Boolean. */
export function isFlag(source: SandboxSource, name: string, wanted = true): boolean {
  return textOf(source, name)?.toLowerCase() === String(wanted);
}

/** The comma-separated names in a connector attribute; `undefined` if there is none. */
export function namesOf(source: SandboxSource, name: string): readonly string[] | undefined {
  const names = (textOf(source, name) ?? '').split(',').map((one) => one.trim());
  return names.join('') === '' ? undefined : names;
}

/** The delimiter of a source's file: one character, or `\t` or `\u0009` spelled out. */
export function delimiterOf(source: WithAttributes): string {
  const written = textOf(source, 'delimiter') ?? '';
  if (written === '') return ',';
  if (written === '\\t') return '\t';
  const code = /^\\u([0-9a-f]{4})$/i.exec(written)?.[1];
  return code === undefined ? written : String.fromCharCode(Number.parseInt(code, 16));
}

/** The connector attributes as returned by `GET sources`. */
export function shownConnectorAttributes(source: SandboxSource, habits: SourceHabits): ConnectorAttributes {
  const shown = Object.entries(source.connectorAttributes).map(
    ([name, value]): [string, ConnectorAttributes[string]] => [
      name,
      habits.booleans === 'json' && (value === 'true' || value === 'false') ? value === 'true' : value,
    ],
  );
  return {
    ...Object.fromEntries(shown),
    ...(habits.delimiter === 'as-is' ? {} : { delimiter: escaped(delimiterOf(source), habits.delimiter) }),
    ...(habits.buildMapRule === null ? {} : { buildMapRule: habits.buildMapRule }),
  };
}

function escaped(delimiter: string, form: 'escape' | 'unicode-escape'): string {
  if (form === 'escape') return delimiter === '\t' ? '\\t' : delimiter;
  return `\\u${delimiter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
