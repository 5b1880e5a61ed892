/** The entitlements of a source: each type is read, compared and stored like the accounts of a source of its own. */
import type { SandboxSource } from './model.js';

/**
 * One type of a source's entitlements, as a source whose accounts they are: with the type's schema, and with the
 * connector attributes that begin with its name (`group.mergeRows`). Delimiter and comments are otherwise the source's.
 * Nothing holds deletions back. `undefined`: the source has no such type.
 */
export function entitlementsAsSource(source: SandboxSource, type: string): SandboxSource | undefined {
  const found = Object.hasOwn(source.entitlements, type) ? source.entitlements[type] : undefined;
  if (found === undefined) return undefined;
  const all = Object.entries(source.connectorAttributes);
  const shared = all.filter(([name]) => ['delimiter', 'commentCharacter', 'hasHeader'].includes(name));
  const own = all
    .filter(([name]) => name.startsWith(`${type}.`))
    .map(([name, value]): [string, typeof value] => [name.slice(type.length + 1), value]);
  return {
    ...source,
    id: storeKeyOf(source.id, type),
    schema: found.schema,
    connectorAttributes: Object.fromEntries([...shared, ...own]),
    deleteThreshold: undefined,
    remoteAccounts: undefined,
    buildMap: undefined,
    people: undefined,
  };
}

/** Under which key a type's entitlements are kept. */
export function storeKeyOf(sourceId: string, type: string): string {
  return `${sourceId} ${type}`;
}
