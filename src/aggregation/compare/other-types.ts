/** The values of one account in ISC, read as values of another type than that of their column. */
import { noFingerprint, plainFingerprint, type Fingerprint } from '../../csv/fingerprint.js';
import type { AttributeType } from '../../model/source.js';
import { fingerprintAll, textsOf } from './tenant-value.js';

interface Print extends Fingerprint {
  /** The number of the account whose value it is. */
  account: number;
}

/**
 * Fingerprints by type and column. Each is computed once per account: in a file whose columns are mixed up, every column
 * asks for those of all others.
 */
export class OtherTypes {
  readonly #columns: number;
  readonly #prints = new Map<AttributeType, Print[]>();
  #account = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** Begins the next account. */
  begin(): void {
    this.#account += 1;
  }

  /** The plain form of what ISC returns for a column of this account, as a value of `type`. Valid until the next one. */
  print(type: AttributeType, column: number, shown: unknown): Fingerprint | undefined {
    const print = this.#of(type)[column];
    if (print === undefined || print.account === this.#account) return print;
    print.account = this.#account;
    const texts = textsOf(shown) ?? [];
    if (texts.length > 1) fingerprintAll(print, texts, type);
    else plainFingerprint(print, texts[0] ?? '', type);
    return print;
  }

  #of(type: AttributeType): readonly Print[] {
    const known = this.#prints.get(type);
    if (known !== undefined) return known;
    const prints = Array.from({ length: this.#columns }, () => ({ ...noFingerprint(), account: 0 }));
    this.#prints.set(type, prints);
    return prints;
  }
}
