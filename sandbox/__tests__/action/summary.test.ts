import { describe, expect, it } from '@jest/globals';
import type { Overview } from '../../tenant/overview.js';
import { summaryOf } from '../../action/summary.js';

const NOTHING: Overview = {
  requests: 0,
  peakRequestsIn10s: 0,
  operations: [],
  uploads: [],
  sources: [],
  aggregations: [],
};
const COUNTS = { total: 1_500, optimized: 1_200, ignored: 0, created: 200, updated: 100, deleted: 3 };

describe('the job summary of the tenant', () => {
  it('says why a tenant may have received no request', () => {
    expect(summaryOf(NOTHING)).toBe(
      '### Simulated tenant\n\nIt received no request. A step with the input `tenant` or `base-url` goes to that tenant instead.\n',
    );
  });

  it('shows sources, aggregations, files and requests in numbers', () => {
    const overview: Overview = {
      requests: 1_024,
      peakRequestsIn10s: 98,
      operations: [{ operation: 'listAccounts', requests: 1_024, replies: { 200: 1_022, 429: 1, none: 1 } }],
      uploads: [
        { sourceName: 'HR', filename: 'hr.csv', bytes: 20_480, lines: 1_501, status: 202 },
        { sourceName: 'HR', filename: 'hr.csv', bytes: 20_480, lines: 1_501, status: null },
      ],
      sources: [{ id: '1', name: 'HR', kind: 'direct', accounts: 1_500 }],
      aggregations: [
        { sourceName: 'HR', launcher: 'x', completionStatus: 'WARNING', isOver: true, counts: COUNTS },
        { sourceName: 'HR', launcher: 'x', completionStatus: null, isOver: false, counts: COUNTS },
        { sourceName: 'HR', launcher: 'x', completionStatus: null, isOver: true, counts: COUNTS },
      ],
    };

    expect(summaryOf(overview).split('\n')).toEqual([
      '### Simulated tenant',
      '',
      'It received 1,024 requests, at most 98 of them within 10 seconds. Nothing in it is real.',
      '',
      '| Source | Takes accounts from | Accounts now |',
      '| --- | --- | --- |',
      '| HR | a direct connection | 1,500 |',
      '',
      '| Aggregation of | Ended with | Created | Updated | Deleted | Unchanged |',
      '| --- | --- | --- | --- | --- | --- |',
      '| HR | WARNING | 200 | 100 | 3 | 1,200 |',
      '| HR | still running | – | – | – | – |',
      '| HR | no status | 200 | 100 | 3 | 1,200 |',
      '',
      '| Uploaded file | To | Lines | Bytes | Reply |',
      '| --- | --- | --- | --- | --- |',
      '| hr.csv | HR | 1,501 | 20,480 | 202 |',
      '| hr.csv | HR | 1,501 | 20,480 | none |',
      '',
      '| Operation | Requests | Replies |',
      '| --- | --- | --- |',
      '| listAccounts | 1,024 | 200 × 1,022, 429 × 1, none × 1 |',
      '',
    ]);
  });

  it('shows names as they are, whatever characters they contain', () => {
    const name = '| <img src=x> @someone [a](b)\n# more';
    const summary = summaryOf({ ...NOTHING, sources: [{ id: '1', name, kind: 'file', accounts: 0 }] });

    expect(summary.split('\n')).toHaveLength(8);
    expect(summary).not.toMatch(/<img|\[a\]|@someone/);
  });

  it('stays small however many sources there are', () => {
    const sources = Array.from({ length: 5_000 }, (_, index) => {
      return { id: String(index), name: '|'.repeat(5_000), kind: 'file' as const, accounts: 0 };
    });
    const summary = summaryOf({ ...NOTHING, sources });

    expect(summary).toContain('And 4,900 more sources.');
    expect(Buffer.byteLength(summary)).toBeLessThan(1_000_000);
  });
});
