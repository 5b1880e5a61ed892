import { describe, expect, it } from '@jest/globals';
import type { Job } from '../../../src/aggregation/common/context.js';
import {
  confirmAdopted,
  endWithoutCounts,
  type Confirmation,
} from '../../../src/aggregation/follow/confirmation.js';
import type { StoredAccounts, UnseenValues } from '../../../src/aggregation/follow/stored-accounts.js';
import { verify, withVerification } from '../../../src/aggregation/follow/verify.js';
import type { End } from '../../../src/aggregation/outcome.js';
import type { ReadyFile, Verdict } from '../../../src/aggregation/prepare/ready-file.js';
import { NO_FINDINGS } from '../../../src/model/finding.js';
import { stop, StepFailure } from '../../../src/model/failure.js';
import type { Doubt, Verification } from '../../../src/model/outcome.js';
import { accountsOf } from '../../csv/checking.js';
import { recordingLog } from '../../github/memory.js';
import { ended } from '../../model/tasks.js';
import { SOURCE, TARGET } from '../../report/fixtures.js';
import { ALL_WORDS } from '../../../src/model/shown-words.js';

/** What ISC has stored decides three things: whether a task is ours, an end without counts, and what `verify` says. */

const SHOWN: UnseenValues = { why: undefined, columns: [], accounts: 0 };
const SAME: StoredAccounts = { kind: 'same', unseen: SHOWN };
const HIDDEN: StoredAccounts = { kind: 'same', unseen: { ...SHOWN, columns: ['photo', 'badge'] } };
const NO_VALUES: StoredAccounts = { kind: 'same', unseen: { ...SHOWN, accounts: 2 } };
const NO_COMPARISON: StoredAccounts = {
  kind: 'same',
  unseen: { ...SHOWN, why: 'A rule rewrites the rows.' },
};
const DIFFERENT: StoredAccounts = {
  kind: 'differs',
  differences: { missing: ['1'], extra: ['2', '3'], changed: [], columns: [] },
  unseen: SHOWN,
};
const REFUSED = stop(new StepFailure('ISC refuses the list.', { next: '' }));
const UNKNOWN: StoredAccounts = { kind: 'unknown', stop: REFUSED };
const DIFFERENCES =
  '1 account of the file is not on the source and 2 accounts on the source are not in the file';

const FILE: ReadyFile = {
  ...{ csv: TARGET.csv as NonNullable<typeof TARGET.csv>, shown: ALL_WORDS, findings: NO_FINDINGS },
  ...{ fingerprint: { bytes: 1, sha256: undefined }, values: { kind: 'none', why: '' } },
  identities: accountsOf(['1', '2']),
};
const READ: Verdict = { kind: 'send', file: FILE };
const END: End = { kind: 'end', status: 'SUCCESS', failure: undefined };

function job(failOnWarning = false): { job: Job; lines: readonly string[] } {
  const { lines, log } = recordingLog();
  const context = { settings: { failOnWarning } } as unknown as Job['context'];
  const rest = { target: TARGET, uploads: undefined, entitlements: [], askProfileUse: undefined };
  return { job: { ...rest, context, log, source: SOURCE } as unknown as Job, lines };
}

describe('a task that no clear reply has named', () => {
  it.each<[string, StoredAccounts, Confirmation['kind'], RegExp | undefined]>([
    ['the accounts and values of the file', SAME, 'ours', undefined],
    ['something else', DIFFERENT, 'not-ours', /1 account of the file is not on the source/],
    ['nothing, since the list is refused', UNKNOWN, 'perhaps', /ISC refuses the list\./],
    [
      'no values of some columns',
      HIDDEN,
      'perhaps',
      /the accounts are those of the file, but the values of "photo" and "badge" were not compared\./,
    ],
    ['no values of some accounts', NO_VALUES, 'perhaps', /but ISC shows no values of 2 accounts\./],
    ['values that cannot be compared', NO_COMPARISON, 'perhaps', /but A rule rewrites the rows\./],
  ])('after which ISC shows %s: %# is %s', async (_, stored, kind, says) => {
    const look = (): Promise<StoredAccounts> => Promise.resolve(stored);
    const task = ended('t', 'SUCCESS');
    const confirmation = await confirmAdopted({} as Job['context'], SOURCE, task, READ, look);
    expect(confirmation.kind).toBe(kind);
    if (says !== undefined)
      expect(confirmation).toMatchObject({ failure: { message: expect.stringMatching(says) } });
  });

  it('is not known to be ours where the file can no longer be read', async () => {
    const look = (): Promise<StoredAccounts> => Promise.resolve(SAME);
    const task = ended('t', 'SUCCESS');
    expect(await confirmAdopted({} as Job['context'], SOURCE, task, REFUSED, look)).toMatchObject({
      kind: 'perhaps',
      failure: { message: expect.stringContaining('ISC refuses the list.') },
    });
  });
});

