import { describe, expect, it } from '@jest/globals';
import { nowhereInWords, protectedFindings } from '../../../src/aggregation/compare/protected-accounts.js';

describe('protected accounts', () => {
  it.each<[readonly string[], boolean, RegExp | undefined]>([
    [[], true, undefined],
    [['a'], false, /^1 account of protected-accounts is on the source .* delete it\. Put it back/],
    [['a', 'b'], true, /^2 accounts of protected-accounts are on .* delete them: a and b\. Put them back/],
  ])('%j that the file would delete are an error, with ids: %s', (deleted, showIds, message) => {
    const [finding] = protectedFindings({ deleted, nowhere: [] }, showIds);
    if (message === undefined) expect(finding).toBeUndefined();
    else expect(finding).toMatchObject({ severity: 'error', message: expect.stringMatching(message) });
  });

  it.each<[readonly string[], boolean, RegExp | undefined]>([
    [[], true, undefined],
    [
      ['a'],
      true,
      /: 1 is neither in the file nor on the source: a\. Check the spelling: it protects nothing\.$/,
    ],
    [['a', 'b'], false, /: 2 are neither in the file nor on the source\. .* they protect nothing\.$/],
  ])('%j that are nowhere are a warning, with ids: %s', (nowhere, showIds, message) => {
    const words = nowhereInWords({ deleted: [], nowhere }, showIds);
    if (message === undefined) expect(words).toBeUndefined();
    else expect(words).toMatch(message);
  });
});
