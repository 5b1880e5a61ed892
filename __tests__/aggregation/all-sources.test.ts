import { describe, expect, it } from '@jest/globals';
import { REPORT_TITLE } from '../../src/isc/tenant-report/title.js';
import { idOf, runMany } from '../support/many-sources.js';

describe('a step with one source', () => {
  it('does not name it in front of each line', async () => {
    const { log, results } = await runMany([{}]);
    expect(results.map(({ status }) => status)).toEqual(['SUCCESS']);
    expect(log).toMatch(/^Plan: /m);
    expect(log).not.toContain(`[${idOf(0)}]`);
  });

  it('reads the list of recent aggregations for that source alone', async () => {
    const { requests } = await runMany([{}]);
    const [list] = requests.filter(({ operation }) => operation === 'listTasks');
    expect(list?.query).toMatchObject({ filters: `sourceId eq "${idOf(0)}"` });
  });
});

describe('how the tenant answered', () => {
  it.each<[string, Readonly<Record<string, string>>, boolean]>([
    ['is reported by a dry run', { 'dry-run': 'true' }, true],
    ['is not reported by a step that succeeds', {}, false],
  ])('%s', async (_, inputs, isReported) => {
    const { log } = await runMany([{}], { inputs });
    expect(log.includes(REPORT_TITLE)).toBe(isReported);
  });

  it('is reported if a reply was unexpected', async () => {
    const { log } = await runMany([{}], {
      prepare: (sandbox) => {
        sandbox.script({
          operation: 'getSchemas',
          fault: { kind: 'replace-body', body: { not: 'a list' } },
          times: 9,
        });
      },
    });
    expect(log).toContain(REPORT_TITLE);
  });
});
