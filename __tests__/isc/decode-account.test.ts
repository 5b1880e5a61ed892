import { describe, expect, it } from '@jest/globals';
import { decodeAccount, type Account } from '../../src/isc/decode-account.js';
import { Unexpected } from '../../src/isc/unexpected.js';

const ID = 'a'.repeat(32);

function decoded(fields: object): Account {
  const account = decodeAccount({ nativeIdentity: '1', sourceId: ID, ...fields }, ID);
  if (account instanceof Unexpected) throw new Error(account.property);
  return account;
}

describe('what ISC says of the person behind an account', () => {
  it.each<[string, object, object]>([
    ['nothing', {}, { kind: 'somebody', lifecycleState: undefined, activity: 'unknown' }],
    ['nobody', { uncorrelated: true }, { kind: 'nobody' }],
    ['nobody, as a text', { uncorrelated: ' TRUE ' }, { kind: 'nobody' }],
    ['not nobody', { uncorrelated: 'false' }, { kind: 'somebody' }],
    ['neither', { uncorrelated: 'perhaps' }, { kind: 'somebody' }],
    ['no word', { uncorrelated: 1 }, { kind: 'somebody' }],
    [
      'active by the state of the identity',
      { cloudLifecycleState: 'contractor', identityState: 'ACTIVE' },
      { lifecycleState: 'contractor', activity: 'active' },
    ],
    [
      'inactive by the state of the identity',
      { cloudLifecycleState: 'leaver', identityState: 'INACTIVE_LONG_TERM' },
      { lifecycleState: 'leaver', activity: 'inactive' },
    ],
    ['active by the name of the state', { cloudLifecycleState: ' Active ' }, { activity: 'active' }],
    ['inactive by the name of the state', { cloudLifecycleState: 'inactive' }, { activity: 'inactive' }],
    ['a state alone', { cloudLifecycleState: 'prehire' }, { lifecycleState: 'prehire', activity: 'unknown' }],
    ['blank states', { cloudLifecycleState: ' ', identityState: 7 }, { activity: 'unknown' }],
  ])('%s', (_, fields, person) => {
    expect(decoded(fields).ownership.person).toMatchObject(person);
  });

  it.each<[unknown, boolean | undefined]>([
    [true, true],
    [false, false],
    ['true', true],
    ['False', false],
    ['yes', undefined],
    [0, undefined],
    [null, undefined],
  ])('a flag of %j is %s', (value, flag) => {
    const { ownership } = decoded({ hasEntitlements: value, isMachine: value, manuallyCorrelated: value });
    expect([ownership.hasEntitlements, ownership.isMachine, ownership.manuallyCorrelated]).toEqual([
      flag,
      flag,
      flag,
    ]);
  });
});

describe('an account is refused', () => {
  it.each<[string, unknown]>([
    ['that is no object', 7],
    ['without a native identity', { sourceId: ID }],
    ['of another source', { nativeIdentity: '1', sourceId: 'b'.repeat(32) }],
    ['whose number is not exact', { nativeIdentity: 2 ** 60, sourceId: ID }],
  ])('%s', (_, json) => {
    expect(decodeAccount(json, ID)).toBeInstanceOf(Unexpected);
  });
});
