import { describe, expect, it } from '@jest/globals';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import { anchorsOf, PAGES, readPage, tokensOf, type Page } from './documents.js';

/** Places in this repository that a page points to, as link, image or HTML. */
function targetsOf({ path, text, tokens }: Page): readonly string[] {
  const written = tokens.flatMap((token) =>
    token.type === 'link' || token.type === 'image' ? [token.href as string] : [],
  );
  const inHtml = [...text.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)].map(([, address = '']) => address);
  return [...written, ...inHtml]
    .filter((address) => !/^(?:https?|mailto):/.test(address))
    .map((address) => (address.startsWith('#') ? path + address : normalize(join(dirname(path), address))));
}

/** References to addresses that the page does not define: `[text][name]` stays plain text. */
function undefinedReferences({ tokens }: Page): readonly string[] {
  return tokens.flatMap((token) =>
    // The text of a list item holds its links, too.
    token.type === 'text' && !('tokens' in token)
      ? [...token.raw.matchAll(/\[[^\]]+\]\[[\w-]+\]/g)].map(([text]) => text)
      : [],
  );
}

/** What is wrong with a target, or nothing. */
function problemOf(target: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  if (path.startsWith('../') || !existsSync(path)) return `${target}: there is no such file`;
  if (anchor === undefined) return undefined;
  if (statSync(path).isDirectory() || !path.endsWith('.md')) return `${target}: no page with headings`;
  return anchorsOf(readPage(path)).has(anchor) ? undefined : `${target}: there is no such heading`;
}

describe('links inside the repository', () => {
  it.each(PAGES.map((page) => [page.path, page] as const))('%s leads only to what is there', (_, page) => {
    expect(targetsOf(page).map(problemOf).filter(Boolean)).toEqual([]);
  });

  it('are recognized in every form, and rejected if they lead nowhere', () => {
    const text =
      '# A page\n\n[a](none.md) ![b](images/none.png) [c](#a-pages) <img src="x.png"> [d][1]\n\n[1]: ../../etc/none\n';
    const page = { path: 'docs/made-up.md', text, tokens: tokensOf(text) };

    expect(targetsOf(page)).toEqual([
      'docs/none.md',
      'docs/images/none.png',
      'docs/made-up.md#a-pages',
      '../etc/none',
      'docs/x.png',
    ]);
    expect(targetsOf(page).map(problemOf).filter(Boolean)).toHaveLength(5);
    expect(problemOf('README.md#quick-starts')).toMatch('no such heading');
    expect(problemOf('README.md#quick-start')).toBeUndefined();
  });

  it.each(PAGES.map((page) => [page.path, page] as const))(
    '%s defines the address of each reference',
    (_, page) => {
      expect(undefinedReferences(page)).toEqual([]);
    },
  );

  it('are recognized without an address', () => {
    const text =
      'See [a][one], [b][two] and [none].\n\n- [c][one], [d][three]\n\n[one]: https://example.org\n';

    expect(undefinedReferences({ path: 'docs/made-up.md', text, tokens: tokensOf(text) })).toEqual([
      '[b][two]',
      '[d][three]',
    ]);
  });

  it('reach every page in docs/ from the README', () => {
    const linked = new Set(PAGES.filter(({ path }) => path === 'README.md').flatMap(targetsOf));
    const pages = PAGES.map(({ path }) => path).filter((path) => path.startsWith('docs/'));

    expect(pages.filter((path) => !linked.has(path))).toEqual([]);
  });
});
