import { describe, expect, it } from '@jest/globals';
import { type Verification, verifiedAs } from '../../../src/model/outcome.js';
import { countsTable, verificationSentence } from '../../../src/report/page/numbers.js';
import { outcome } from '../fixtures.js';

const LISTED = {
  kind: 'listed' as const,
  ...{ missing: 0, extra: 0, changed: 0, columns: [] },
  ...{ differs: undefined, unseen: undefined, isForeseen: true },
};

describe('what verify has found', () => {
  it.each<[string, Verification | undefined, string | undefined, string]>([
    ['nothing, since it was not asked', undefined, undefined, ''],
    [
      'nothing, for a reason',
      { kind: 'unknown', why: 'ISC refuses the *list*.' },
      '⚠️ What ISC has stored could not be verified: ISC refuses the &#42;list&#42;.',
      '',
    ],
    ['the accounts of the file', LISTED, '🔎 Verified: ISC lists the accounts as the file says.', 'true'],
    [
      'the accounts of the file, but for a column',
      { ...LISTED, unseen: 'the values of "photo" were not compared' },
      '🔎 Verified: ISC lists the accounts as the file says. Not held against the file: the values of "photo" were not compared.',
      'true',
    ],
    [
      'others than those of the file',
      { ...LISTED, missing: 1, differs: '1 account of the file is missing' },
      '⚠️ **ISC has not stored what the file says:** 1 account of the file is missing.',
      'false',
    ],
    [
      'what a rule has made of the file',
      { ...LISTED, changed: 2, differs: '2 accounts differ', isForeseen: false, unseen: 'one column' },
      '🔎 What the rule of the source has made of the file: 2 accounts differ. Not held against the file: one column.',
      '',
    ],
  ])('%s', (_, verification, sentence, output) => {
    expect(verificationSentence(outcome({ verification }))).toBe(sentence);
    expect(verifiedAs(verification)).toBe(output);
  });

  it('stands in a column of its own', () => {
    const verification = { ...LISTED, missing: 3, extra: 2, changed: 1, differs: 'much' };
    const table = countsTable(outcome({ verification })) ?? '';
    expect(table).toContain('| Accounts | Planned | ISC says | Found there |');
    expect(table).toContain('| In the file | 1,998 | 1,998 | 1,995 |');
    expect(table).toContain('| On the source and not in the file | 0 | – | 2 |');
    expect(table).toContain('| With other values than the file | 0 | – | 1 |');
    expect(countsTable(outcome({ verification, csv: undefined }))).toContain(
      '| In the file | – | 1,998 | – |',
    );
  });
});
