import { describe, expect, it } from '@jest/globals';
import { allDecoded, lacking, Unexpected } from '../../src/isc/unexpected.js';

describe('a reply that is not what its operation promises', () => {
  it.each<[unknown, string]>([
    [undefined, 'absent'],
    [null, 'null'],
    ['', 'an empty text'],
    ['a cell', 'a text'],
    [7, 'a number'],
    [true, 'a boolean'],
    [[], 'an empty list'],
    [['a cell'], 'a list'],
    [{ cell: 'a cell' }, 'an object'],
  ])('names the property and its kind, not its value: %j', (value, kind) => {
    expect(lacking('id', value).property).toBe(`\`id\` is ${kind}`);
  });

  it('says which entry of a list it is', () => {
    expect(allDecoded([1, 2])).toEqual([1, 2]);
    expect(allDecoded([1, new Unexpected('`id` is null')])).toEqual(
      new Unexpected('entry 2 of the list: `id` is null'),
    );
    expect(allDecoded([undefined])).toEqual(new Unexpected('entry 1 of the list is something else'));
  });
});
