import { describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineOf, planDisk, PlanFile } from '../../src/report/plan-file.js';
import { PLAN_HEADING, type PlanRow } from '../../src/model/outcome.js';

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

const ACCOUNTS = { sourceId: 'a1', objectType: 'account' };
const row = (about: Partial<PlanRow>): PlanRow => ({ ...ROW, columns: [], person: undefined, ...about });

describe('the file on the disk', () => {
  const inFolder = async (use: (path: string, file: PlanFile) => Promise<void>): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'plan-'));
    const path = join(folder, 'deep', 'plan.csv');
    await use(path, new PlanFile(path, planDisk)).finally(() => {
      rmSync(folder, { recursive: true, force: true });
    });
  };

  it('has the rows of a source as soon as they are put, and is put in order at the end', async () => {
    await inFolder(async (path, file) => {
      await file.begin();
      expect(file.written).toBeUndefined();
      const other = row({ sourceId: 'b' });
      await Promise.all([
        file.put({ ...ACCOUNTS, sourceId: 'b' }, [other]),
        file.put(ACCOUNTS, [ROW]),
        file.put({ ...ACCOUNTS, objectType: 'group' }, []),
      ]);
      expect(readFileSync(path, 'utf8')).toBe(`${PLAN_HEADING}\n${lineOf(other)}${lineOf(ROW)}`);
      await file.finish();
      expect(readFileSync(path, 'utf8')).toBe(`${PLAN_HEADING}\n${lineOf(ROW)}${lineOf(other)}`);
      expect(file.written).toBe(path);
    });
  });

  it('is in order by source id, type, action, and native identity by code point', async () => {
    await inFolder(async (path, file) => {
      await file.put({ ...ACCOUNTS, sourceId: 'b' }, [row({ sourceId: 'b', action: 'create' })]);
      await file.put({ ...ACCOUNTS, objectType: 'group' }, [row({ objectType: 'group' })]);
      await file.put(ACCOUNTS, [
        row({ nativeIdentity: '1' }),
        ...['\u{1f600}', '\uff5e', 'b', 'B'].map((id) => row({ action: 'delete', nativeIdentity: id })),
        ...['9', '10'].map((id) => row({ action: 'create', nativeIdentity: id })),
      ]);
      await file.finish();
      const lines = readFileSync(path, 'utf8').split('\n').slice(1, -1);
      const ofAccounts = [
        'create 10',
        'create 9',
        'delete B',
        'delete b',
        'delete \uff5e',
        'delete \u{1f600}',
        'change 1',
      ];
      expect(lines.map((line) => line.split(',').slice(3, 5).join(' '))).toEqual([
        ...ofAccounts,
        'change 1001',
        'create 1001',
      ]);
    });
  });

  it('has the rows of the last comparison of a source alone', async () => {
    await inFolder(async (path, file) => {
      await file.put(ACCOUNTS, [ROW, row({ nativeIdentity: '2' })]);
      await file.put(ACCOUNTS, [ROW]);
      await file.finish();
      expect(readFileSync(path, 'utf8')).toBe(`${PLAN_HEADING}\n${lineOf(ROW)}`);
    });
  });

  it('loses the half of a row that a full disk has left', async () => {
    await inFolder(async (path) => {
      const full = {
        ...planDisk,
        append: async (to: string): Promise<void> => {
          await planDisk.append(to, 'half a r');
          throw Object.assign(new Error('full'), { code: 'ENOSPC' });
        },
      };
      const file = new PlanFile(path, full);
      await file.put(ACCOUNTS, [ROW]);
      const other = file.put({ ...ACCOUNTS, sourceId: 'b' }, [row({ sourceId: 'b' })]);
      await expect(other).rejects.toMatchObject({
        status: 'FAILED',
        message: expect.stringContaining('ENOSPC'),
      });
      await file.finish();
      expect(readFileSync(path, 'utf8')).toBe(`${PLAN_HEADING}\n${lineOf(ROW)}`);
    });
  });

  it('takes the rows of a large source', async () => {
    await inFolder(async (path, file) => {
      await file.put(
        ACCOUNTS,
        Array.from({ length: 200_000 }, (_, n) => ({ ...ROW, nativeIdentity: `${n}` })),
      );
      await file.finish();
      expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(200_002);
    });
  });

  it('does not keep the one of an earlier run, also where nothing is planned', async () => {
    await inFolder(async (path, file) => {
      await file.put(ACCOUNTS, [ROW]);
      await new PlanFile(path, planDisk).begin();
      expect(() => readFileSync(path)).toThrow('ENOENT');
    });
  });

  it('fails with its path where it cannot be written', async () => {
    await inFolder(async (path, file) => {
      mkdirSync(path, { recursive: true });
      await expect(file.put(ACCOUNTS, [ROW])).rejects.toMatchObject({
        status: 'FAILED',
        message: expect.stringMatching(/^The plan file .*plan\.csv cannot be written: E[A-Z]+\.$/),
      });
      expect(file.written).toBeUndefined();
    });
  });
});
