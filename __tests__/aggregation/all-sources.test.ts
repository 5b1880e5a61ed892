import { describe, expect, it } from '@jest/globals';
import { REPORT_TITLE } from '../../src/isc/unexpected.js';
import { idOf, runMany } from '../support/many-sources.js';
import { csvOf, people } from '../support/people.js';

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

it('of sources that were never aggregated, the one with the smallest file starts last', async () => {
  // Eight start at once.
  const sizes = [9, 9, 2, 9, 9, 9, 9, 9, 9];
  const { requests } = await runMany(
    sizes.map((size) => ({ csv: csvOf(people(size)) })),
    { inputs: { 'dry-run': 'true', 'max-deletions': '100%' } },
  );
  const asked = requests.filter(({ operation }) => operation === 'getSchemas').map(({ path }) => path);
  expect(asked).toHaveLength(9);
  expect(asked.at(-1)).toContain(idOf(2));
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
