import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type Rule, RULES } from '../../../src/model/finding.js';
import {
  exportUrl,
  fileUrl,
  rangeInWords,
  rangesOf,
  ruleUrl,
} from '../../../src/report/page/findings-list.js';
import { CONTEXT, SHA } from '../fixtures.js';

const HR = {
  path: '/work/repo/data/hr (1).csv',
  name: 'hr (1).csv',
  shown: 'data/hr (1).csv',
  inWorkspace: true,
  sourceId: undefined,
};

/** The rules under "By finding". */
const [, byFinding = ''] = readFileSync('docs/exports.md', 'utf8').split('\n## ');
const SECTIONS = Array.from(byFinding.matchAll(/^### (.+)$/gm), ([, rule = '']) => rule);

describe('addresses', () => {
  it('links the file, a line or several at this commit', () => {
    const file = `https://github.com/acme/identity/blob/${SHA}/data/hr%20%281%29.csv`;
    expect(fileUrl(CONTEXT, HR)).toBe(file);
    expect(fileUrl(CONTEXT, HR, { from: 12, to: 12 })).toBe(`${file}?plain=1#L12`);
    expect(fileUrl(CONTEXT, HR, { from: 12, to: 60 })).toBe(`${file}?plain=1#L12-L60`);
  });

  it.each([
    [
      'a file outside the workspace',
      CONTEXT,
      { path: '/tmp/hr.csv', name: 'hr.csv', shown: '/tmp/hr.csv', inWorkspace: false, sourceId: undefined },
    ],
    ['no file', CONTEXT, undefined],
    ['a path without end', CONTEXT, { ...HR, shown: 'x/'.repeat(10_000) }],
    ['an unknown commit', { ...CONTEXT, sha: undefined }, HR],
    ['an unknown repository', { ...CONTEXT, repositoryUrl: undefined }, HR],
  ])('links no line for %s', (_, context, csv) => {
    expect(fileUrl(context, csv, { from: 12, to: 12 })).toBeUndefined();
  });

  it('links a rule only where the action is known', () => {
    expect(ruleUrl(CONTEXT, 'field-count')).toBe(
      'https://github.com/vendor/action/blob/v1/docs/checks.md#field-count',
    );
    expect(ruleUrl({ docsUrl: undefined }, 'field-count')).toBeUndefined();
  });

  it.each(Object.keys(RULES) as Rule[])(
    'leads to what to set in the export where that page has it: %s',
    (rule) => {
      const url = 'https://github.com/vendor/action/blob/v1/docs/exports.md';
      expect(exportUrl(CONTEXT, rule)).toBe(SECTIONS.includes(rule) ? `${url}#${rule}` : undefined);
      expect(exportUrl({ docsUrl: undefined }, rule)).toBeUndefined();
    },
  );

  it('leads to no section of that page that is not about a rule', () => {
    expect(SECTIONS.filter((section) => !(section in RULES))).toEqual([]);
    expect(SECTIONS.length).toBeGreaterThan(30);
  });
});

it.each([
  ['nothing', [], ''],
  ['one line', [7], '7'],
  ['lines in a row', [2, 3, 4], '2–4'],
  ['lines with gaps', [2, 3, 5, 9, 10], '2–3, 5, 9–10'],
  ['lines in disorder, and twice', [10, 2, 9, 2], '2, 9–10'],
])('%s', (_, lines, words) => {
  expect(rangesOf(lines).map(rangeInWords).join(', ')).toBe(words);
});
