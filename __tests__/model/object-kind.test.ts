import { expect, it } from '@jest/globals';
import { saidOf, withType } from '../../src/model/object-kind.js';

it.each([
  ['1 of 20 accounts is deleted.', '1 of 20 entitlements is deleted.'],
  ['Accounts are read; an account has one value.', 'Entitlements are read; an entitlement has one value.'],
  ['In "accounts", no account of "the account".', 'In "accounts", no entitlement of "the account".'],
  ['protected-accounts and accounts.csv stay, data/account too.', undefined],
  ['ISC says: Account 7 is odd. Check this account.', 'ISC says: Account 7 is odd. Check this entitlement.'],
])('of entitlements is said: %s', (text, expected = text) => {
  expect(saidOf('group', text, ['Account 7 is odd.'])).toBe(expected);
  expect(saidOf('account', text)).toBe(text);
});

it('the type stands behind the name of the source, unless it is accounts', () => {
  expect(withType('HR', { objectType: 'account' })).toBe('HR');
  expect(withType('HR', { objectType: 'role' })).toBe('HR (role)');
});
