import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** No process of an action goes past the runner of these tests: what it does to a step, it does to every one. */

/** The test files that start processes, and name a bundle or its starting file. */
const STARTS = /(?<![#.\w])(?:spawn|spawnSync|fork|execFile|execFileSync|startBundle)\(/;
const BUNDLE = /\bACTION\b|dist\/(?:index|sandbox)|sandbox\/st(?:art|op)\.js/;

/** Why these few may. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  '__tests__/documents/sbom.test.ts': 'only reads bundles, and starts a script',
  '__tests__/documents/sandbox-page.test.ts': 'types the commands of a page into a shell, as its readers do',
  'sandbox/__tests__/action/end-of-job.test.ts': "is the runner's worker, whose end the tenant must notice",
};

it('a test that starts an action starts it by the runner', () => {
  const starting = ['__tests__', 'sandbox/__tests__']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((file) => file.endsWith('.ts') && !import.meta.url.endsWith(file))
    .filter((file) => {
      const text = readFileSync(file, 'utf8');
      return STARTS.test(text) && BUNDLE.test(text);
    });

  expect(starting.sort()).toEqual(Object.keys(EXCEPTIONS).sort());
});
