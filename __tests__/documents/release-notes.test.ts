import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const changes = readFileSync('CHANGELOG.md', 'utf8');

function notesOf(tag: string): { exitCode: number | null; notes: string; problems: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/release-notes.mjs', tag], {
    encoding: 'utf8',
  });
  return { exitCode: status, notes: stdout, problems: stderr };
}

describe('the text of a release', () => {
  it('is the part of its version in the change log', () => {
    const { exitCode, notes, problems } = notesOf(`v${version}`);

    expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: '' });
    expect(notes).toMatch(/^### (Added|Changed|Deprecated|Removed|Fixed|Security)\n/);
    expect(changes).toContain(notes.trim());
    expect(notes).not.toMatch(/^## /m);
  });

  it('is refused for a tag that does not fit, with every file that says otherwise', () => {
    const { exitCode, notes, problems } = notesOf('v999.0.0');

    expect({ exitCode, notes }).toEqual({ exitCode: 1, notes: '' });
    for (const file of ['package.json', 'package-lock.json', 'src/runtime/version.ts', 'CHANGELOG.md']) {
      expect(problems).toMatch(file);
    }
  });
});

it('the change log has the form of Keep a Changelog', () => {
  const headings = changes.match(/^## .*$/gm) ?? [];

  expect(headings[0]).toBe('## [Unreleased]');
  expect(headings.slice(1)).not.toEqual([]);
  expect(
    headings.slice(1).filter((text) => !/^## \[\d+\.\d+\.\d+(-[\w.]+)?\] - \d{4}-\d\d-\d\d$/.test(text)),
  ).toEqual([]);
  const kinds = changes.match(/^### .*$/gm) ?? [];
  expect(
    kinds.filter((text) => !/^### (Added|Changed|Deprecated|Removed|Fixed|Security)$/.test(text)),
  ).toEqual([]);
});
