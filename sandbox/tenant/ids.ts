/** Ids, tokens and fingerprints. */
import { hash, randomBytes } from 'node:crypto';

/** Ids that are the same in every run: the n-th id of a kind, as 32 hexadecimal digits like ISC's own. */
export class Ids {
  readonly #next = new Map<string, number>();

  /** The next id of this kind, such as "source" or "task". */
  next(kind: string): string {
    const number = (this.#next.get(kind) ?? 0) + 1;
    this.#next.set(kind, number);
    return hexDigest(`${kind} ${number}`).slice(0, 32);
  }
}

/** A token in the form of real ones (three parts, like a JWT), different each time. */
export function newToken(): string {
  const part = (bytes: number): string => randomBytes(bytes).toString('base64url');
  return `${part(27)}.${part(120)}.${part(64)}`;
}

/** Distinguishes two secrets without revealing them. */
export function fingerprint(secret: string): string {
  return `sha256:${hexDigest(secret).slice(0, 8)}`;
}

/** 64 hexadecimal digits that are always the same for the same text. */
export function hexDigest(text: string): string {
  return hash('sha256', text, 'hex');
}
