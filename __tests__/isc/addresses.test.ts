import { describe, expect, it } from '@jest/globals';
import { inFilters, pageOfSource, pathOf } from '../../src/isc/addresses.js';

describe('the path of an operation', () => {
  it.each([
    ['v1', '/sources/v1/abc/load-accounts', '/task-status/v1'],
    ['v2026', '/v2026/sources/abc/load-accounts', '/v2026/task-status'],
    ['v2025', '/v2025/sources/abc/load-accounts', '/v2025/task-status'],
    ['v2024', '/v2024/sources/abc/load-accounts', '/v2024/task-status'],
    ['beta', '/beta/sources/abc/load-accounts', '/beta/task-status'],
  ] as const)('in %s', (version, upload, tasks) => {
    expect(pathOf(version, 'sources', '/abc/load-accounts')).toBe(upload);
    expect(pathOf(version, 'task-status')).toBe(tasks);
  });
});

describe('the page of a source for people', () => {
  it.each([
    [
      'https://acme.api.identitynow.com',
      'https://acme.identitynow.com/ui/a/admin/connections/sources/2c91%2F8',
    ],
    [
      'https://acme-sb.api.identitynow-demo.com',
      'https://acme-sb.identitynow-demo.com/ui/a/admin/connections/sources/2c91%2F8',
    ],
    ['https://acme.api.saas.sailpointfedramp.com', undefined],
    ['https://iam.acme.com', undefined],
    ['http://127.0.0.1:8080', undefined],
    ['https://acme.api.identitynow.com.evil.example', undefined],
  ])('for %s', (baseUrl, page) => {
    expect(pageOfSource(baseUrl, '2c91/8')).toBe(page);
  });
});

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
