/** The tenant's part of the job summary. */
import type { AggregationOverview, Overview } from '../tenant/overview.js';
import { count, counted, forMarkdown } from './text.js';

/** Maximum number of rows in a table: the runner drops the whole summary beyond 1 MiB. */
const MOST_ROWS = 100;
/** Characters of an external name. */
const LONGEST_NAME = 200;

const KINDS = {
  file: 'a CSV file',
  direct: 'a direct connection',
  'va-file': 'a file read by a virtual appliance',
};

/** What the tenant received and the state of its sources, as Markdown for the job summary. */
export function summaryOf(overview: Overview): string {
  const { requests, peakRequestsIn10s, sources, aggregations, uploads, operations } = overview;
  const blocks = [
    '### Simulated tenant',
    requests === 0
      ? 'It received no request. A step with the input `tenant` or `base-url` goes to that tenant instead.'
      : `It received ${counted(requests, 'request')}, at most ${count(peakRequestsIn10s)} of them within 10 seconds. Nothing in it is real.`,
    table(
      'source',
      ['Source', 'Takes accounts from', 'Accounts now'],
      sources.map(({ name, kind, accounts }) => [shown(name), KINDS[kind], count(accounts)]),
    ),
    table(
      'aggregation',
      ['Aggregation of', 'Ended with', 'Created', 'Updated', 'Deleted', 'Unchanged'],
      aggregations.map((one) => [shown(one.sourceName), endOf(one), ...countsOf(one)]),
    ),
    table(
      'file',
      ['Uploaded file', 'To', 'Lines', 'Bytes', 'Reply'],
      uploads.map(({ filename, sourceName, lines, bytes, status }) => [
        shown(filename),
        shown(sourceName),
        count(lines),
        count(bytes),
        status === null ? 'none' : String(status),
      ]),
    ),
    table(
      'operation',
      ['Operation', 'Requests', 'Replies'],
      operations.map(({ operation, requests: times, replies }) => [
        operation,
        count(times),
        Object.entries(replies)
          .map(([status, often]) => `${status} × ${count(often)}`)
          .join(', '),
      ]),
    ),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** The summary if the tenant did not answer at the end. */
export function summaryWithoutAnswer(why: string): string {
  return `### Simulated tenant\n\n${why} What it received is not known.\n`;
}

function endOf({ isOver, completionStatus }: AggregationOverview): string {
  if (!isOver) return 'still running';
  return completionStatus === null ? 'no status' : shown(completionStatus);
}

/** The counts take effect when the aggregation ends. */
function countsOf({
  isOver,
  counts: { created, updated, deleted, optimized },
}: AggregationOverview): string[] {
  return [created, updated, deleted, optimized].map((value) => count(isOver ? value : undefined));
}

function shown(text: string): string {
  return forMarkdown(text, LONGEST_NAME);
}

function table(noun: string, heading: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const more = rows.length - MOST_ROWS;
  const lines = [heading, heading.map(() => '---'), ...rows.slice(0, MOST_ROWS)].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  if (more > 0) lines.push('', `And ${counted(more, `more ${noun}`)}.`);
  return lines.join('\n');
}
