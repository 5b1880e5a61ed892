import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { filesIn, readPage } from './documents.js';

/** The texts of the code without the breaks that keep its lines short, and with `…` for what is filled in. */
const code = filesIn('src', '.ts')
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')
  .replace(/\$\{[^}]*\}/g, '…')
  .replace(/['`] \+\s+['`]/g, '');

describe('the messages that docs/troubleshooting.md explains', () => {
  const [, part = ''] = readPage('docs/troubleshooting.md').text.split('## By message');
  const messages = [...(part.split(/^## /m)[0] ?? '').matchAll(/^\| `(.+?)` \|/gm)].map(
    ([, text = '']) => text,
  );

  it('exist', () => {
    expect(messages.length).toBeGreaterThan(10);
  });

  it.each(messages)('%s', (message) => {
    // "ISC refused to issue a token" is put together of two texts.
    const parts = message.startsWith('ISC refused to ')
      ? ['ISC refused to ', message.slice('ISC refused to '.length)]
      : [message];

    expect(parts.filter((text) => !code.includes(text))).toEqual([]);
  });
});
