import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import type { RequestRecord } from '../../sandbox/tenant/request-record.js';
import { startSandbox } from '../../sandbox/tenant/sandbox.js';
import { runStep, type StepRun } from '../support/run-action.js';
import { readPage } from './documents.js';

const PAGE = readPage('docs/architecture.md');

/** What is below the mark `<!-- run: name -->`: the lines of a block of code, or of a list. */
function part(name: string): readonly string[] {
  const below = PAGE.text.split(`<!-- run: ${name} -->\n\n`)[1]?.split('\n\n')[0] ?? '';
  const lines = below.split('\n');
  return lines[0]?.startsWith('```') === true ? lines.slice(1, -1) : lines;
}

/** The request and the status of an item like "1. `GET /x`, 200". */
function requestAndStatus(item: string): readonly string[] {
  return /^\d\. `([^`]+)`, (\d+)$/.exec(item)?.slice(1) ?? [item];
}

describe('the folders of docs/architecture.md', () => {
  const [aboveTheRun = ''] = PAGE.text.split('## One real run');
  const named = [...aboveTheRun.matchAll(/^- `([\w/.-]+)`, /gm)].map(([, room = '']) => room);
  const there = readdirSync('src', { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').replace(/^src\//, '');
    if (entry.isDirectory()) return `${path}/`;
    return path.includes('/') ? [] : path;
  });

  it('are the folders of src/, and the files that lie in none', () => {
    expect([...named].sort()).toEqual([...there].sort());
  });
});

describe('the run that docs/architecture.md follows', () => {
  let run: StepRun;
  let requests: readonly RequestRecord[];
  let ids: readonly [name: string, id: string][];

  beforeAll(async () => {
    const [heading = '', ...rows] = part('file');
    const attributes = heading.split(',');
    const sandbox = await startSandbox({ settings: { taskMs: 200 } });
    try {
      const inFile = rows.map((row) => row.split(','));
      const before = [...inFile.slice(0, -1), ['1011', 'Kim Tran', 'kim.tran@example.org', 'Sales']].map(
        (row) => (row[0] === '1004' || row[0] === '1005' ? [...row.slice(0, -1), 'Sales'] : row),
      );
      const accounts = before.map((row) =>
        Object.fromEntries(attributes.map((name, index) => [name, row[index] ?? ''])),
      );
      const source = sandbox.tenant.addSource({
        name: 'HR employees',
        deleteThreshold: 10,
        attributes,
        accounts,
      });
      run = await runStep({
        inputs: { 'base-url': sandbox.url, 'source-id': source.id, 'csv-path': 'hr.csv' },
        files: { 'hr.csv': `${[heading, ...rows].join('\n')}\n` },
      });
      requests = sandbox.requests;
      ids = [
        ['{source}', source.id],
        ['{task}', run.outputs['task-id'] ?? ''],
      ];
    } finally {
      await sandbox.close();
    }
    // As long as a busy machine may take to run a process.
  });

  it('sends these requests and is given these replies', () => {
    const sent = requests.map(({ method, url, status }) => {
      const address = ids.reduce((text, [name, id]) => text.replaceAll(id, name), decodeURIComponent(url));
      return [`${method} ${address}`, String(status)];
    });

    expect(part('requests').map(requestAndStatus)).toEqual(sent);
  });

  it('uploads that many bytes', () => {
    const upload = requests.find(({ operation }) => operation === 'loadAccounts');

    expect(PAGE.text).toContain(`\`Content-Length: ${upload?.body?.bytes ?? 'none'}\``);
    expect(PAGE.text).toContain(`of type \`text/csv\`, ${upload?.body?.files[0]?.bytes ?? 'no'} bytes`);
  });

  it('shows no annotation and ends with exit code 0', () => {
    expect(run.annotations).toEqual([]);
    expect(run.exitCode).toBe(0);
  });
});
