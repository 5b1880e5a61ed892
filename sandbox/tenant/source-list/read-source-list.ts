/** A list of sources, as people write it. */
import { isSeq, LineCounter, parseDocument } from 'yaml';
import type { SourceSeed } from '../source-seed.js';
import { checkSources } from './check-sources.js';
import { ListProblems, type ListProblem } from './problems.js';
import { listOf } from './shapes.js';
import { source } from './source-shape.js';

/** About 7,000 accounts with five attributes. Parsing with positions costs a second per megabyte on a small runner. */
export const LONGEST_LIST = 2_000_000;

/** After the first error a parser reports others that do not exist. */
const MOST_SYNTAX_PROBLEMS = 3;

/** The sources of a list, or all of its problems. */
export type SourceList =
  { readonly sources: readonly SourceSeed[] } | { readonly problems: readonly ListProblem[] };

/**
 * Reads a list of sources in YAML 1.2, and therefore also in JSON. Account values stay text as written: "0017" is an
 * id, not a number. Never throws, whatever the text contains.
 */
export function readSourceList(written: string): SourceList {
  if (written.length > LONGEST_LIST) {
    const text = `${written.length} characters are more than ${LONGEST_LIST}. Give larger sources to the running tenant: POST /_sandbox/sources.`;
    return { problems: [{ line: 1, column: 1, text }] };
  }
  const lines = new LineCounter();
  const problems = new ListProblems(lines);
  const document = parseDocument(written.replace(/^\ufeff/, ''), {
    schema: 'failsafe',
    version: '1.2',
    stringKeys: true,
    // The library's own search for duplicate keys takes seconds for a map of thousands; `pairsOf` checks itself.
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  });
  const faults = [...document.errors, ...document.warnings].slice(0, MOST_SYNTAX_PROBLEMS);
  for (const { message, pos } of faults) problems.addAt(pos[0], `not valid YAML here: ${message}.`);
  if (faults.length > 0) return { problems: problems.all };

  const list = document.contents;
  if (!isSeq(list)) {
    problems.add(list, list === null ? 'no source is given.' : WANTED);
    return { problems: problems.all };
  }
  const sources = listOf(source)(list, problems) ?? [];
  if (problems.all.length === 0) checkSources(list.items, sources, problems);
  return problems.all.length === 0 ? { sources } : { problems: problems.all };
}

const WANTED =
  'a list is expected. Each source is an entry that begins with a hyphen and has at least a name.';
