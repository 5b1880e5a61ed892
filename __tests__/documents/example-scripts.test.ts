import { describe, expect, it } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { itUnless } from '../support/where-possible.js';
import { readWorkflow, stepsOf } from '../support/workflow.js';

/** The scripts with which two of the examples tell people about a run. */

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly labels: readonly string[];
  state: 'open' | 'closed';
  readonly comments: string[];
}

describe('the issue of examples/scheduled.yml', () => {
  const script = stepsOf(readWorkflow('examples/scheduled.yml').workflow)
    .map(({ step }) => step.with?.['script'])
    .find((text) => typeof text === 'string');
  const issues: Issue[] = [];
  const find = (number: number): Issue | undefined => issues.find((issue) => issue.number === number);
  /** Does to `issues` what GitHub's operations of the same names do. */
  const github = {
    rest: {
      issues: {
        listForRepo: ({ labels }: { labels: string }) =>
          Promise.resolve({
            data: issues.filter((issue) => issue.state === 'open' && issue.labels.includes(labels)),
          }),
        create: ({ title, labels, body }: { title: string; labels: string[]; body: string }) =>
          Promise.resolve(
            issues.push({ number: issues.length + 1, title, labels, state: 'open', comments: [body] }),
          ),
        createComment: ({ issue_number: number, body }: { issue_number: number; body: string }) =>
          Promise.resolve(find(number)?.comments.push(body)),
        update: ({ issue_number: number, state }: { issue_number: number; state: 'closed' }) => {
          const issue = find(number);
          if (issue !== undefined) issue.state = state;
          return Promise.resolve();
        },
      },
    },
  };
  const context = { serverUrl: 'https://github.com', repo: { owner: 'acme', repo: 'identity' }, runId: 42 };

  async function night(env: Readonly<Record<string, string>>): Promise<void> {
    // As actions/github-script itself makes a function of the input.
    const AsyncFunction = night.constructor as new (
      ...text: string[]
    ) => (...given: unknown[]) => Promise<void>;
    const run = new AsyncFunction('github', 'context', 'process', String(script));
    await run(github, context, { env });
  }

  it('is a single one for an outage, and is closed by the next green run', async () => {
    await night({ PASSED: 'true', STATUS: 'SUCCESS', REASON: '' });
    expect(issues).toEqual([]);

    await night({ PASSED: 'false', STATUS: 'REJECTED', REASON: 'The file would delete 12 accounts.' });
    await night({ PASSED: 'false', STATUS: 'REJECTED', REASON: 'The file would delete 13 accounts.' });
    expect(issues.map(({ state, comments }) => [state, comments.length])).toEqual([['open', 2]]);
    expect(issues[0]?.comments[1]).toContain('The file would delete 13 accounts.');
    expect(issues[0]?.comments[1]).toContain('https://github.com/acme/identity/actions/runs/42');

    await night({ PASSED: 'true', STATUS: 'SUCCESS', REASON: '' });
    expect(issues.map(({ state, comments }) => [state, comments.length])).toEqual([['closed', 3]]);

    await night({ PASSED: 'false', STATUS: 'did not start', REASON: '' });
    expect(issues.map(({ state }) => state)).toEqual(['closed', 'open']);
  });
});

const TOOLS = ['bash', 'jq', 'curl'];
const missing = TOOLS.filter((tool) => spawnSync(tool, ['--version']).status !== 0);
itUnless(missing.length === 0 ? undefined : `This machine lacks ${missing.join(', ')}`)(
  'examples/chat-message.yml posts the reason, with nothing that a chat obeys',
  async () => {
    const script = stepsOf(readWorkflow('examples/chat-message.yml').workflow)
      .map(({ step }) => step.run)
      .find((text) => text?.includes('curl') === true);
    let posted = '';
    const server = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => {
        posted += text;
      });
      request.on('end', () => response.end('ok'));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const child = spawn('bash', ['-e', '-c', script ?? 'exit 9'], {
        stdio: 'ignore',
        env: {
          PATH: process.env['PATH'],
          WEBHOOK: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
          STATUS: 'REJECTED',
          REASON: 'The "file" would delete <!channel> & more.',
          RUN: 'https://github.com/acme/identity/actions/runs/42',
        },
      });
      expect(await once(child, 'close')).toEqual([0, null]);
    } finally {
      server.close();
    }

    expect(JSON.parse(posted)).toEqual({
      text:
        'HR Employees: REJECTED. The "file" would delete &lt;!channel&gt; &amp; more.\n' +
        'https://github.com/acme/identity/actions/runs/42',
    });
  },
);
