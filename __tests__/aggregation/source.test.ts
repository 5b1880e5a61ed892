import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findSource, findSources } from '../../src/aggregation/find-sources.js';
import type { CsvLocation, Target } from '../../src/model/settings.js';
import { type Sandbox, startSandbox } from '../../sandbox/tenant/sandbox.js';
import { TARGET } from '../report/fixtures.js';
import { connect, type Connected, failureOf } from '../support/tenant.js';

const HR = '2c9180867a11e5a9017a1b2c3d4e0001';
const DIRECT = '2c9180867a11e5a9017a1b2c3d4e0002';
const FETCHED = '2c9180867a11e5a9017a1b2c3d4e0003';
const NO_HEADER = '2c9180867a11e5a9017a1b2c3d4e0004';
/** ISC lists it as it was made. */
const CAPITALS = '2C9180867A11E5A9017A1B2C3D4E0005';

let sandbox: Sandbox;
let tenant: Connected;

beforeAll(async () => {
  sandbox = await startSandbox({
    sources: [
      { id: HR, name: 'HR' },
      { id: DIRECT, name: 'Direct', kind: 'direct' },
      { id: FETCHED, name: 'Fetched', kind: 'va-file' },
      { id: CAPITALS, name: 'Capitals' },
      { name: 'Twice' },
      { name: 'Twice' },
      { id: NO_HEADER, name: 'Headless', connectorAttributes: { hasHeader: 'false' } },
    ],
  });
  tenant = connect(sandbox.url);
});

afterAll(async () => {
  tenant.close();
  await sandbox.close();
});

function file(name: string): CsvLocation {
  const sourceId = /^[0-9a-f]{32}/i.exec(name)?.[0].toLowerCase();
  return { path: `/work/data/${name}`, name, shown: `data/${name}`, inWorkspace: true, sourceId };
}

async function find(target: Partial<Target>): Promise<unknown> {
  return findSource(tenant.connection, {
    ...TARGET,
    sourceId: undefined,
    csv: file('hr.csv'),
    ...target,
  });
}

describe('the source that is meant', () => {
  it.each<[string, Partial<Target>]>([
    ['its id', { sourceId: HR }],
    ['its name', { sourceName: 'HR' }],
    ['both', { sourceId: HR, sourceName: 'HR' }],
    ['its id, and a file that names it', { sourceId: HR, csv: file(`${HR}-2026.csv`) }],
    [
      'its name, and a file that names it in capitals',
      { sourceName: 'HR', csv: file(`${HR.toUpperCase()}-x.csv`) },
    ],
  ])('is found by %s', async (_name, target) => {
    expect(await find(target)).toMatchObject({ id: HR, name: 'HR' });
  });

  it('may have an id in capitals, whatever the file name has', async () => {
    for (const csv of [file(`${CAPITALS}.csv`), file(`${CAPITALS.toLowerCase()}.csv`)]) {
      expect(await find({ sourceName: 'Capitals', csv })).toMatchObject({ id: CAPITALS });
    }
  });

  it.each([DIRECT, FETCHED])('may take no file', async (sourceId) => {
    expect(await find({ sourceId, csv: undefined })).toMatchObject({ id: sourceId, takes: 'none' });
  });
});

describe('what does not fit together is stopped before anything is sent', () => {
  it.each<[string, Partial<Target>, RegExp]>([
    ['an id of another name', { sourceId: DIRECT, sourceName: 'HR' }, /is named "Direct", not "HR"/],
    [
      'a file that names another source',
      { sourceId: HR, csv: file(`${DIRECT}-export.csv`) },
      /data\/2c9180867a11e5a9017a1b2c3d4e0002-export\.csv begins with the id of another source than "HR"/,
    ],
    ['no file for a source that takes one', { sourceId: HR, csv: undefined }, /^csv-path: missing\. "HR"/],
    ['a file for a direct connection', { sourceId: DIRECT }, /a direct connection .* takes no file/],
    [
      'a file for a virtual appliance',
      { sourceId: FETCHED },
      /the virtual appliance ".+" fetches and takes no file/,
    ],
    ['a source without a heading', { sourceId: NO_HEADER }, /hasHeader "false"/],
  ])('%s', async (_name, target, message) => {
    const failure = await failureOf(find(target));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({
      status: 'FAILED',
      next: expect.not.stringContaining('sent'),
    });
  });

  it.each<[Partial<Target>, object]>([
    [{ sourceId: '00000000000000000000000000000000' }, { httpStatus: 404 }],
    [{ sourceName: 'hr' }, { message: expect.stringContaining('has no source named "hr"') }],
    [{}, { message: expect.stringContaining('has no source named ""') }],
  ])('a source that does not exist', async (target, expected) => {
    expect(await failureOf(find(target))).toMatchObject(expected);
  });
});

