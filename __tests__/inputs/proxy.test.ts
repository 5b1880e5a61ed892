import { expect, it } from '@jest/globals';
import { problemsOf } from './reading.js';

const SOURCE = { 'source-id': 'abc' };

it.each([
  ['without a scheme', { https_proxy: 'proxy.corp:3128' }, /^https_proxy: .* no http:\/\/ in front/],
  ['without a scheme, with a password', { HTTPS_PROXY: 'me:hunter2@proxy.corp:3128' }, /^HTTPS_PROXY: /],
  ['with a bad percent sign', { https_proxy: 'http://me:hunter2%@proxy.corp' }, /^https_proxy: .*%25/],
  ['of another kind', { http_proxy: 'socks5://hunter2@proxy.corp:1080' }, /^http_proxy: only http and https/],
  ['that is no URL', { http_proxy: 'http://' }, /^http_proxy: the address of the proxy is not a URL/],
])('a proxy %s is refused, and its value is not shown', async (_, env, problem) => {
  const problems = await problemsOf(SOURCE, undefined, env);
  expect(problems).toEqual([expect.stringMatching(problem)]);
  expect(problems.join()).not.toMatch(/hunter2|corp/);
});

it.each([
  { https_proxy: 'http://proxy.corp:3128' },
  { https_proxy: 'http://me:a%40b@proxy.corp' },
  { https_proxy: '10.0.0.1:3128' },
  { https_proxy: 'https://proxy.corp', HTTPS_PROXY: 'not looked at' },
  { https_proxy: '' },
])('%j is taken', async (env) => {
  expect(await problemsOf(SOURCE, undefined, env as Record<string, string>)).toEqual([]);
});
