import { lexer, type Token } from 'marked';
import { readdirSync, readFileSync } from 'node:fs';

/** A page that people read. */
export interface Page {
  readonly path: string;
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** A block of code: its language as written, and its text. */
export interface CodeBlock {
  readonly path: string;
  /** The page and the heading that the block is under, such as `README.md#quick-start`; a second one has ` 2` behind it. */
  readonly name: string;
  readonly language: string;
  readonly text: string;
}

/** Files below a folder, with forward slashes, sorted; `.` stands for those of the root itself. */
export function filesIn(folder: string, ending: string): readonly string[] {
  const names = readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' });
  const paths = names.map((name) => (folder === '.' ? name : `${folder}/${name.replaceAll('\\', '/')}`));
  return paths.filter((path) => path.endsWith(ending)).sort();
}

/** Every page of this repository. */
export const PAGES: readonly Page[] = ['.', 'docs', 'bench', 'examples', 'sandbox', '.github']
  .flatMap((folder) => filesIn(folder, '.md'))
  .map(readPage);

export function readPage(path: string): Page {
  const text = readFileSync(path, 'utf8');
  return { path, text, tokens: tokensOf(text) };
}

/** All tokens, those inside others as well. */
export function tokensOf(markdown: string): readonly Token[] {
  return tokensIn(lexer(markdown));
}

/** Tokens hold others in lists, list items and cells of tables. */
function tokensIn(value: unknown): readonly Token[] {
  if (Array.isArray(value)) return value.flatMap(tokensIn);
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(tokensIn);
  return 'type' in value && 'raw' in value ? [value as Token, ...inside] : inside;
}

export function codeBlocks(page: Page): readonly CodeBlock[] {
  const { path, tokens } = page;
  const anchors = anchorsOf(page).values();
  const counts = new Map<string, number>();
  let heading = path;
  return tokens.flatMap((token) => {
    if (token.type === 'heading') heading = `${path}#${anchors.next().value ?? ''}`;
    if (token.type !== 'code') return [];
    const language = String(token.lang ?? '');
    const key = `${heading} ${language}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const name = count === 1 ? heading : `${heading} ${count}`;
    return [{ path, name, language, text: token.text as string }];
  });
}

/** Text in backticks. */
export function codeSpans({ tokens }: Page): readonly string[] {
  return tokens.flatMap((token) => (token.type === 'codespan' ? [token.text as string] : []));
}

/** The anchors that GitHub makes of the headings of a page. */
export function anchorsOf({ tokens }: Page): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const token of tokens) {
    if (token.type !== 'heading') continue;
    const plain = (token.text as string)
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-');
    let anchor = plain;
    for (let again = 1; anchors.has(anchor); again += 1) anchor = `${plain}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}
