/**
 * The table of failures: of each kind what happened, what ISC has done, and what to do next. All words come from it.
 */
import { AGGREGATION } from './aggregation.js';
import { PREPARATION } from './preparation.js';
import { FAULTS, REFUSALS } from './requests.js';
import type { FailureRow, FailureStatus } from './row.js';

/** In the order of a step; docs/troubleshooting.md has the same rows. */
export const FAILURES = { ...PREPARATION, ...REFUSALS, ...FAULTS, ...AGGREGATION } as const;

/** The name of a row. */
export type FailureKind = keyof typeof FAILURES;

/** The names between braces in a text. */
type HolesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | HolesIn<Rest>
  : never;

/** What the words of a kind need to be known: each hole with what stands in it. */
export type ValuesOf<Kind extends FailureKind> = Readonly<
  Record<HolesIn<(typeof FAILURES)[Kind]['happened']> | HolesIn<(typeof FAILURES)[Kind]['next']>, string>
>;

/** What happened, and what to do next. */
export interface FailureWords {
  readonly message: string;
  readonly next: string;
}

/** The words of a kind of failure. */
export function wordsFor<Kind extends FailureKind>(kind: Kind, values: ValuesOf<Kind>): FailureWords {
  const { happened, next }: FailureRow = FAILURES[kind];
  return { message: fillHoles(happened, values).trim(), next: fillHoles(next, values).trim() };
}

/** The status that a kind of failure gives its source. */
export function statusFor(kind: FailureKind): FailureStatus {
  const { status = 'FAILED' }: FailureRow = FAILURES[kind];
  return status;
}

/** The text with each `{name}` replaced by its value, which is not searched again. */
export function fillHoles(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
}
