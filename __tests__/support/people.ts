import type { AttributeValues } from '../../sandbox/tenant/model.js';

export type Person = Record<'id' | 'name' | 'email', string>;

/** Made-up people whose values differ from any other text, so that one of them is found in a log. */
export function people(count: number, first = 1): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(first + index).padStart(5, '0');
    return { id: `acct-${number}`, name: `Person ${number}`, email: `mail-${number}@people.example` };
  });
}

/** A CSV of accounts: the keys of the first one are the heading. */
export function csvOf(
  accounts: readonly AttributeValues[],
  heading = Object.keys(accounts[0] ?? {}),
): string {
  const rows = accounts.map((account) => heading.map((name) => String(account[name] ?? '')).join(','));
  return [heading.join(','), ...rows, ''].join('\n');
}