describe('the sources of several targets', () => {
  const byId = (sourceId: string): Target => ({
    ...TARGET,
    sourceId,
    csv: sourceId === DIRECT ? undefined : file('hr.csv'),
  });
  const byName = (sourceName: string): Target => ({ ...byId(''), sourceId: undefined, sourceName });

  /** The operations that have been asked for since the last call. */
  const asked = (): readonly (string | undefined)[] => {
    const operations = sandbox.requests.slice(seen).map(({ operation }) => operation);
    seen = sandbox.requests.length;
    return operations.filter((operation) => operation !== 'token');
  };
  let seen = 0;
  beforeEach(() => {
    asked();
  });

  it('are found in a request for all ids and one for all names', async () => {
    const targets = [byId(HR), byId(DIRECT), byName('Capitals')];
    const found = await findSources(tenant.connection, targets);
    const ids = await Promise.all(targets.map(async (target) => (await found.of(target)).id));
    expect(ids).toEqual([HR, DIRECT, CAPITALS]);
    expect(found.all.map(({ id }) => id)).toEqual([HR, DIRECT, CAPITALS]);
    expect(asked()).toEqual(['listSources', 'listSources']);
  });

  it('are not looked for where there is one: that is found when it is needed', async () => {
    const found = await findSources(tenant.connection, [byId(HR)]);
    expect([found.all, asked()]).toEqual([[], []]);
    expect(await found.of(byId(HR))).toMatchObject({ id: HR });
    expect(asked()).toEqual(['getSource']);
  });

  it('do not keep each other from being found', async () => {
    const [gone, wrong, twice] = [byId('0'.repeat(32)), { ...byId(HR), sourceName: 'IT' }, byName('Twice')];
    const good = byName('Capitals');
    const found = await findSources(tenant.connection, [gone, wrong, twice, good]);
    expect(await failureOf(found.of(gone))).toMatchObject({ httpStatus: 404 });
    expect((await failureOf(found.of(wrong))).message).toContain('is named "HR", not "IT"');
    expect((await failureOf(found.of(twice))).message).toContain('named "Twice"');
    expect(await found.of(good)).toMatchObject({ id: CAPITALS });
    expect(found.all.map(({ id }) => id)).toEqual([CAPITALS]);
    expect(asked().toSorted()).toEqual(['getSource', 'listSources', 'listSources', 'listSources']);
  });

  it('are both refused where two targets mean the same one: nobody knows which file is meant', async () => {
    const targets = [byId(HR), byId(DIRECT), byName('HR')];
    const found = await findSources(tenant.connection, targets);
    for (const target of [targets[0], targets[2]]) {
      expect((await failureOf(found.of(target as Target))).message).toMatch(
        /^The source "HR" \(2c91[0-9a-f]+\) is given 2 times in this step: as "/,
      );
    }
    expect(await found.of(targets[1] as Target)).toMatchObject({ id: DIRECT });
    expect(found.all.map(({ id }) => id)).toEqual([DIRECT]);
  });

  it('are both refused where there are no others', async () => {
    const targets = [byId(HR), byName('HR')];
    const found = await findSources(tenant.connection, targets);
    for (const target of targets) {
      expect((await failureOf(found.of(target))).message).toContain('is given 2 times in this step');
    }
    expect(found.all).toEqual([]);
  });

  it('include one that nobody has mentioned before', async () => {
    const found = await findSources(tenant.connection, [byId(HR), byName('Capitals')]);
    expect(await found.of(byId(DIRECT))).toMatchObject({ id: DIRECT });
  });
});
