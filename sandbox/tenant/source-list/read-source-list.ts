/** A list of sources, as people write it. */
import { LineCounter, type YAMLMap, isMap, isSeq, parseDocument } from 'yaml';
import type { AttributeValues } from '../model.js';
import type { SourceSeed } from '../source-seed.js';
import { type ListProblem, ListProblems, meant, pairsOf, shown } from './parts.js';
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

/** Checks beyond single values: names of attributes that do not exist, and duplicates. */
export function checkSources(
  parts: readonly unknown[],
  sources: readonly SourceSeed[],
  problems: ListProblems,
): void {
  const ids = new Set<string>();
  sources.forEach((seed, index) => {
    const part = parts[index];
    if (!isMap(part)) return;
    if (seed.id !== undefined && ids.has(seed.id.toLowerCase())) {
      problems.add(part.get('id', true), `two sources have the id ${seed.id}.`);
    }
    if (seed.id !== undefined) ids.add(seed.id.toLowerCase());
    checkAttributes(part, seed, problems);
  });
}

function checkAttributes(part: YAMLMap, seed: SourceSeed, problems: ListProblems): void {
  const attributes = (seed.attributes ?? ['id', 'name', 'email']).map((one) =>
    typeof one === 'string' ? { name: one, isMulti: false } : { isMulti: false, ...one },
  );
  const isMulti = new Map(attributes.map((one) => [one.name, one.isMulti]));
  const [first] = attributes;
  if (first === undefined) {
    problems.add(part.get('attributes', true), 'attributes: at least one is needed, the native identity.');
    return;
  }
  if (isMulti.size < attributes.length) {
    problems.add(part.get('attributes', true), 'attributes: one of them stands here twice.');
  }
  const names = [...isMulti.keys()];
  const unknown = (name: string): string =>
    `"${shown(name)}" is not an attribute of this source. ${meant(name, names)}Its attributes are ${names.join(', ')}.`;
  for (const key of ['identityAttribute', 'displayAttribute'] as const) {
    const named = seed[key];
    if (named !== undefined && !isMulti.has(named))
      problems.add(part.get(key, true), `${key}: ${unknown(named)}`);
  }
  const identity = seed.identityAttribute ?? first.name;
  for (const key of ['accounts', 'remoteAccounts'] as const) {
    const accounts = part.get(key, true);
    if (!isSeq(accounts)) continue;
    accounts.items.forEach((account, index) => {
      if (!isMap(account)) return;
      for (const { key: place, name, value } of pairsOf(account, problems)) {
        if (!isMulti.has(name)) problems.add(place, `${key}: ${unknown(name)}`);
        else if (isSeq(value) && isMulti.get(name) === false)
          problems.add(
            value,
            `${key}: "${shown(name)}" has a list here, but no isMulti: true among the attributes.`,
          );
      }
      if (!hasIdentity(seed[key]?.[index], identity)) {
        problems.add(
          account,
          `${key}: this account has no "${shown(identity)}", which is its native identity.`,
        );
      }
    });
  }
}

function hasIdentity(account: AttributeValues | undefined, identity: string): boolean {
  const value = account?.[identity] ?? '';
  return (typeof value === 'string' ? value : (value[0] ?? '')).trim() !== '';
}
