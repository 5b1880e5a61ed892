/** The people behind accounts: identities, which an authoritative source makes and takes away. */
import { hexDigest } from './ids.js';
import type { Person, SandboxAccount, SandboxSource } from './model.js';

/** What `GET accounts` says about the person behind an account. */
export interface ShownPerson {
  /** No key: the account belongs to nobody, or ISC does not say. */
  readonly identityId?: string;
  readonly cloudLifecycleState: string | null;
  readonly identityState: string | null;
  readonly uncorrelated: boolean;
  readonly manuallyCorrelated: boolean;
  readonly hasEntitlements: boolean;
  readonly isMachine: boolean;
}

const UNKNOWN: ShownPerson = {
  cloudLifecycleState: null,
  identityState: null,
  uncorrelated: false,
  manuallyCorrelated: false,
  hasEntitlements: false,
  isMachine: false,
};

/** The identities of a tenant. */
export class People {
  /** By identity: what its authoritative source, or else any source, says. */
  readonly #known = new Map<string, Person>();
  /** Identities whose account is gone from their authoritative source. */
  readonly #gone = new Set<string>();

  /** Learns the people of a source. */
  add(source: SandboxSource): void {
    for (const [nativeIdentity, person] of Object.entries(source.people ?? {})) {
      const identity = person.identity ?? ownIdentity(source, nativeIdentity);
      const known = this.#known.get(identity);
      this.#known.set(identity, source.authoritative ? { ...known, ...person } : { ...person, ...known });
    }
  }

  /** Takes note of accounts that an aggregation has created: an authoritative source brings their people back. */
  created(source: SandboxSource, nativeIdentities: Iterable<string>): void {
    if (!source.authoritative) return;
    for (const identity of nativeIdentities) this.#gone.delete(identityOf(source, identity));
  }

  /** Takes note of deleted accounts: an authoritative source takes their people away. */
  deleted(source: SandboxSource, nativeIdentities: Iterable<string>): void {
    if (!source.authoritative) return;
    for (const identity of nativeIdentities) this.#gone.add(identityOf(source, identity));
  }

  /**
   * The person behind an account. Of a source without `people` nothing is known. Of one with people, an account that is
   * not among them belongs to nobody, or on an authoritative source to a person of its own.
   */
  behind(account: SandboxAccount, source: SandboxSource): ShownPerson {
    if (source.people === undefined) return UNKNOWN;
    const own = source.people[account.nativeIdentity];
    const identity = identityOf(source, account.nativeIdentity);
    const isNobody =
      own?.uncorrelated === true || this.#gone.has(identity) || (own === undefined && !source.authoritative);
    const facts = {
      manuallyCorrelated: own?.manuallyCorrelated ?? false,
      hasEntitlements: own?.hasEntitlements ?? hasEntitlements(account, source),
      isMachine: own?.isMachine ?? false,
    };
    if (isNobody) return { ...UNKNOWN, ...facts, uncorrelated: true };
    const person = { ...this.#known.get(identity), ...own };
    return {
      ...facts,
      identityId: hexDigest(`identity ${identity}`).slice(0, 32),
      cloudLifecycleState: person.lifecycleState ?? null,
      identityState: person.identityState ?? null,
      uncorrelated: false,
    };
  }
}

function identityOf(source: SandboxSource, nativeIdentity: string): string {
  return source.people?.[nativeIdentity]?.identity ?? ownIdentity(source, nativeIdentity);
}

/** On an authoritative source a native identity names the person, so that other sources can refer to it. */
function ownIdentity(source: SandboxSource, nativeIdentity: string): string {
  return source.authoritative ? nativeIdentity : `${source.id} ${nativeIdentity}`;
}

function hasEntitlements({ attributes }: SandboxAccount, { schema }: SandboxSource): boolean {
  return schema.attributes.some(
    ({ name, isEntitlement }) => isEntitlement && (attributes[name] ?? '').length > 0,
  );
}
