/** Keeps the accounts of all sources, or their entitlements. */
import type { Ids } from './ids.js';
import type { AttributeValues, SandboxAccount, SandboxSource } from './model.js';

/** The accounts of all sources, by native identity. */
export class AccountStore {
  readonly #ids: Ids;
  readonly #accounts = new Map<string, Map<string, SandboxAccount>>();
  readonly #lists = new Map<string, readonly SandboxAccount[]>();
  /** What a source had before its last aggregation, since when it has others, and how often that has been looked at. */
  readonly #before = new Map<string, { list: readonly SandboxAccount[]; at: number; looks: number }>();

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  /** The accounts of a source by native identity. */
  of(sourceId: string): ReadonlyMap<string, SandboxAccount> {
    return this.#accounts.get(sourceId) ?? new Map<string, SandboxAccount>();
  }

  /** The same as a list, which is replaced only when an account has changed. */
  list(sourceId: string): readonly SandboxAccount[] {
    const known = this.#lists.get(sourceId);
    if (known !== undefined) return known;
    const list = [...this.of(sourceId).values()];
    this.#lists.set(sourceId, list);
    return list;
  }

  /** Keeps the present list as the one from before an aggregation that ended at `at` (milliseconds since the epoch). */
  remember(sourceId: string, at: number): void {
    this.#before.set(sourceId, { list: this.list(sourceId), at, looks: 0 });
  }

  /**
   * The list as a server shows it that is behind: the one from before the last aggregation for `lagMs` milliseconds after
   * its end, and for `lagLooks` looks. `isLook`: this request is one.
   */
  shown(
    sourceId: string,
    { lagMs, lagLooks }: { readonly lagMs: number; readonly lagLooks: number },
    { now, isLook }: { readonly now: number; readonly isLook: boolean },
  ): readonly SandboxAccount[] {
    const before = this.#before.get(sourceId);
    if (before === undefined) return this.list(sourceId);
    if (now < before.at + lagMs) return before.list;
    if (isLook) before.looks += 1;
    return before.looks <= lagLooks && lagLooks > 0 ? before.list : this.list(sourceId);
  }

  /** Adds a source without accounts. */
  begin(sourceId: string): void {
    this.#accounts.set(sourceId, new Map());
    this.#before.delete(sourceId);
    this.#lists.delete(sourceId);
  }

  /** Creates or updates accounts; `at` returns the time of each in milliseconds since the epoch. */
  write(
    source: SandboxSource,
    written: ReadonlyMap<string, AttributeValues>,
    at: (index: number) => number,
  ): void {
    const accounts = this.#accounts.get(source.id);
    let index = 0;
    for (const [nativeIdentity, attributes] of written) {
      const time = at(index);
      index += 1;
      const before = accounts?.get(nativeIdentity);
      const shown = attributes[source.schema.displayAttribute];
      accounts?.set(nativeIdentity, {
        id: before?.id ?? this.#ids.next('account'),
        sourceId: source.id,
        nativeIdentity,
        name: typeof shown === 'string' && shown !== '' ? shown : nativeIdentity,
        attributes,
        created: before?.created ?? time,
        modified: time,
      });
    }
    this.#lists.delete(source.id);
  }

  /** Deletes accounts. */
  delete(sourceId: string, nativeIdentities: readonly string[]): void {
    for (const identity of nativeIdentities) this.#accounts.get(sourceId)?.delete(identity);
    this.#lists.delete(sourceId);
  }
}
