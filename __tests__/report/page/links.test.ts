import { describe, expect, it } from '@jest/globals';
import { fileUrl, ruleUrl } from '../../../src/report/page/links.js';
import { CONTEXT, SHA } from '../fixtures.js';

const HR = {
  path: '/work/repo/data/hr (1).csv',
  name: 'hr (1).csv',
  shown: 'data/hr (1).csv',
  inWorkspace: true,
  sourceId: undefined,
};

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
    expect(ruleUrl({ ...CONTEXT, checksUrl: undefined }, 'field-count')).toBeUndefined();
  });
});
