import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findSource } from '../../src/aggregation/find-sources.js';
import type { CsvLocation, Target } from '../../src/model/settings.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
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
      next: expect.stringMatching(/^Nothing has been sent\. /),
    });
  });

  it.each<[Partial<Target>, object]>([
    [{ sourceId: '00000000000000000000000000000000' }, { httpStatus: 404 }],
    [{ sourceName: 'hr' }, { message: expect.stringContaining('There is no source named "hr"') }],
    [{}, { message: expect.stringContaining('There is no source named ""') }],
  ])('a source that does not exist', async (target, expected) => {
    expect(await failureOf(find(target))).toMatchObject(expected);
  });
});
