import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { checkFile, type CheckedFile } from '../../../src/aggregation/prepare/check.js';
import type { ReadyFile } from '../../../src/aggregation/prepare/ready-file.js';
import { getSource } from '../../../src/isc/sources.js';
import { StepFailure } from '../../../src/model/failure.js';
import { startSandbox, type Sandbox } from '../../../sandbox/tenant/sandbox.js';
import type { AccountLimit } from '../../../src/model/limit.js';
import type { CsvChecks, CsvLocation, UploadSettings } from '../../../src/model/settings.js';
import { TARGET } from '../../report/fixtures.js';
import { connect, failureOf, Files, type Connected } from '../../support/tenant.js';
import { limitOf } from '../../support/limits.js';
import { NO_WORDS } from '../../../src/model/shown-words.js';

const ID = '2c9180867a11e5a9017a1b2c3d4e0001';
const GOOD = 'id,name,email\n1,Ada,ada@example.org\n2,Bob,bob@example.org\n';
const RAGGED = 'id,name,email\n1,Ada,ada@example.org\n2,Bob\n';
const ALL: AccountLimit = limitOf('max-deletions', '100%');

const files = new Files();
let sandbox: Sandbox;
let tenant: Connected;
/** What the checks came to, whether the file may be sent or not. */
let known: CheckedFile | undefined;

beforeEach(async () => {
  sandbox = await startSandbox({ sources: [{ id: ID, name: 'HR', deleteThreshold: 10 }] });
  tenant = connect(sandbox.url);
  known = undefined;
});

afterEach(async () => {
  tenant.close();
  await sandbox.close();
});

afterAll(() => {
  files.remove();
});

/** Settings with which the file may be only uploaded. */
function settingsWith(csvChecks: CsvChecks): UploadSettings {
  return { csvChecks, planFile: undefined, verify: false };
}

/** The file that may be sent; rejects with the reason why it may not. */
async function examine(
  csv: CsvLocation,
  csvChecks: CsvChecks,
  maxDeletions: AccountLimit = TARGET.maxDeletions,
): Promise<ReadyFile> {
  const { connection, deadline } = tenant;
  const source = await getSource(connection, ID);
  known = await checkFile(
    connection,
    source,
    { ...TARGET, csv, maxDeletions },
    settingsWith(csvChecks),
    deadline.signal,
  );
  if (known.file instanceof StepFailure) throw known.file;
  return known.file;
}

function schemaReads(): number {
  return sandbox.requests.filter(({ operation }) => operation === 'getSchemas').length;
}

describe('a good file', () => {
  it.each(['error', 'warn', 'off'] as const)(
    'may be sent as it was read, with csv-checks: %s',
    async (checks) => {
      const csv = files.write('good.csv', GOOD);
      const examined = await examine(csv, checks);
      expect(examined).toMatchObject({
        csv,
        fingerprint: {
          bytes: Buffer.byteLength(GOOD),
          sha256: createHash('sha256').update(GOOD).digest('hex'),
        },
        shown: { kind: 'up-to-identities' },
      });
      expect([...(examined.identities?.keys() ?? [])]).toEqual(['1', '2']);
      expect(known).toMatchObject({
        csv: { rows: 2, accounts: 2 },
        findings: { errors: 0, warnings: 0 },
      });
    },
  );
});

describe('a file with errors', () => {
  it('is rejected by csv-checks: error, and says how many', async () => {
    const failure = await failureOf(examine(files.write('ragged.csv', RAGGED), 'error'));
    expect(failure).toMatchObject({
      status: 'REJECTED',
      message: 'data/ragged.csv has 1 error, so it was not uploaded.',
    });
    expect(known).toMatchObject({ csv: { rows: 2 }, findings: { errors: 1 } });
    const more = await failureOf(examine(files.write('ragged.csv', `${RAGGED}3\n4\n`), 'error'));
    expect(more.message).toMatch(/has 3 errors/);
  });

  it.each<[what: string, content: string | Buffer, helps: boolean]>([
    ['a record that is too short', RAGGED, true],
    ['a heading that ISC refuses', 'id,name,email,x\n1,A,b,c\n', false],
    ['a column that ISC misses', 'id,name\n1,A\n', false],
    ['another delimiter', 'id;name;email\n1;A;b\n', false],
    ['no heading', '4711,Ada,ada@example.org\n', false],
    ['a NUL byte', `${GOOD}3,\0,b\n`, false],
    ['a doubled native identity', 'id,name,email,id\n1,A,b,c\n', false],
    ['a byte that is not UTF-8', Buffer.from(`${GOOD}3,\xfc,b\n`, 'latin1'), false],
    ['a last line that is cut off', `${GOOD}3,C`, false],
    ['a heading that comes again', `${GOOD}id,name,email\n`, false],
    ['a duplicate native identity', `${GOOD}1,A,b\n`, true],
  ])('advises csv-checks: warn only if that would help: %s', async (_, content, helps) => {
    const failure = await failureOf(examine(files.write('wrong.csv', content), 'error'));
    const anyway = helps ? ' `csv-checks: warn` would upload it anyway.' : '';
    expect(failure).toMatchObject({
      next: `Fix the file: the annotations and the job summary show the lines.${anyway}`,
    });
  });

  it('is told the lines of its errors, also where something else has no line', async () => {
    sandbox.tenant.addSource({ id: ID, name: 'HR' });
    const failure = await failureOf(examine(files.write('ragged.csv', RAGGED), 'error'));
    expect(known?.findings.kept.map(({ line }) => line)).toContain(undefined);
    expect(failure).toMatchObject({ next: expect.stringContaining('show the lines.') });
  });

  it('is told what is wrong where no line is, as with an empty file', async () => {
    const failure = await failureOf(examine(files.write('none.csv', ''), 'error'));
    expect(failure).toMatchObject({ next: expect.stringMatching(/^Fix the file: .* say what is wrong\./) });
  });

  it('goes on with csv-checks: warn, its errors shown as warnings', async () => {
    expect(await examine(files.write('ragged.csv', RAGGED), 'warn')).toMatchObject({
      shown: { kind: 'up-to-identities' },
    });
    expect(known?.findings).toMatchObject({ errors: 0, warnings: 1, kept: [{ severity: 'warning' }] });
  });

  it('goes on with csv-checks: off, which shows nothing', async () => {
    await examine(files.write('ragged.csv', RAGGED), 'off');
    expect(known).toMatchObject({ csv: { rows: 2 }, findings: { kept: [], errors: 0, warnings: 0 } });
  });

  it.each(['warn', 'off'] as const)(
    'is rejected by %s, too, where it hides which accounts it deletes',
    async (checks) => {
      const failure = await failureOf(examine(files.write('no.csv', '4711,Ada,ada@example.org\n'), checks));
      expect(failure).toMatchObject({ status: 'REJECTED' });
      expect(failure.message).toMatch(/^The native identities of data\/no\.csv cannot be read/);
    },
  );
});

