import type { Masks } from './masks.js';

export interface Annotation {
  readonly kind: Kind;
  /** Masked, and cut where GitHub cuts it. */
  readonly message: string;
  /** Title, file and place. They are not masked. */
  readonly properties: Readonly<Record<string, string>>;
}

export type Kind = 'error' | 'warning' | 'notice';

/** Characters of a message. */
const LONGEST_MESSAGE = 4_096;
/** Annotations of one kind that a step may have; those of the runner itself count. */
const MOST_OF_A_KIND = 10;

/** The annotations of one step, or of all steps inside a composite action, which share one budget. */
export class Annotations {
  readonly #left: Record<Kind, number> = {
    error: MOST_OF_A_KIND,
    warning: MOST_OF_A_KIND,
    notice: MOST_OF_A_KIND,
  };

  /** What GitHub shows of it; `undefined` where it is one too many. */
  take({ kind, message, properties }: Annotation, masks: Masks): Annotation | undefined {
    if (this.#left[kind] === 0) return undefined;
    this.#left[kind] -= 1;
    const shown = masks.hide(message).slice(0, LONGEST_MESSAGE);
    return { kind, message: shown, properties: placed(properties) };
  }
}

/** Columns count only inside one line. */
function placed(properties: Annotation['properties']): Annotation['properties'] {
  const { col, endColumn, ...rest } = properties;
  const { endLine, line } = rest;
  const isOneLine = endLine === undefined || endLine === line;
  return {
    ...rest,
    ...(isOneLine && col !== undefined ? { col } : {}),
    ...(isOneLine && endColumn !== undefined ? { endColumn } : {}),
  };
}
