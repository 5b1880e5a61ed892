import { describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planDisk } from '../../src/report/plan-disk.js';
import { PLAN_HEADING, type PlanRow } from '../../src/model/plan-row.js';
import { lineOf, PlanFile, planText } from '../../src/report/plan-file.js';

const ROW: PlanRow = {
  sourceId: 'a1',
  sourceName: 'HR',
  objectType: 'account',
  action: 'change',
  nativeIdentity: '1001',
  person: { lifecycleState: 'active' },
  columns: ['department', 'city'],
};

describe('a row', () => {
  it.each<[string, Partial<PlanRow>, string]>([
    ['has no values, only names of columns', {}, 'a1,HR,account,change,1001,active,department;city\n'],
    ['of nobody', { person: 'nobody', columns: [] }, 'a1,HR,account,change,1001,no person,\n'],
    ['of somebody unknown', { person: undefined, columns: [] }, 'a1,HR,account,change,1001,,\n'],
    ['with a semicolon in a column', { columns: ['a;b', 'c'] }, 'a1,HR,account,change,1001,active,a\\;b;c\n'],
    [
      'with a comma, a quote and a line break',
      { nativeIdentity: 'a,"b"\nc', columns: [] },
      'a1,HR,account,change,"a,""b""\nc",active,\n',
    ],
    [
      'that could be a formula',
      { nativeIdentity: '=1+1', columns: ['@x'] },
      "a1,HR,account,change,'=1+1,active,'@x\n",
    ],
    [
      'with a tab, CR, plus or minus first',
      { nativeIdentity: '\tx', sourceName: '\rx', columns: ['+x'] },
      "a1,\"'\rx\",account,change,'\tx,active,'+x\n",
    ],
    [
      'with an apostrophe first, so that it can be undone',
      { nativeIdentity: "'-x", columns: ['-x'] },
      "a1,HR,account,change,''-x,active,'-x\n",
    ],
  ])('%s', (_, about, line) => {
    expect(lineOf({ ...ROW, ...about })).toBe(line);
  });
});

it('the file is in order by source id, type, action, and native identity by code point', () => {
  const row = (about: Partial<PlanRow>): PlanRow => ({ ...ROW, columns: [], person: undefined, ...about });
  const rows = [
    row({ sourceId: 'b', action: 'create', nativeIdentity: '1' }),
    row({ action: 'change', nativeIdentity: '1' }),
    row({ action: 'delete', nativeIdentity: '\u{1f600}' }),
    row({ action: 'delete', nativeIdentity: '\uff5e' }),
    row({ action: 'delete', nativeIdentity: 'b' }),
    row({ action: 'delete', nativeIdentity: 'B' }),
    row({ action: 'create', nativeIdentity: '9', objectType: 'group' }),
    row({ action: 'create', nativeIdentity: '10' }),
  ];
  const cells = planText(rows)
    .split('\n')
    .map((line) =>
      line
        .split(',')
        .filter((_, at) => [0, 2, 3, 4].includes(at))
        .join(' '),
    );
  expect(cells).toEqual([
    'source-id object-type action native-identity',
    'a1 account create 10',
    'a1 account delete B',
    'a1 account delete b',
    'a1 account delete \uff5e',
    'a1 account delete \u{1f600}',
    'a1 account change 1',
    'a1 group create 9',
    'b account create 1',
    '',
  ]);
});

describe('the file on the disk', () => {
  const inFolder = async (use: (path: string, file: PlanFile) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'plan-'));
    const path = join(folder, 'deep', 'plan.csv');
    await use(path, new PlanFile(path, planDisk)).finally(() => {
      rmSync(folder, { recursive: true, force: true });
    });
  };

  it('has the rows of a source as soon as they are added, and is put in order at the end', async () => {
    await inFolder(async (path, file) => {
      await file.begin();
      expect(file.written).toBeUndefined();
      await Promise.all([file.add([{ ...ROW, sourceId: 'b' }]), file.add([ROW]), file.add([])]);
      expect(readFileSync(path, 'utf8')).toBe(
        `${PLAN_HEADING}\n${lineOf({ ...ROW, sourceId: 'b' })}${lineOf(ROW)}`,
      );
      await file.finish();
      expect(readFileSync(path, 'utf8')).toBe(planText([{ ...ROW, sourceId: 'b' }, ROW]));
      expect(file.written).toBe(path);
    });
  });

  it('takes the rows of a large source', async () => {
    await inFolder(async (path, file) => {
      await file.add(Array.from({ length: 200_000 }, (_, n) => ({ ...ROW, nativeIdentity: `${n}` })));
      await file.finish();
      expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(200_002);
    });
  });

  it('does not keep the one of an earlier run, also where nothing is planned', async () => {
    await inFolder(async (path, file) => {
      await file.add([ROW]);
      await new PlanFile(path, planDisk).begin();
      expect(() => readFileSync(path)).toThrow('ENOENT');
    });
  });

  it('fails with its path where it cannot be written', async () => {
    await inFolder(async (path, file) => {
      mkdirSync(path, { recursive: true });
      await expect(file.add([ROW])).rejects.toMatchObject({
        status: 'FAILED',
        message: expect.stringMatching(/^The plan file .*plan\.csv cannot be written: E[A-Z]+\.$/),
      });
      expect(file.written).toBeUndefined();
    });
  });
});
