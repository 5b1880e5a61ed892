import { describe, expect, it } from '@jest/globals';
import { pageOfSource, pathOf } from '../../src/isc/addresses.js';

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
