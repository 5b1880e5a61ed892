import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { pictured, PICTURED_RUNS } from './pictured-runs.js';

/** The pictures of docs/images: what they were made of is what the action writes today (`npm run pictures`). */

const FOLDER = 'docs/images';
/** What the pictures were made of. */
const WORDS = '__tests__/documents/pictured';
const isWriting = process.env['WRITE_PICTURES'] === 'true';

describe('a picture in docs/images', () => {
  it.each(PICTURED_RUNS)('shows what a run ends with: $name', async (run) => {
    const path = `${WORDS}/${run.name}.md`;
    const { markdown, status } = await pictured(run);
    expect(status).toBe(run.status);
    if (isWriting) writeFileSync(path, markdown);
    expect(markdown).toBe(readFileSync(path, 'utf8'));
  });

  it('is there for each run, and no other', () => {
    const names = PICTURED_RUNS.map(({ name }) => name).sort();
    expect(readdirSync(FOLDER).sort()).toEqual(names.map((name) => `${name}.png`));
    expect(readdirSync(WORDS).sort()).toEqual(names.map((name) => `${name}.md`));
  });

  it('is described with numbers that it shows', () => {
    const pages = [
      'README.md',
      ...readdirSync('docs')
        .filter((name) => name.endsWith('.md'))
        .map((name) => `docs/${name}`),
    ];
    for (const page of pages) {
      const text = readFileSync(page, 'utf8');
      for (const [, name = '', alt = ''] of text.matchAll(
        /<img src="[^"]*images\/([\w-]+)\.png"[^>]* alt="([^"]*)"/g,
      )) {
        expect(existsSync(`${FOLDER}/${name}.png`)).toBe(true);
        const shown = readFileSync(`${WORDS}/${name}.md`, 'utf8');
        const numbers = alt.match(/\d[\d,.]*\d|\d/g) ?? [];
        expect({ page, missing: numbers.filter((number) => !shown.includes(number)) }).toEqual({
          page,
          missing: [],
        });
      }
    }
  });
});
