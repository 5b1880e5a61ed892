import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  confirmAdopted,
  ranOrRefused,
  type Confirmation,
} from '../../../src/aggregation/follow/confirmation.js';
import type { StoredAccounts } from '../../../src/aggregation/follow/stored-accounts.js';
import type { ReadyFile, Verdict } from '../../../src/aggregation/prepare/ready-file.js';
import { accountsOf } from '../../csv/checking.js';
import { stop, StepFailure, type Stop } from '../../../src/model/failure.js';
import { NO_FINDINGS } from '../../../src/model/finding.js';
import { cancelled } from '../../../src/runtime/deadline.js';
import type { Source } from '../../../src/model/source.js';
import type { Fault } from '../../../sandbox/tenant/faults.js';
import { type Sandbox, startSandbox } from '../../../sandbox/tenant/sandbox.js';
import { ended } from '../../model/tasks.js';
import { SOURCE, TARGET } from '../../report/fixtures.js';
import { column, type Row, valuesOf } from '../compare/comparing.js';
import { connect, type Connected, failureOf } from '../../support/tenant.js';
import { ALL_WORDS } from '../../../src/model/shown-words.js';

let sandbox: Sandbox;
let tenant: Connected;
let source: Source;

beforeEach(async () => {
  sandbox = await startSandbox();
  tenant = connect(sandbox.url);
  const accounts = ['1', '2'].map((id) => ({ id, name: id, email: '' }));
  source = { ...SOURCE, id: sandbox.tenant.addSource({ name: 'HR', accounts }).id };
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

/** A file of these native identities; `undefined`: one that was only uploaded. */
function fileOf(identities: readonly string[] | undefined): ReadyFile {
  const { csv } = TARGET;
  if (csv === undefined) throw new Error('no file');
  return {
    ...{ csv, fingerprint: { bytes: 1, sha256: undefined }, shown: ALL_WORDS },
    ...{ values: { kind: 'none', why: '' }, findings: NO_FINDINGS },
    identities: identities && accountsOf(identities),
  };
}

/** Throws why a task is not ours, or not known to be. */
function throwing(confirmation: Confirmation): void {
  if (confirmation.kind !== 'ours') throw confirmation.failure;
}

/** Confirms a task that counted `total` accounts. */
async function confirm(identities: readonly string[] | undefined, total?: number): Promise<void> {
  throwing(
    await confirmAdopted(tenant, source, ended('t1', 'SUCCESS', total), {
      kind: 'send',
      file: fileOf(identities),
    }),
  );
}

const UNCHANGED: Row = ['1', '1'];

/** Confirms a task by a file of both accounts, of which the second cells are the names. */
async function confirmValues(rows: readonly Row[]): Promise<void> {
  const values = {
    kind: 'values',
    file: valuesOf([column('name')], rows),
    ignored: [],
    hasRows: true,
  } as const;
  const file = { ...fileOf(['1', '2']), values };
  throwing(await confirmAdopted(tenant, source, ended('t1', 'SUCCESS'), { kind: 'send', file: file }));
}

function asked(): number {
  return sandbox.requests.filter(({ operation }) => operation === 'listAccounts').length;
}

const PROBABLY_NOT_OURS =
  'The upload got no clear answer. Task t1 appeared and has ended, but probably belongs to another upload: ';

describe('a task that was found, not named, is ours', () => {
  it.each([undefined, 2])('where the accounts are those of the file (ISC counted %s)', async (total) => {
    await confirm(['2', '1'], total);
    expect(asked()).toBe(1);
  });

  it('where the values are those of the file, too', async () => {
    await confirmValues([UNCHANGED, ['2', '2']]);
    expect(asked()).toBeGreaterThan(0);
  });

  it('if the source takes no file: the result is the same, no matter who started it', async () => {
    throwing(
      await confirmAdopted(tenant, source, ended('t1', 'SUCCESS', 5), {
        kind: 'send',
        file: undefined,
      }),
    );
    expect(asked()).toBe(0);
  });

  it('where ISC deletes nothing, although the file has fewer accounts', async () => {
    source = { ...source, file: { ...source.file, deletionDisabled: true } };
    await confirm(['1']);
    expect(asked()).toBe(1);
  });

  it('in any letter case where the source ignores it', async () => {
    const accounts = ['ADA', 'Bob'].map((id) => ({ id, name: id, email: '' }));
    const { id } = sandbox.tenant.addSource({ name: 'IT', accounts });
    source = { ...source, id, file: { ...source.file, ignoresLetterCase: true } };
    const identities = accountsOf(['ada', 'bob'], true);
    throwing(
      await confirmAdopted(tenant, source, ended('t1', 'SUCCESS'), {
        kind: 'send',
        file: { ...fileOf([]), identities },
      }),
    );
    expect(asked()).toBe(1);
  });
});

describe('a task that was found, not named, is not known to be ours', () => {
  it.each<[string, readonly string[] | undefined, number | undefined, string, number]>([
    ['by another number of accounts', ['1', '2'], 3, 'ISC counted 3 accounts, but the file has 2', 0],
    [
      'by an account that is missing',
      ['1', '2', '3'],
      undefined,
      '1 account of the file is not on the source',
      3,
    ],
    ['by an account that should be gone', ['1'], undefined, '1 account on the source is not in the file', 3],
  ])('%s', async (_name, identities, total, why, requests) => {
    expect(await failureOf(confirm(identities, total))).toMatchObject({
      status: 'FAILED',
      message: `${PROBABLY_NOT_OURS}${why}.`,
      next: expect.stringContaining('Let nothing else aggregate'),
    });
    expect(asked()).toBe(requests);
  });

  it.each<[string, readonly Row[], string]>([
    ['a value of one account', [UNCHANGED, ['2', 'B']], '1 account on the source has other values'],
    [
      'values of two accounts',
      [
        ['1', 'A'],
        ['2', 'B'],
      ],
      '2 accounts on the source have other values',
    ],
  ])('by %s', async (_name, rows, why) => {
    expect(await failureOf(confirmValues(rows))).toMatchObject({
      message: `${PROBABLY_NOT_OURS}${why} than the file, in "name".`,
    });
  });

  it('by many columns, of which five are named', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const attributes = ['id', 'name', ...names];
    const accounts = [{ id: '1', name: '1', ...Object.fromEntries(names.map((name) => [name, 'x'])) }];
    source = { ...SOURCE, id: sandbox.tenant.addSource({ name: 'Wide', attributes, accounts }).id };
    const file = valuesOf(
      names.map((name) => column(name)),
      [['1', ...names.map(() => 'y')]],
    );
    const wide = { ...fileOf(['1']), values: { kind: 'values', file, ignored: [], hasRows: true } as const };
    const confirming = confirmAdopted(tenant, source, ended('t1', 'SUCCESS'), {
      kind: 'send',
      file: wide,
    }).then(throwing);
    expect((await failureOf(confirming)).message).toMatch(/in "a", "b", "c", "d", "e" and 2 more\.$/);
  });

  it.each<[string, Fault, RegExp]>([
    [
      'may not be listed',
      { kind: 'reply', status: 403 },
      /: ISC does not let this credential list the source's accounts \(403/,
    ],
    ['do not arrive', { kind: 'cut-reply' }, /: Request to list the source's accounts: /],
  ])('where the accounts %s', async (_name, fault, reason) => {
    sandbox.script({ operation: 'listAccounts', fault, times: Infinity });
    const failure = await failureOf(confirm(['1', '2']));
    expect(failure).toMatchObject({ name: 'StepFailure', status: 'FAILED' });
    expect(failure.message).toMatch(/has ended, but it is not known whether it used this file: /);
    expect(failure.message).toMatch(reason);
  });

  it('because the step is over: that is the reason then', async () => {
    const reason = cancelled('SIGINT');
    tenant.deadline.end(reason);
    expect(await failureOf(confirm(['1', '2']))).toMatchObject({
      status: 'CANCELLED',
      message: reason.message,
    });
  });
});

describe('a task whose words are those of a refusal', () => {
  const unseen = { why: undefined, columns: [], accounts: 0 };
  const differences = { missing: ['1'], extra: [], changed: [], columns: [] };
  const send = (file?: ReadyFile): Verdict => ({ kind: 'send', file });
  /** What is known of a task that ended well, and counted nothing that it says. */
  const known = (verdict: Verdict, stored: StoredAccounts): ReturnType<typeof ranOrRefused> =>
    ranOrRefused(
      ended('t1', 'SUCCESS'),
      true,
      () => Promise.resolve(verdict),
      () => Promise.resolve(stored),
    );

  it('has not run if its source takes no file: nothing can be held against it', async () => {
    expect(await known(send(), { kind: 'same', unseen })).toEqual({ kind: 'refused', isClear: false });
  });

  it.each([
    ['the file can no longer be read', (reason: Stop) => known(reason, { kind: 'same', unseen })],
    ['the list is refused', (reason: Stop) => known(send(fileOf(['1'])), { kind: 'unknown', stop: reason })],
  ])('leaves that open if %s, and says why; at the end of the step, that is the reason', async (_, of) => {
    expect(await of(stop(new StepFailure('Refused.', { next: '' })))).toMatchObject({
      kind: 'unclear',
      stop: { failure: { message: expect.stringMatching(/words are those of a refusal, and Refused\./) } },
    });
    const over = stop(cancelled('SIGINT'));
    expect(await of(over)).toEqual({ kind: 'unclear', stop: over });
  });

  it.each<[string, number | undefined, boolean, StoredAccounts, object]>([
    ['has run if ISC has stored the file', undefined, true, { kind: 'same', unseen }, { kind: 'ran' }],
    [
      'has not if ISC has not',
      undefined,
      true,
      { kind: 'differs', differences, unseen },
      { kind: 'refused', isClear: false },
    ],
    [
      'has not if it ended badly',
      undefined,
      false,
      { kind: 'same', unseen },
      { kind: 'refused', isClear: true },
    ],
    ['has not if it counted nothing', 0, true, { kind: 'same', unseen }, { kind: 'refused', isClear: true }],
    [
      'leaves that open if values are not shown: nothing is sent again',
      undefined,
      true,
      { kind: 'same', unseen: { ...unseen, columns: ['name'] } },
      {
        kind: 'unclear',
        stop: {
          failure: {
            status: 'FAILED',
            message: expect.stringContaining(
              'its words are those of a refusal, and the values of "name" were not compared.',
            ),
          },
        },
      },
    ],
  ])('%s', async (_name, total, endsWell, stored, expected) => {
    const file = (): Promise<Verdict> => Promise.resolve(send(fileOf(['1'])));
    const look = (): Promise<StoredAccounts> => Promise.resolve(stored);
    expect(await ranOrRefused(ended('t1', 'SUCCESS', total), endsWell, file, look)).toMatchObject(expected);
  });
});
