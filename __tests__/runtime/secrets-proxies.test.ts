import { describe, expect, it } from '@jest/globals';
import { proxySecrets } from '../../src/runtime/secrets.js';

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('what is masked of a proxy in the environment', () => {
  it.each([
    ['no user info', 'http://proxy.example:3128', []],
    ['a name without a password', 'http://build@proxy.example:3128', []],
    ['an empty password', 'http://build:@proxy.example:3128', []],
    ['no URL at all', 'not a proxy', []],
    ['nothing', '', []],
    [
      'a password',
      'http://build:opens-the-way@proxy.example:3128',
      ['opens-the-way', 'build:opens-the-way', base64('build:opens-the-way')],
    ],
    [
      'a password without a scheme before it',
      'build:opens-the-way@proxy.example:3128',
      ['opens-the-way', 'build:opens-the-way', base64('build:opens-the-way')],
    ],
    [
      'a password with escapes: as it is written and as it is sent',
      'http://build:opens%40the%2Fway@proxy.example:3128',
      [
        'opens%40the%2Fway',
        'opens@the/way',
        'build:opens%40the%2Fway',
        'build:opens@the/way',
        base64('build:opens%40the%2Fway'),
        base64('build:opens@the/way'),
      ],
    ],
    [
      'a password with a stray percent sign',
      'http://build:100%safe@proxy.example:3128',
      ['100%safe', 'build:100%safe', base64('build:100%safe')],
    ],
    [
      'a password with an @ and a colon',
      'http://build:one@two:three@proxy.example:3128',
      ['one@two:three', 'build:one@two:three', base64('build:one@two:three')],
    ],
    [
      'a password so short that it occurs by chance: only together with the name',
      'http://build:in@proxy.example:3128',
      ['build:in', base64('build:in')],
    ],
  ])('%s', (_name, proxy, secrets) => {
    expect(proxySecrets({ https_proxy: proxy })).toEqual(secrets);
  });

  it.each(['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'])('looks at %s', (variable) => {
    expect(proxySecrets({ [variable]: 'http://build:opens-the-way@proxy.example' })).toContain(
      'opens-the-way',
    );
  });

  it('lists each secret once if several variables hold the same', () => {
    const proxy = 'http://build:opens-the-way@proxy.example';
    expect(proxySecrets({ https_proxy: proxy, http_proxy: proxy })).toHaveLength(3);
  });
});
