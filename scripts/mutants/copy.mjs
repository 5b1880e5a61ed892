/** A copy of the repository whose files may be changed. */
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../temporary-folder.mjs';

/** What the tests read beside the code. */
const COPIED = [
  'src',
  '__tests__',
  'docs',
  'demo',
  'examples',
  'bench',
  'sandbox',
  'scripts',
  'action.yml',
  'README.md',
  'CONTRIBUTING.md',
  'package.json',
  'tsconfig.json',
  'jest.config.js',
];

/** Makes a copy under the system's temporary folder, which is removed when this process ends. Gives its path. */
export function makeCopy() {
  const copy = temporaryFolder('mutants-');
  for (const name of COPIED) cpSync(name, join(copy, name), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
  return copy;
}
