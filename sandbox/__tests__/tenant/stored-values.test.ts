import { describe, expect, it } from '@jest/globals';
import type { AttributeValues, SchemaAttribute } from '../../tenant/model.js';
import { sameValues } from '../../tenant/stored-values.js';

type Value = AttributeValues[string] | undefined;

describe('whether an aggregation finds a value changed', () => {
  it.each<[SchemaAttribute['type'], Value, Value, boolean]>([
    ['STRING', 'Ada', 'Ada', true],
    ['STRING', 'Ada', 'ada', false],
    ['STRING', 'Ada', ' Ada\t', true],
    ['STRING', 'Ada', 'Ada\u00a0', false],
    ['STRING', 'a\nb', 'a\r\nb', true],
    ['STRING', '', undefined, true],
    ['STRING', '', [], true],
    ['STRING', 'Ada', '', false],
    ['STRING', 'Ada', undefined, false],
    ['STRING', '1', '01', false],
    ['STRING', 'TRUE', 'true', false],
    ['STRING', ['a', 'b'], ['b', 'a'], true],
    ['STRING', ['a', 'b'], ['a', 'b', 'a', ''], true],
    ['STRING', ['a', 'b'], ['a'], false],
    ['STRING', ['a'], ['a', 'b'], false],
    ['STRING', ['a'], 'a', true],
    ['BOOLEAN', 'TRUE', 'true', true],
    ['BOOLEAN', 'true', 'false', false],
    ['BOOLEAN', 'yes', 'Yes', false],
    ['INT', '7', '007', true],
    ['LONG', '+9007199254740993', '9007199254740993', true],
    ['LONG', '9007199254740993', '9007199254740992', false],
    ['INT', '7.0', '7', false],
    ['DATE', '2026-01-31', '2026-01-31T00:00:00.000Z', true],
    ['DATE', '2026-01-31T01:00:00+01:00', '2026-01-31T00:00:00Z', true],
    ['DATE', '2026-01-31', '2026-02-01', false],
    ['DATE', '31.01.2026', '2026-01-31', false],
  ])('%s: %j and %j: %s', (type, before, after, same) => {
    const attribute = { name: 'a', type, isMulti: Array.isArray(before), isEntitlement: false };
    const account = (value: Value): AttributeValues => (value === undefined ? {} : { a: value });
    expect(sameValues(account(before), account(after), [attribute])).toBe(same);
    expect(sameValues(account(after), account(before), [attribute])).toBe(same);
  });

  it('ignores keys that are not attributes of the schema', () => {
    expect(sameValues({ other: 'x' }, { other: 'y' }, [])).toBe(true);
  });
});
