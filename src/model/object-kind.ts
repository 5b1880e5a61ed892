/** The two kinds of objects that a file can hold. */

/** Also the word for one of them in reports and messages; the plural is regular. */
export type ObjectKind = 'account' | 'entitlement';

/** The object type of accounts. Any other is the name of an entitlement schema of the source. */
export const ACCOUNT = 'account';

/** What a file of this object type holds. */
export function kindOf(objectType: string): ObjectKind {
  return objectType === ACCOUNT ? 'account' : 'entitlement';
}

/** The word for accounts, outside of quotes, of names of inputs and of paths: `"my accounts"`, `protected-accounts`, `accounts.csv`. */
const SAID_OF_ACCOUNTS = /"[^"]*"|(?<![\w./\\-])([Aa])ccount(s?)(?![\w/\\-]|\.\w)/g;

/**
 * A sentence about accounts, said of what a file of this object type holds: every message is written once, about
 * accounts. What stands in quotes, and each text of `kept` (ISC's own words), stays as it is.
 */
export function saidOf(objectType: string, text: string, kept: readonly string[] = []): string {
  if (kindOf(objectType) === 'account') return text;
  const [first, ...others] = kept;
  if (first !== undefined && first !== '') {
    return text
      .split(first)
      .map((part) => saidOf(objectType, part, others))
      .join(first);
  }
  return text.replace(SAID_OF_ACCOUNTS, (all, letter: string | undefined, plural: string | undefined) =>
    letter === undefined ? all : `${letter === 'A' ? 'E' : 'e'}ntitlement${plural ?? ''}`,
  );
}

/** The name of a source, with the type of its entitlements if it is about them: `HR (group)`. */
export function withType(name: string, { objectType }: { readonly objectType: string }): string {
  return objectType === ACCOUNT ? name : `${name} (${objectType})`;
}
