import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXAMPLE_FILES, WORKFLOWS, YAML_BLOCKS } from './workflows.js';

/** No example is only parsed: each is in the list of a test file, which fails unless it has played all of its list. */

it('every file of examples/ and every block of YAML in a page is played', () => {
  const all = [...EXAMPLE_FILES, ...YAML_BLOCKS.map(({ name }) => name)];

  expect(all.length).toBeGreaterThan(20);
  expect(Object.values(WORKFLOWS).flat().sort()).toEqual(all.sort());
});

it.each(Object.keys(WORKFLOWS))('%s holds its list', (file) => {
  const text = readFileSync(join('__tests__/examples', file), 'utf8');

  expect(text).toContain('useStage(import.meta.url, ');
});
