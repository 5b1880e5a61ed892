/** The two kinds of objects that a file can hold. */

/** Also the word for one of them in reports and messages; the plural is regular. */
export type ObjectKind = 'account' | 'entitlement';

/** The object type of accounts. Any other is the name of an entitlement schema of the source. */
export const ACCOUNT = 'account';

/** What a file of this object type holds. */
export function kindOf(objectType: string): ObjectKind {
  return objectType === ACCOUNT ? 'account' : 'entitlement';
}