describe('a good end without counts', () => {
  const ends = async (
    stored: StoredAccounts,
    verdict: Verdict = READ,
    failOnWarning = false,
  ): Promise<{ end: End; lines: readonly string[] }> => {
    const { job: of, lines } = job(failOnWarning);
    const end = await endWithoutCounts(of, 't', verdict, END, () => Promise.resolve(stored));
    return { end, lines };
  };

  it('stands where ISC lists what the file says', async () => {
    expect(await ends(SAME)).toEqual({ end: END, lines: [] });
    expect(await ends(DIFFERENT, { kind: 'send', file: undefined })).toEqual({ end: END, lines: [] });
  });

  it('fails where ISC lists something else', async () => {
    expect(await ends(DIFFERENT)).toMatchObject({
      end: { status: 'FAILED', failure: { message: expect.stringContaining(DIFFERENCES) } },
    });
  });

  it.each<[string, StoredAccounts, Verdict, string]>([
    ['the list is refused', UNKNOWN, READ, 'ISC refuses the list.'],
    ['the file can no longer be read', SAME, REFUSED, 'ISC refuses the list.'],
    ['values are not shown', NO_VALUES, READ, 'ISC shows no values of 2 accounts.'],
  ])('is a warning where %s, and a failure with fail-on-warning', async (_, stored, verdict, why) => {
    const warned = await ends(stored, verdict);
    expect(warned.end).toEqual({ ...END, doubt: 'not-confirmed' });
    expect(warned.lines.join('\n')).toContain(why);
    const failed = await ends(stored, verdict, true);
    expect(failed.end).toMatchObject({
      status: 'FAILED',
      failure: { message: expect.stringContaining(why) },
    });
  });
});

describe('verify', () => {
  const found = (stored: StoredAccounts, verdict: Verdict = READ): Promise<Verification> =>
    verify(job().job, { file: () => Promise.resolve(verdict), stored: () => Promise.resolve(stored) });

  it.each<[string, StoredAccounts, Verdict, object]>([
    ['accounts as the file says', SAME, READ, { kind: 'listed', differs: undefined, unseen: undefined }],
    [
      'other accounts',
      DIFFERENT,
      READ,
      { kind: 'listed', missing: 1, extra: 2, changed: 0, differs: DIFFERENCES, isForeseen: true },
    ],
    ['nothing: the list is refused', UNKNOWN, READ, { kind: 'unknown', why: 'ISC refuses the list.' }],
    ['nothing: the file has gone', SAME, REFUSED, { kind: 'unknown', why: 'ISC refuses the list.' }],
    [
      'nothing: there is no file',
      SAME,
      { kind: 'send', file: undefined },
      { kind: 'unknown', why: 'No file was sent.' },
    ],
  ])('finds %s', async (_, stored, verdict, verification) => {
    expect(await found(stored, verdict)).toMatchObject(verification);
  });

  it.each<[string, Verification, string, boolean, Doubt | undefined]>([
    [
      'not found out',
      { kind: 'unknown', why: 'ISC refuses the list.' },
      "warning: What ISC has stored could not be verified: ISC refuses the list. The verdict is ISC's own.",
      false,
      'not-verified',
    ],
    [
      'as the file says',
      listed(),
      'Verified: ISC lists the accounts of "HR Contractors" as the file says.',
      false,
      undefined,
    ],
    [
      'as far as it is shown',
      listed({ unseen: 'one column' }),
      'Verified: ISC lists the accounts of "HR Contractors" as the file says. Not held against the file: one column.',
      false,
      undefined,
    ],
    [
      'what a rule has made of it',
      listed({ differs: 'all differ', isForeseen: false }),
      'Verified: the BuildMap rule of the source may explain what differs from the file: all differ.',
      false,
      undefined,
    ],
    ['something else', listed({ differs: 'two differ' }), 'Check these accounts in ISC.', true, 'not-stored'],
  ])('says in the log what ISC has stored: %s', (_, verification, line, fails, doubt) => {
    const { job: of, lines } = job();
    expect(withVerification(of, END, verification).doubt).toBe(doubt);
    expect(lines.join('\n').slice(-line.length)).toBe(line);
    const strict = withVerification(job(true).job, END, verification);
    expect(strict.status).toBe(fails ? 'FAILED' : 'SUCCESS');
  });

  it.each<[string, Verification]>([
    ['other accounts', listed({ differs: 'two differ' })],
    ['nothing', { kind: 'unknown', why: 'ISC refuses the list.' }],
  ])('leaves a failure as it is, as it says why already, if it finds %s', (_, verification) => {
    const failed: End = {
      kind: 'end',
      status: 'ERROR',
      failure: { message: 'No.', next: '', cause: undefined },
    };
    expect(withVerification(job(true).job, failed, verification)).toBe(failed);
  });
});

function listed(changes: Partial<Extract<Verification, { kind: 'listed' }>> = {}): Verification {
  return {
    kind: 'listed',
    ...{ missing: 0, extra: 0, changed: 0, columns: [], differs: undefined, unseen: undefined },
    isForeseen: true,
    ...changes,
  };
}
