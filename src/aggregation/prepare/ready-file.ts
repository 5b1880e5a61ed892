/** What a checked file becomes: one that may be compared and sent, or the failure that says why it is not sent. */
import type { CheckedCsv } from '../../csv/check-file.js';
import type { Identities } from '../../csv/identities.js';
import type { FileToSend } from '../../isc/load-accounts.js';
import { type StepFailure, failureFor, type Stop } from '../../model/failure.js';
import {
  asWarnings,
  NO_FINDINGS,
  RULES,
  withWarningsOnly,
  type Findings,
  type Rule,
} from '../../model/finding.js';
import type { CsvChecks, CsvLocation } from '../../model/settings.js';
import type { Source } from '../../model/source.js';
import { ALL_WORDS, NO_WORDS, type ShownWords } from '../../model/shown-words.js';
import { counted } from '../../model/words.js';
import type { ValuesToCompare } from '../compare/compare-values.js';
import type { ValueSink } from '../../csv/values/value-sink.js';

/** Whether the file may be sent; `file` is `undefined` for a source that takes none. */
export type Verdict = { readonly kind: 'send'; readonly file: ReadyFile | undefined } | Stop;

/** A file that may be compared or sent. */
export interface ReadyFile extends FileToSend {
  /** `undefined` for a file that is only uploaded. */
  readonly identities: Identities | undefined;
  /** Which of its values to compare. */
  readonly values: ValuesToCompare;
  /** As they are shown; findings of the comparison follow them. */
  readonly findings: Findings;
}

/**
 * The file as it may be compared and sent, or why it must not be (REJECTED): for an error among `found`, or because its
 * native identities cannot be read.
 */
export function readyFile(
  csv: CsvLocation,
  checked: CheckedCsv,
  found: Findings,
  { findings, showIds, values }: Pick<ReadyFile, 'findings' | 'values'> & { readonly showIds: boolean },
): ReadyFile | StepFailure {
  const { ambiguity, bytes, hasHeading, identities, sha256 } = checked;
  if (found.errors > 0) return refusalFor(csv, found, identities !== undefined);
  if (identities === undefined) return unreadable(csv, ambiguity);
  const shown = hasHeading ? wordsAbout(identities, showIds) : NO_WORDS;
  return { csv, fingerprint: { bytes, sha256 }, shown, identities, values, findings };
}

/** ISC's words about a file with a heading: its messages may name an account. */
function wordsAbout(identities: Identities, showIds: boolean): ShownWords {
  return showIds ? ALL_WORDS : { kind: 'up-to-identities', has: (text) => identities.has(text) };
}

/** Values cannot be foreseen if a rule rewrites the rows. */
export function valuesOf(source: Source, { ignored, values }: ValueSink, hasRows: boolean): ValuesToCompare {
  if (source.buildMapRule !== undefined) {
    const why = `The source has the BuildMap rule "${source.buildMapRule}", which may rewrite each row: native identities and values of the file may not be what ISC stores. Values are not compared.`;
    return { kind: 'none', why };
  }
  if (values === undefined)
    return { kind: 'none', why: 'The file has too many cells to compare its values.' };
  return { kind: 'values', file: values, ignored, hasRows };
}

/** The findings adjusted to `csv-checks` and `warn-only`: all, as warnings, or none. */
export function shownFindings(found: Findings, checks: CsvChecks, warnOnly: readonly Rule[]): Findings {
  switch (checks) {
    case 'error':
      return withWarningsOnly(found, warnOnly);
    case 'warn':
      return asWarnings(found);
    case 'off':
      return NO_FINDINGS;
  }
}

/** The failure for a file with errors, which is not sent; `isComparable`: its native identities can be read. */
export function refusalFor(
  csv: CsvLocation,
  { counts, errors, kept }: Findings,
  isComparable: boolean,
): StepFailure {
  const isWarnUseful = isComparable && [...counts.keys()].every((rule) => RULES[rule].isWarnUseful);
  const hasLines = kept.some(({ line, severity }) => severity === 'error' && line !== undefined);
  const where = hasLines ? 'show the lines' : 'say what is wrong';
  const warn = isWarnUseful ? ' `csv-checks: warn` would upload it anyway.' : '';
  return failureFor('findings', { file: csv.shown, errors: counted(errors, 'error'), where, warn });
}

/** The failure for a file that must not be sent whatever `csv-checks` says; `ambiguity`: it has no one reading. */
function unreadable(csv: CsvLocation, ambiguity: Rule | undefined): StepFailure {
  const why =
    ambiguity === undefined
      ? `The native identities of ${csv.shown} cannot be read`
      : `${csv.shown} can be read in more than one way (${ambiguity})`;
  return failureFor('identities-unreadable', { why });
}