it('a rule that may rewrite the rows leaves the values uncompared, and says so', async () => {
  const csv = files.write('good.csv', GOOD);
  const source = { ...(await getSource(tenant.connection, ID)), buildMapRule: 'Rewrite' };
  const { file } = await checkFile(
    tenant.connection,
    source,
    { ...TARGET, csv },
    settingsWith('error'),
    tenant.deadline.signal,
  );
  expect(file).toMatchObject({
    values: {
      kind: 'none',
      why: expect.stringContaining('the BuildMap rule "Rewrite", which may rewrite each row'),
    },
  });
  expect(await examine(csv, 'error')).toMatchObject({ values: { kind: 'values' } });
});

it.each([
  ['nmae', 'ignore-columns: "nmae" is not a column of the account schema. Did you mean "name"?'],
  [
    'floor',
    'ignore-columns: "floor" is not a column of the account schema. The columns are id, name, email.',
  ],
])('the input may name a column that is none: %s', async (column, warning) => {
  const csv = files.write('good.csv', GOOD);
  const source = await getSource(tenant.connection, ID);
  const target = { ...TARGET, csv, ignoreColumns: [column, 'id', 'name'] };
  const { file, unknownColumns } = await checkFile(
    tenant.connection,
    source,
    target,
    settingsWith('error'),
    tenant.deadline.signal,
  );
  expect(unknownColumns).toEqual([warning]);
  // Every other column is compared: neither this name nor the native identity is missing from the comparison.
  expect(file).toMatchObject({ values: { ignored: ['name'], file: { columns: [{ name: 'email' }] } } });
});

it('what the source leaves unprotected is found, too', async () => {
  sandbox.tenant.addSource({ id: ID, name: 'HR' });
  await examine(files.write('good.csv', GOOD), 'error');
  expect(known?.findings.kept.map(({ rule }) => rule)).toEqual(['no-delete-threshold']);
});

describe('a file that is only uploaded', () => {
  it('is not read, and no right to read anything is needed', async () => {
    const csv = files.write('anything.csv', 'no heading at all');
    expect(await examine(csv, 'off', ALL)).toMatchObject({
      csv,
      fingerprint: { bytes: 17, sha256: undefined },
      shown: NO_WORDS,
      identities: undefined,
    });
    expect(schemaReads()).toBe(0);
    expect(known).toMatchObject({ csv: undefined, findings: { kept: [], errors: 0, warnings: 0 } });
  });

  it('lets ISC speak of it where its first line reads like a heading, but of nothing in that line', async () => {
    const examined = await examine(files.write('heading.csv', 'id,"full name"\n1,Ada\n'), 'off', ALL);
    expect(examined.shown).toEqual({ kind: 'not-of-first-line', words: new Set(['id', 'full', 'name']) });
  });

  it.each([
    ['an address', '4711,ada@people.example\n'],
    ['a number', 'Ada,4711\n'],
    ['a blank cell', 'Ada,\n'],
    ['a single cell', 'Ada\n'],
    ['no end', 'id,name'],
  ])('lets ISC say nothing of it where its first line has %s', async (_name, content) => {
    expect(await examine(files.write('row.csv', content), 'off', ALL)).toMatchObject({ shown: NO_WORDS });
  });

  it('is not sent if it is empty', async () => {
    expect(await failureOf(examine(files.write('empty.csv', ''), 'off', ALL))).toMatchObject({
      status: 'REJECTED',
    });
  });
});

describe('what keeps a file from being checked', () => {
  it('is the missing right to read the schema: named, without a way around the checks', async () => {
    sandbox.script({ operation: 'getSchemas', fault: { kind: 'reply', status: 403 } });
    expect(await failureOf(examine(files.write('good.csv', GOOD), 'warn'))).toMatchObject({
      httpStatus: 403,
      next: expect.stringMatching(/^(?!.*csv-checks).*idn:source-schema:read/),
    });
  });

  it('is a file that cannot be read', async () => {
    const csv = files.write('gone.csv', GOOD);
    rmSync(csv.path);
    expect((await failureOf(examine(csv, 'error'))).message).toBe(
      'The file data/gone.csv cannot be read: ENOENT.',
    );
  });

  it('is the end of the step', async () => {
    const csv = files.write('good.csv', GOOD);
    const { connection } = tenant;
    const source = await getSource(connection, ID);
    const reason = new Error('cancelled');
    const checking = checkFile(
      connection,
      source,
      { ...TARGET, csv },
      settingsWith('error'),
      AbortSignal.abort(reason),
    );
    expect(await failureOf(checking)).toBe(reason);
  });
});
