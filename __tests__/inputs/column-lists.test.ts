import { describe, expect, it } from '@jest/globals';
import { problemsOf, settingsOf } from './reading.js';

/** What an entry of `sources` makes of columns, where the step ignores "last login" and shows "status". */
async function columnsOf(entry: string): Promise<unknown> {
  const sources = `- source-id: a\n${entry}`;
  const inputs = { sources, 'ignore-columns': 'last login', 'show-values': 'status' };
  const { targets } = await settingsOf(inputs);
  return targets[0];
}

describe('ignore-columns and show-values of an entry', () => {
  it.each([
    ['nothing: those of the step', '', { ignoreColumns: ['last login'], showValues: ['status'] }],
    ['a list', '  ignore-columns: [a, "b c"]', { ignoreColumns: ['a', 'b c'], showValues: ['status'] }],
    [
      'a list of lines',
      '  show-values:\n  - a\n  - b\n',
      { ignoreColumns: ['last login'], showValues: ['a', 'b'] },
    ],
    ['one text', '  ignore-columns: "a, b"', { ignoreColumns: ['a', 'b'] }],
    ['an empty list: none', '  ignore-columns: []', { ignoreColumns: [], showValues: ['status'] }],
    ['an empty text: none', '  show-values: ""', { ignoreColumns: ['last login'], showValues: [] }],
  ])('may be %s', async (_name, entry, expected) => {
    expect(await columnsOf(entry)).toMatchObject(expected);
  });

  it.each([
    ['a map', '  ignore-columns: { a: b }'],
    ['a list of lists', '  ignore-columns: [[a]]'],
    ['a list with a map in it', '  ignore-columns: [a, { b: c }]'],
  ])('cannot be %s', async (_name, entry) => {
    const problems = await problemsOf({ sources: `- source-id: a\n${entry}` });
    expect(problems).toEqual([expect.stringMatching(/line 2.*: ignore-columns takes names of columns\.$/)]);
  });

  it('must not be given twice', async () => {
    const sources = '- source-id: a\n  show-values: a\n  show-values: b\n';
    expect(await problemsOf({ sources })).toEqual([expect.stringContaining('show-values is given twice')]);
  });
});

it('a key of an entry is a text', async () => {
  expect(await problemsOf({ sources: '- source-id: a\n  ? [x]\n  : y\n' })).toEqual([
    expect.stringMatching(/line 2, .*keys must be strings/),
  ]);
});
