import { isMap, isSeq, type YAMLMap } from 'yaml';
import type { AttributeValues } from '../model.js';
import type { SourceSeed } from '../source-seed.js';
import { meant, pairsOf, shown } from './parts.js';
import type { ListProblems } from './problems.js';

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
