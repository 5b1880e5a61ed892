import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { USER_AGENT, VERSION } from '../../src/runtime/version.js';

it('is that of package.json, as the logs of the tenant show it', () => {
  const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, string>;
  expect(VERSION).toBe(version);
  expect(USER_AGENT).toBe(`${name ?? ''}/${version ?? ''}`);
});
