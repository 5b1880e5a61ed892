import { describe, expect, it } from '@jest/globals';
import { NO_COUNTS } from '../../src/model/task.js';
import { outputsOf, sayLarge, setOutputs, SOURCE_OUTPUTS } from '../../src/report/outputs.js';
import { failed, outcome, recordingToolkit, SOURCE, step, TARGET } from './fixtures.js';

const ONE = {
  'task-id': 'ef38f94347e94562b5bb8424a56397d8',
  status: 'SUCCESS',
  'source-id': '2c9180835d2e5168015d32f890ca1581',
  'source-name': 'HR Contractors',
  'accounts-total': '1998',
  'accounts-created': '12',
  'accounts-updated': '30',
  'accounts-deleted': '2',
  'accounts-unchanged': '1956',
  'accounts-ignored': '0',
  'entitlements-total': '',
  'entitlements-created': '',
  'entitlements-updated': '',
  'entitlements-deleted': '',
  'planned-created': '12',
  'planned-deleted': '2',
  'planned-kept': '1986',
  'planned-deleted-active': '',
  'planned-changed': '',
  reason: '',
  'csv-rows': '2000',
  'csv-accounts': '1998',
  'plan-file': '',
  verified: '',
};
const EMPTY = Object.fromEntries(SOURCE_OUTPUTS.map((name) => [name, '']));

describe('outputsOf', () => {
  it("gives one source's outputs, and the same in results", () => {
    expect(outputsOf(step([outcome()]))).toEqual({
      ...ONE,
      results: JSON.stringify([{ ...ONE, 'object-type': 'account' }]),
    });
  });

  it('counts entitlements apart from accounts, and says of no people', () => {
    const { results, ...single } = outputsOf(step([outcome({ target: { ...TARGET, objectType: 'group' } })]));
    expect(single).toMatchObject({
      ...{ 'accounts-total': '', 'accounts-created': '', 'accounts-unchanged': '', 'accounts-ignored': '' },
      ...{ 'entitlements-total': '1998', 'entitlements-created': '12', 'entitlements-deleted': '2' },
      ...{ 'planned-created': '12', 'planned-deleted-active': '', 'csv-accounts': '1998' },
    });
    expect(JSON.parse(results)).toMatchObject([{ 'object-type': 'group' }]);
  });

  it('is empty where nothing is known, and keeps zero', () => {
    const bare = outcome({
      status: 'REJECTED',
      source: undefined,
      target: { ...TARGET, sourceId: undefined, sourceName: 'HR' },
      fate: { kind: 'none' },
      counts: { ...NO_COUNTS, deleted: 0 },
      plan: undefined,
      csv: { rows: 0, accounts: 0 },
    });
    const { results, ...single } = outputsOf(step([bare]));
    expect(single).toEqual({
      ...EMPTY,
      status: 'REJECTED',
      'source-name': 'HR',
      'accounts-deleted': '0',
      'csv-rows': '0',
      'csv-accounts': '0',
    });
    expect(JSON.parse(results)).toEqual([{ ...single, 'object-type': 'account' }]);
  });

  it('takes the source from the inputs where it was not found', () => {
    const { 'source-id': id, 'source-name': name } = outputsOf(step([failed('', '', { source: undefined })]));
    expect([id, name]).toEqual(['2c9180835d2e5168015d32f890ca1581', '']);
  });

  it('with several sources, has the worst status, and the rest in results, in input order', () => {
    const { results, ...single } = outputsOf(
      step([outcome(), failed('IT', 'No.'), outcome({ status: 'WARNING' })]),
    );
    expect(single).toEqual({ ...EMPTY, status: 'FAILED', reason: '1 of 3 sources failed. IT: No.' });
    const parsed = JSON.parse(results) as Record<string, string>[];
    expect(parsed.map((each) => each['status'])).toEqual(['SUCCESS', 'FAILED', 'WARNING']);
    expect(parsed.map((each) => each['reason'])).toEqual(['', 'No.', '']);
    expect(Object.keys(parsed[1] ?? {})).toEqual([...SOURCE_OUTPUTS, 'object-type']);
  });

  it.each([
    ['FAILED', undefined],
    ['CANCELLED', { status: 'CANCELLED' as const, message: '', next: '', cause: undefined }],
  ])('before a source is known says %s and no results', (status, failure) => {
    expect(outputsOf(step([], { failure }))).toEqual({ ...EMPTY, status, results: '[]' });
  });

  it.each([
    ['HR ##[error]Boo', 'HR ## [error]Boo'],
    ['::error::Boo\n ::warning::Boo', ': :error::Boo\n : :warning::Boo'],
    ['\u0085 ::error::Boo', '\u0085 : :error::Boo'],
    ['HR :: #1 [a]', 'HR :: #1 [a]'],
  ])('hold no command for the runner: %j', (name, shown) => {
    const outputs = outputsOf(step([outcome({ source: { ...SOURCE, name } })]));
    expect(outputs['source-name']).toBe(shown);
    expect(outputs.results).not.toContain('##[');
    expect(JSON.parse(outputs.results)).toMatchObject([{ 'source-name': name }]);
  });

  it.each([
    [100_000, undefined],
    [100_001, expect.stringMatching(/^The output results has 100,001 bytes\..* 131,072:.*fromJSON/)],
  ])('of %i bytes of results are said in the log: %s', (bytes, line) => {
    expect(sayLarge({ results: 'é'.repeat(50_000) + 'x'.repeat(bytes - 100_000) })).toEqual(line);
  });

  // Windows: 32,767 characters for a variable and its name. docs/inputs.md says so.
  it.each([
    [200, 131_072],
    [50, 32_767],
  ])('of about %i sources fit into a variable of %i bytes', (sources, most) => {
    const sizeOf = (count: number): number =>
      Buffer.byteLength(outputsOf(step(Array.from({ length: count }, () => outcome()))).results);

    expect(sizeOf(sources)).toBeLessThan(most);
    expect(sizeOf(sources * 1.2)).toBeGreaterThan(most);
  });

  it('sets every output once', () => {
    const { toolkit, said } = recordingToolkit();
    setOutputs(toolkit, outputsOf(step([outcome()])));
    expect(said).toHaveLength(SOURCE_OUTPUTS.length + 1);
    expect(said.map(({ message }) => message)).toContain('accounts-unchanged=1956');
  });
});
