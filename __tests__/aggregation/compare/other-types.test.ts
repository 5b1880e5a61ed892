import { describe, expect, it } from '@jest/globals';
import { OtherTypes } from '../../../src/aggregation/compare/other-types.js';
import { fingerprintAll } from '../../../src/aggregation/compare/tenant-value.js';
import { isEqual, isNone, noFingerprint, type Fingerprint } from '../../../src/csv/fingerprint.js';
import type { AttributeType } from '../../../src/model/source.js';

function printOf(texts: readonly string[], type: AttributeType): Fingerprint {
  const print = noFingerprint();
  fingerprintAll(print, texts, type);
  return print;
}

/** What a column of the only account has, read as a value of `type`. */
function readAs(type: AttributeType, shown: unknown): Fingerprint {
  const types = new OtherTypes(1);
  types.begin();
  const print = types.print(type, 0, shown);
  if (print === undefined) throw new Error('no print');
  return print;
}

describe('a value read as another type', () => {
  it.each<[AttributeType, unknown, readonly string[]]>([
    ['INT', '007', ['7']],
    ['STRING', '007', ['007']],
    ['INT', 7, ['7']],
    ['DATE', '2024-01-31T00:00:00Z', ['2024-01-31']],
    ['STRING', ['b', 'a'], ['a', 'b']],
    ['INT', ['2', '01'], ['1', '2']],
    ['STRING', ['a'], ['a']],
  ])('%s: %j is %j', (type, shown, texts) => {
    expect(isEqual(readAs(type, shown), printOf(texts, type))).toBe(true);
  });

  it.each([null, '', [], { name: 'x' }])('is none for %j', (shown) => {
    expect(isNone(readAs('STRING', shown))).toBe(true);
  });
});

it('each account and each column has its own value', () => {
  const types = new OtherTypes(2);
  types.begin();
  expect(isEqual(types.print('INT', 0, '1') ?? noFingerprint(), printOf(['1'], 'INT'))).toBe(true);
  expect(isEqual(types.print('INT', 1, '2') ?? noFingerprint(), printOf(['2'], 'INT'))).toBe(true);
  expect(isEqual(types.print('STRING', 0, '1') ?? noFingerprint(), printOf(['1'], 'STRING'))).toBe(true);
  types.begin();
  expect(isEqual(types.print('INT', 0, '3') ?? noFingerprint(), printOf(['3'], 'INT'))).toBe(true);
});

it('is read once per account', () => {
  const types = new OtherTypes(1);
  types.begin();
  const first = types.print('INT', 0, '1');
  expect(types.print('INT', 0, 'not read again')).toBe(first);
  expect(isEqual(first ?? noFingerprint(), printOf(['1'], 'INT'))).toBe(true);
});

it('there is none of a column that is not there', () => {
  expect(new OtherTypes(1).print('INT', 1, '1')).toBeUndefined();
});
