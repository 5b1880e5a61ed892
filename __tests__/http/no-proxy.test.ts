import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { getProxyUrl } from '@actions/http-client';

/** What docs/troubleshooting.md says of `no_proxy`, held against the library that reads it. */
describe('no_proxy', () => {
  const given = process.env;
  beforeEach(() => {
    process.env = { https_proxy: 'http://proxy.example.net:3128' };
  });
  afterEach(() => {
    process.env = given;
  });

  it.each([
    ['example.org', 'https://acme.example.org', 'directly'],
    ['elsewhere.org, *', 'https://acme.example.org', 'directly'],
    ['*.example.org', 'https://acme.example.org', 'through the proxy'],
    ['ample.org', 'https://acme.example.org', 'through the proxy'],
    ['10.0.0.0/8', 'https://10.1.2.3', 'through the proxy'],
  ])('%s: %s is reached %s', (list, address, way) => {
    process.env['no_proxy'] = list;

    expect(getProxyUrl(address) === '' ? 'directly' : 'through the proxy').toBe(way);
  });
});
