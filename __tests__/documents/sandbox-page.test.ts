import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { OPERATIONS } from '../../sandbox/tenant/routes.js';
import { FAULT_KINDS } from '../../sandbox/tenant/faults.js';
import {
  ACCOUNT_HABITS,
  ENTITLEMENT_HABITS,
  SOURCE_HABITS,
  TASK_HABITS,
  VALUE_HABITS,
} from '../../sandbox/tenant/habits.js';
import { QUOTED_FORMS } from '../../sandbox/tenant/quote.js';
import { DEFAULT_CLIENT } from '../../sandbox/tenant/sandbox.js';
import { ACTION } from '../support/run-action.js';
import { codeBlocks, codeSpans, readPage } from './documents.js';

const SANDBOX = resolve(process.env['SANDBOX_ENTRY'] ?? 'dist/sandbox/index.js');
const page = readPage('sandbox/README.md');
const [start, ...blocks] = codeBlocks(page)
  .filter(({ language }) => language === 'shell')
  .map(({ text }) => text);

const TOOLS = ['bash', 'curl'];
const hasTools = TOOLS.every((tool) => spawnSync(tool, ['--version']).status === 0);
if (!hasTools) console.warn(`Skipped: the commands of sandbox/README.md need ${TOOLS.join(' and ')}.`);

describe('sandbox/README.md', () => {
  it('starts the tenant with what a test starts, too', () => {
    expect(start).toBe('node dist/sandbox/index.js');
    expect(page.text).toMatch(`SAIL_CLIENT_ID=${DEFAULT_CLIENT.id}\n`);
    expect(page.text).toMatch(`SAIL_CLIENT_SECRET=${DEFAULT_CLIENT.secret}\n`);
  });

  it('names every operation and every fault', () => {
    expect(codeSpans(page)).toEqual(expect.arrayContaining([...OPERATIONS, ...FAULT_KINDS]));
  });

  it('names every habit of a tenant', () => {
    const groups = [ACCOUNT_HABITS, ENTITLEMENT_HABITS, TASK_HABITS, VALUE_HABITS, SOURCE_HABITS];
    const habits = groups.flatMap((group) => Object.keys(group));
    expect(codeSpans(page)).toEqual(expect.arrayContaining([...habits, ...Object.keys(QUOTED_FORMS)]));
  });
});

(hasTools ? describe : describe.skip)('the commands of sandbox/README.md, one after the other', () => {
  let tenant: ChildProcess;
  let url = '';
  let shown: readonly string[] = [];

  beforeAll(async () => {
    tenant = spawn(process.execPath, [SANDBOX, '--port', '0', '--task-ms', '300'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    url = await addressOf(tenant);
    shown = await runAll(blocks);
  });

  afterAll(() => {
    tenant.kill();
  });

  const after = (words: string): string => shown[blocks.findIndex((block) => block.includes(words))] ?? '';

  it('aggregate the example file', () => {
    expect(after("'INPUT_SOURCE-NAME=HR Employees'")).toMatch('ISC has finished the aggregation');
  });

  it('stop a file that would delete too much', () => {
    expect(after('INPUT_SOURCE-NAME=Badges')).toMatch(
      'The file would delete 2 of the 3 accounts on the source; max-deletions: 10%25 allows 1.',
    );
    expect(after('INPUT_SOURCE-NAME=Badges')).toMatch('red, exit code 1');
  });

  it('play an aggregation that ends with a warning', () => {
    expect(after('run-config')).toMatch('Two accounts have no owner.');
    expect(after('run-config')).toMatch('red, exit code 1');
  });

  it('find the task of an upload whose answer was cut off', () => {
    expect(after('cut-reply')).toMatch('has appeared since the upload, so the step follows it');
    expect(after('cut-reply')).not.toMatch('red, exit code');
  });

  it('say which scope a credential lacks', () => {
    expect(after('uploads-only')).toMatch(
      'Probably the scope `idn:source-schema:read` is missing: create a personal access token with it.',
    );
    expect(after('uploads-only')).toMatch('red, exit code 1');
  });

  it('show what was asked without showing what is secret', () => {
    expect(after('/_sandbox/requests')).toMatch('"operation":"loadAccounts"');
    expect(after('/_sandbox/requests')).not.toMatch(DEFAULT_CLIENT.secret);
  });

  /** What each block shows; all in one shell, as people do it. Rejects if a command fails that does not say so. */
  async function runAll(texts: readonly string[]): Promise<readonly string[]> {
    const END = '--- end of the block ---';
    const script = texts
      .map((text) => `${text}\necho '${END}'`)
      .join('\n')
      .replaceAll('http://127.0.0.1:8080', url)
      .replaceAll('node dist/index.js', `'${process.execPath}' '${ACTION}'`);
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    const exitCode = await new Promise((done) => child.once('close', done));
    if (exitCode !== 0) throw new Error(`A command of sandbox/README.md failed:\n${output}`);
    return output.split(END);
  }
});

/** The address that the tenant prints once it listens. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const url = /SAIL_BASE_URL=(\S+)\n/.exec(text)?.[1];
      if (url !== undefined) done(url);
    });
    child.once('error', fail);
    child.once('exit', (code) => {
      fail(new Error(`The tenant ended with exit code ${String(code)}.`));
    });
  });
}
