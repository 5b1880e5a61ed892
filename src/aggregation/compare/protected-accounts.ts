/** Native identities that a file must not delete, held against the file and its source. */
import type { Identities } from '../../csv/identities.js';
import { count, counted, enumerated, isOrAre } from '../../model/words.js';
import type { Finding } from '../../model/finding.js';
import { accountKey, type FileFormat } from '../../model/source.js';

/** Protected native identities, as written in the workflow. */
export interface Protection {
  /** The file would delete them. */
  readonly deleted: readonly string[];
  /** They are neither in the file nor on the source. */
  readonly nowhere: readonly string[];
}

/** Watches the accounts of a source go by. Identities are compared as the source merges them. */
export class ProtectedAccounts {
  readonly #format: Pick<FileFormat, 'ignoresLetterCase'>;
  /** As written in the workflow, by key. */
  readonly #written: ReadonlyMap<string, string>;
  readonly #onSource = new Set<string>();
  readonly #deleted = new Set<string>();

  constructor(written: readonly string[], format: Pick<FileFormat, 'ignoresLetterCase'>) {
    this.#format = format;
    this.#written = new Map(written.map((id) => [accountKey(id, format), id]));
  }

  /** Takes note of an account of the source. */
  sawOnSource(identity: string): void {
    this.#note(this.#onSource, identity);
  }

  /** Takes note of an account that the file would delete. */
  sawDeletion(identity: string): void {
    this.#note(this.#deleted, identity);
  }

  /** What is known once all accounts have gone by. */
  protection(file: Pick<Identities, 'has'>): Protection {
    const all = [...this.#written];
    return {
      deleted: all.flatMap(([key, id]) => (this.#deleted.has(key) ? [id] : [])),
      nowhere: all.flatMap(([key, id]) => (this.#onSource.has(key) || file.has(id) ? [] : [id])),
    };
  }

  #note(seen: Set<string>, identity: string): void {
    if (this.#written.size === 0) return;
    const key = accountKey(identity, this.#format);
    if (this.#written.has(key)) seen.add(key);
  }
}

/** Maximum number of ids that a message names. */
const MAX_NAMED = 10;

/** The finding that stops the file, whatever `csv-checks`, `warn-only` and reviews say; none if nothing is deleted. */
export function protectedFindings({ deleted }: Protection, showIds: boolean): readonly Finding[] {
  if (deleted.length === 0) return [];
  const [is, it] = deleted.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return [
    {
      severity: 'error',
      rule: 'protected-account',
      message:
        `${counted(deleted.length, 'account')} of protected-accounts ${is} on the source and not in the file, which would delete ${it}` +
        `${named(deleted, showIds)}. Put ${it} back into the export, or take ${it} out of protected-accounts.`,
      line: undefined,
      column: undefined,
    },
  ];
}

/** A warning about ids that are probably misspelled; `undefined` if there are none. */
export function nowhereInWords({ nowhere }: Protection, showIds: boolean): string | undefined {
  if (nowhere.length === 0) return undefined;
  const are = isOrAre(nowhere.length);
  return `protected-accounts: ${count(nowhere.length)} ${are} neither in the file nor on the source${named(nowhere, showIds)}. Check the spelling: ${are === 'is' ? 'it protects' : 'they protect'} nothing.`;
}

function named(ids: readonly string[], showIds: boolean): string {
  return showIds ? `: ${enumerated(ids, MAX_NAMED)}` : '';
}
