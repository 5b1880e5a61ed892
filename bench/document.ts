import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { table } from './markdown.js';
import type { Section } from './section.js';

const DOCUMENT = fileURLToPath(new URL('../../../bench/README.md', import.meta.url));

/**
 * Writes the measurements between the markers of each section in bench/README.md, and keeps the text around them.
 * Throws if a marker is missing.
 */
export async function writeDocument(machine: string, sections: readonly Section[]): Promise<void> {
  const verdicts = sections.flatMap((section) => section.verdicts);
  const aims = table(
    ['what', 'aim', 'measured', ''],
    verdicts.map(({ aim, measured, met, what }) => [what, aim, measured, met ? 'met' : '**missed**']),
  );
  const parts = new Map([
    ['machine', machine],
    ['aims', aims],
    ...sections.map(({ name, text }) => [name, text]),
  ] as [string, string][]);
  let document = readFileSync(DOCUMENT, 'utf8');
  for (const [name, text] of parts) document = between(document, name, text);
  const options = { ...(await resolveConfig(DOCUMENT)), parser: 'markdown' };
  writeFileSync(DOCUMENT, await format(document, options));
}

function between(document: string, name: string, text: string): string {
  const [open, close] = [`<!-- Measured: ${name} -->`, `<!-- End of ${name} -->`];
  const [start, end] = [document.indexOf(open), document.indexOf(close)];
  if (start === -1 || end < start) throw new Error(`bench/README.md lacks the markers of ${name}.`);
  return `${document.slice(0, start + open.length)}\n\n${text}\n\n${document.slice(end)}`;
}
