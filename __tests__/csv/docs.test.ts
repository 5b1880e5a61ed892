import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ERROR_RULES, WARNING_RULES } from '../../src/model/finding.js';

const text = readFileSync(new URL('../../docs/checks.md', import.meta.url), 'utf8');
const [errors = '', warnings = ''] = text.split('\n## ').slice(1);
const sections = (part: string): string[] => part.split('\n### ').slice(1);
const idsIn = (part: string): (string | undefined)[] =>
  sections(part).map((section) => section.split('\n')[0]);

describe('docs/checks.md', () => {
  it('has every rule under its id and severity, and no others', () => {
    expect(idsIn(errors).sort()).toEqual([...ERROR_RULES].sort());
    expect(idsIn(warnings).sort()).toEqual([...WARNING_RULES].sort());
  });

  it.each(sections(text))('gives the reason and the remedy: %#', (section) => {
    expect(section).toMatch(/ _[^_]+\._ [[A-Z]./);
  });
});
