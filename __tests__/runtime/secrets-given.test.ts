import { describe, expect, it } from '@jest/globals';
import { givenSecrets } from '../../src/runtime/secrets.js';

describe('givenSecrets', () => {
  it.each([
    ['the input client-secret', { 'INPUT_CLIENT-SECRET': ' s3cret-of-a-client ' }, ['s3cret-of-a-client']],
    ['the variable of the SDKs', { SAIL_CLIENT_SECRET: 's3cret-of-a-client' }, ['s3cret-of-a-client']],
    ['the input github-token', { 'INPUT_GITHUB-TOKEN': 'ghs_abcdef' }, ['ghs_abcdef']],
    ['the input plan-key', { 'INPUT_PLAN-KEY': 'k3y-of-all-plans' }, ['k3y-of-all-plans']],
    ['nothing', { 'INPUT_CLIENT-SECRET': '', 'INPUT_CLIENT-ID': 'public' }, []],
  ])('finds %s', (_, env, secrets) => {
    expect(givenSecrets(env)).toEqual(secrets);
  });

  it('also finds the password of a proxy', () => {
    expect(givenSecrets({ https_proxy: 'http://user:pass-word@proxy:3128' })).toContain('pass-word');
  });
});
