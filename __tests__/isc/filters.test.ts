import { describe, expect, it } from '@jest/globals';
import { inFilters } from '../../src/isc/filters.js';

const ids = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => index.toString(16).padStart(32, '0'));

describe('a filter for several values', () => {
  it('asks for all of them at once, percent-encoded', () => {
    expect(inFilters('id', ['a', 'b']).map(decodeURIComponent)).toEqual(['id in ("a","b")']);
    expect(inFilters('id', ['a'])).toEqual(['id%20in%20(%22a%22)']);
  });

  it('escapes what would end a value', () => {
    expect(inFilters('name', ['a"b\\c']).map(decodeURIComponent)).toEqual(['name in ("a\\"b\\\\c")']);
  });

  it('is none where there are no values', () => {
    expect(inFilters('id', [])).toEqual([]);
  });

  it.each([
    [100, 1],
    [101, 2],
    [250, 3],
  ])('takes a hundred ids: %i in %i parts, each of them once', (count, parts) => {
    const filters = inFilters('id', ids(count));
    expect(filters).toHaveLength(parts);
    expect(filters.flatMap((filter) => decodeURIComponent(filter).match(/[0-9a-f]{32}/g))).toEqual(
      ids(count),
    );
  });

  it('stays as short as addresses have to be, however long the names are', () => {
    const names = Array.from({ length: 60 }, (_, index) => `${index} ${'ü"'.repeat(64)}`);
    const filters = inFilters('name', names);
    expect(filters.length).toBeGreaterThan(1);
    for (const filter of filters) expect(filter.length).toBeLessThan(6_100);
  });
});
