import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { codeSpans, filesIn, readPage } from './documents.js';

const page = readPage('docs/architecture.md');

/** The files that the page names, by the folder of the heading that they stand under. */
function namedFiles(): ReadonlySet<string> {
  const named = new Set<string>();
  for (const part of page.text.split(/^### /m).slice(1)) {
    const [heading = '', ...lines] = part.split('\n');
    const folder = /`(src\/[a-z/]*)`/.exec(heading)?.[1];
    if (folder === undefined) continue;
    const body = lines.join('\n').split(/^## /m)[0] ?? '';
    for (const [, file = ''] of body.matchAll(/`([a-z-]+\.ts)`/g)) named.add(folder + file);
  }
  return named;
}

describe('docs/architecture.md', () => {
  const files = filesIn('src', '.ts');
  const named = namedFiles();

  it('names every module; of the simulated tenant those that are needed to find the way', () => {
    const missing = files.filter((file) => !file.startsWith('src/sandbox/') && !named.has(file));

    expect(missing).toEqual([]);
  });

  it('names no module that is not there', () => {
    // The last part says of the simulated tenant that it uses one file from outside.
    const elsewhere = ['src/sandbox/verdict.ts'];

    expect([...named].filter((file) => !files.includes(file) && !elsewhere.includes(file))).toEqual([]);
  });

  it('names every folder of src/', () => {
    const folders = new Set(files.map((file) => file.slice(0, file.lastIndexOf('/') + 1)));

    expect([...folders].filter((folder) => !page.text.includes(`\`${folder}\``))).toEqual([]);
  });

  it('names only folders of the repository that are there', () => {
    const folders = codeSpans(page).filter((text) => /^[\w./-]+\/$/.test(text));

    expect(folders).not.toEqual([]);
    expect(folders.filter((folder) => !existsSync(folder))).toEqual([]);
  });
});
