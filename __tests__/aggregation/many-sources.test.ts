import { describe, expect, it } from '@jest/globals';
import { giveHistory, tasksSince } from '../support/history.js';
import { idOf, runMany, type ManyRun } from '../support/many-sources.js';
import { csvOf, people } from '../support/people.js';

function statuses({ results }: ManyRun): readonly (string | undefined)[] {
  return results.map((result) => result['status']);
}

describe('sources of one step', () => {
  it('do not stop each other: one is rejected, one fails in ISC, the others succeed', async () => {
    const run = await runMany([
      { run: { durationMs: 4_000 } },
      { csv: csvOf(people(5)) },
      { run: { completionStatus: 'ERROR', messages: [{ type: 'ERROR', text: 'The disk is full.' }] } },
      { csv: 'id,name\n' },
      {},
    ]);
    expect(statuses(run)).toEqual(['SUCCESS', 'REJECTED', 'ERROR', 'REJECTED', 'SUCCESS']);
    expect(run.results.map((result) => result['source-name'])).toEqual(
      [0, 1, 2, 3, 4].map((index) => `Source ${index}`),
    );
    expect(run.outputs['status']).toBe('ERROR');
    expect(run.outputs['task-id']).toBe('');
    expect(run.count('loadAccounts')).toBe(3);
    expect(run.failures).toHaveLength(1);
    for (const name of ['Source 1', 'Source 2', 'Source 3']) expect(run.failures[0]).toContain(name);
    expect(run.failures[0]).not.toContain('Source 0');
  });

  it('have one red row in the summary where one of thirty is bad', async () => {
    const sources = Array.from({ length: 30 }, (_, index) => (index === 21 ? { csv: 'nonsense' } : {}));
    const run = await runMany(sources);
    expect(statuses(run).filter((status) => status === 'SUCCESS')).toHaveLength(29);
    expect(statuses(run)[21]).toBe('REJECTED');
    const rows = run.summary.split('\n').filter((line) => /Source \d+/.test(line) && line.includes('|'));
    expect(rows.filter((row) => row.includes('SUCCESS'))).toHaveLength(29);
    expect(rows.filter((row) => row.includes('REJECTED'))).toHaveLength(1);
  });

  it('can be distinguished in the log', async () => {
    const run = await runMany([{ seed: { name: 'HR' } }, {}], {
      list: `- { source-name: HR, csv-path: 0.csv }\n- { source-id: ${idOf(1)}, csv-path: 1.csv }`,
    });
    expect(run.log).toMatch(/^\[HR\] ISC has accepted the aggregation: task /m);
    expect(run.log).toMatch(new RegExp(`^\\[${idOf(1)}\\] ISC has accepted the aggregation`, 'm'));
    const own = run.log.split('\n').filter((line) => /accepted|Plan:|Source "/.test(line));
    expect(own.filter((line) => !line.startsWith('['))).toEqual([]);
  });

  it('wait for their own busy source alone, and leave their turn to others', async () => {
    const sources = Array.from({ length: 12 }, () => ({ run: { durationMs: 2_000 } }));
    const run = await runMany(sources, {
      prepare: ({ tenant }) => {
        for (let index = 0; index < 10; index += 1) {
          tenant.runElsewhere(idOf(index), { durationMs: 15_000 });
        }
      },
    });
    expect(new Set(statuses(run))).toEqual(new Set(['SUCCESS']));
    const uploads = run.requests.filter(({ operation }) => operation === 'loadAccounts');
    const firstTwo = uploads.slice(0, 2).map(({ path }) => path);
    expect(firstTwo.some((path) => path.includes(idOf(10)))).toBe(true);
    expect(firstTwo.some((path) => path.includes(idOf(11)))).toBe(true);
  });
});

describe('a source that waits for its turn', () => {
  it('is looked at again: what somebody else has started on it meanwhile is waited for', async () => {
    // So many that the first look is too old for the last.
    const sources = Array.from({ length: 60 }, () => ({}));
    const last = idOf(59);
    let theirs: Promise<string> | undefined;
    const run = await runMany(sources, {
      prepare: (sandbox) => {
        theirs = sandbox
          .waitFor((requests) => requests.filter(({ operation }) => operation === 'loadAccounts').length > 20)
          .then(() => sandbox.tenant.runElsewhere(last, { durationMs: 25_000 }).id);
      },
    });
    expect(new Set(statuses(run))).toEqual(new Set(['SUCCESS']));
    // With the look of the beginning alone it would have been sent once more, for ISC to refuse it.
    expect(run.count('loadAccounts')).toBe(60);
    expect(run.log).toContain(
      `[${last}] An aggregation of the source is already running (task ${(await theirs) ?? ''}). Waiting for it to finish.`,
    );
  });
});

describe('sources that have been aggregated more often than ISC lists at once', () => {
  it('are looked at by themselves only where the list does not show them', async () => {
    const run = await runMany([{}, {}, {}], {
      prepare: ({ tenant }) => {
        const past = { durationMs: 0, completedEarlyMs: 0, changesAccounts: false };
        tenant.runElsewhere(idOf(0), past);
        for (let index = 0; index < 249; index += 1) tenant.runElsewhere(idOf(1), past);
        tenant.runElsewhere(idOf(2), { durationMs: 8_000 });
      },
    });
    expect(statuses(run)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
    const atTasks = run.requests.filter(
      ({ operation, query }) => operation === 'listTasks' && query['filters']?.startsWith('sourceId eq'),
    );
    expect(atTasks.map(({ query }) => query['filters'])).toEqual([`sourceId eq "${idOf(0)}"`]);
    // The one that ran elsewhere was waited for.
    expect(run.tookMs).toBeGreaterThan(8_000);
  });
});

describe('two entries that turn out to be one source', () => {
  it('are both refused, and nothing is sent to it', async () => {
    const run = await runMany([{}, {}], {
      list: `
- { source-id: ${idOf(0)}, csv-path: 0.csv }
- { source-id: ${idOf(1)}, csv-path: 1.csv }
- { source-name: Source 0, csv-path: 1.csv }`,
    });
    expect(statuses(run)).toEqual(['FAILED', 'SUCCESS', 'FAILED']);
    expect(run.count('loadAccounts')).toBe(1);
    expect(run.failures[0]).toContain(
      `The source "Source 0" (${idOf(0)}) is given 2 times in this step: as "${idOf(0)}" and "Source 0".`,
    );
  });
});

describe('sources that are found together', () => {
  it('fail one by one: an unknown id, an unknown name, a name that does not go with the id', async () => {
    const run = await runMany([{}], {
      list: `
- { source-id: ${idOf(0)}, csv-path: 0.csv }
- { source-id: ${idOf(7)}, csv-path: 0.csv }
- { source-name: Nobody, csv-path: 0.csv }
- { source-id: ${idOf(8)}, source-name: Source 8, csv-path: 0.csv }`,
    });
    expect(statuses(run)).toEqual(['SUCCESS', 'FAILED', 'FAILED', 'FAILED']);
    expect(run.failures[0]).toMatch(/no source named "Nobody"/);
    expect(run.failures[0]).toMatch(/ISC refused to show the source \(404/);
  });

  it('are refused if a name matches two of them', async () => {
    const run = await runMany([{ seed: { name: 'Twin' } }, { seed: { name: 'Twin' } }, {}], {
      list: '- { source-name: Twin, csv-path: 0.csv }\n- { source-name: Source 2, csv-path: 2.csv }',
    });
    expect(statuses(run)).toEqual(['FAILED', 'SUCCESS']);
    expect(run.failures[0]).toMatch(/2 sources of 127\.0\.0\.1:\d+ are named "Twin"/);
  });

  it('are asked for singly where ISC refuses the filter', async () => {
    const run = await runMany([{}, {}, {}], {
      prepare: (sandbox) => {
        sandbox.script({ operation: 'listSources', times: Infinity, fault: { kind: 'reply', status: 400 } });
      },
    });
    expect(new Set(statuses(run))).toEqual(new Set(['SUCCESS']));
    expect(run.count('getSource')).toBe(3);
  });
});

describe('tasks that are followed together', () => {
  it('are asked for singly where ISC refuses the filter, which it is asked to take only once', async () => {
    const sources = Array.from({ length: 6 }, () => ({ run: { durationMs: 15_000 } }));
    const run = await runMany(sources, {
      prepare: (sandbox) => {
        sandbox.script({
          operation: 'listTasks',
          // The look for other aggregations, and those of each source, come first.
          skip: 1,
          times: Infinity,
          fault: { kind: 'reply', status: 400, body: { detailCode: '400.1 Bad request' } },
        });
      },
    });
    expect(new Set(statuses(run))).toEqual(new Set(['SUCCESS']));
    expect(run.count('listTasks')).toBe(2);
    expect(run.count('getTask')).toBeGreaterThanOrEqual(12);
    expect(run.sandbox.rateLimit.peak).toBeLessThanOrEqual(100);
  });

  it('are looked up for each source where the common look is refused', async () => {
    const run = await runMany([{}, {}, {}], {
      prepare: (sandbox) => {
        sandbox.script({ operation: 'listTasks', fault: { kind: 'reply', status: 400 } });
      },
    });
    expect(new Set(statuses(run))).toEqual(new Set(['SUCCESS']));
    expect(run.count('loadAccounts')).toBe(3);
  });

  it('cannot be looked up without the right to: said once, and each is started', async () => {
    const run = await runMany([{}, {}, {}], {
      inputs: { wait: 'false' },
      prepare: (sandbox) => {
        sandbox.script({ operation: 'listTasks', times: Infinity, fault: { kind: 'reply', status: 403 } });
      },
    });
    expect(statuses(run)).toEqual(['STARTED', 'STARTED', 'STARTED']);
    expect(run.count('listTasks')).toBe(1 + 3);
    const warnings = run.log.split('\n').filter((line) => line.startsWith('warning: '));
    expect(warnings).toEqual([
      expect.stringMatching(/cannot see whether an aggregation is already running.*idn:task-management:read/),
    ]);
  });

  it('include one that the list does not show', async () => {
    const run = await runMany([{}, {}], {
      prepare: (sandbox) => {
        sandbox.script({ operation: 'listTasks', skip: 1, fault: { kind: 'replace-body', body: [] } });
      },
    });
    expect(statuses(run)).toEqual(['SUCCESS', 'SUCCESS']);
    expect(run.count('getTask')).toBeGreaterThanOrEqual(1);
  });
});

describe('a 429 that others have caused', () => {
  it.each(['listSources', 'getSchemas', 'listAccounts', 'loadAccounts', 'listTasks'] as const)(
    'slows everything down instead of failing it: at %s',
    async (operation) => {
      const run = await runMany(
        Array.from({ length: 4 }, () => ({})),
        {
          prepare: (sandbox) => {
            giveHistory(sandbox);
            sandbox.script({
              operation,
              times: 3,
              fault: { kind: 'reply', status: 429, headers: { 'Retry-After': '3' }, body: {} },
            });
          },
        },
      );
      expect(run.failures).toEqual([]);
      expect(run.tookMs).toBeGreaterThan(3_000);
      expect(tasksSince(run.sandbox)).toHaveLength(4);
    },
  );
});
