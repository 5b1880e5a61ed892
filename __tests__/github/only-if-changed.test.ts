import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChangedFile } from '../../src/github/api.js';
import type { GitHubEvent } from '../../src/github/event.js';
import { untouchedTargets } from '../../src/github/only-if-changed.js';
import type { Target } from '../../src/model/settings.js';
import { gitIndex } from '../support/git-index.js';
import { BASE, files, HEAD, memoryGitHub, others, recordingLog, targetFor } from './memory.js';

const PUSH: GitHubEvent = { kind: 'push', before: BASE, after: HEAD };
const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'checkout-')));
for (const name of ['hr.csv', 'payroll.csv']) writeFileSync(join(workspace, name), '');
mkdirSync(join(workspace, '.git'));
writeFileSync(join(workspace, '.git/index'), gitIndex(['hr.csv', 'payroll.csv']));
afterAll(() => {
  rmSync(workspace, { recursive: true });
});
const hr = targetFor(workspace, 'hr.csv');
const payroll = targetFor(workspace, 'payroll.csv');
const elsewhere = targetFor(tmpdir(), 'elsewhere.csv');
const direct: Target = { ...hr, sourceName: 'Corporate Directory', csv: undefined };

async function decide(
  targets: readonly Target[],
  changed: readonly ChangedFile[] | Error,
  event = PUSH,
  signal = new AbortController().signal,
  checkout = workspace,
): Promise<{ skipped: readonly Target[]; lines: readonly string[]; asked: number }> {
  const { log, lines } = recordingLog();
  const page = { isStraight: true, files: changed instanceof Error ? [] : changed };
  const { api } = memoryGitHub({ comparisons: { [`${BASE}...${HEAD}`]: [page] } });
  let asked = 0;
  const open = (): Promise<typeof api> => {
    asked += 1;
    return changed instanceof Error ? Promise.reject(changed) : Promise.resolve(api);
  };
  const skipped = await untouchedTargets({ event, open, workspace: checkout, signal, log }, targets);
  return { skipped: [...skipped], lines, asked };
}

describe('untouchedTargets', () => {
  it('are those whose file no commit touches', async () => {
    const { skipped, lines } = await decide([hr, payroll], files('payroll.csv'));
    expect(skipped).toEqual([hr]);
    expect(lines).toEqual([
      'only-if-changed: hr.csv is not touched by the commits of this event. Skipped.',
      'only-if-changed: payroll.csv is touched by the commits of this event.',
    ]);
  });

  it('are all sources of an untouched file, and none of a touched one', async () => {
    const twin = { ...hr, sourceName: 'A second source' };
    expect((await decide([hr, twin], files('x'))).skipped).toEqual([hr, twin]);
    expect((await decide([hr, twin], files('hr.csv'))).skipped).toEqual([]);
  });

  it.each([
    ['a schedule', { kind: 'other', name: 'schedule' }, 'The event schedule has no commits'],
    ['a new branch', { ...PUSH, before: undefined }, 'The branch is new'],
    ['a broken payload', { kind: 'unreadable', name: 'push', reason: 'it is broken' }, 'it is broken'],
  ] as const satisfies (readonly [string, GitHubEvent, string])[])(
    'are none for %s, of which GitHub is not asked',
    async (_, event, reason) => {
      const { skipped, lines, asked } = await decide([hr], [], event);
      expect({ skipped, asked }).toEqual({ skipped: [], asked: 0 });
      expect(lines).toEqual([expect.stringContaining(reason)]);
    },
  );

  it.each([
    [direct, 'Corporate Directory has no csv-path, so it runs.'],
    [
      elsewhere,
      `cannot tell whether the commits touch it. elsewhere.csv is outside the workspace. So it runs.`,
    ],
  ])('are none that have no file in the repository', async (target, reason) => {
    const { skipped, lines, asked } = await decide([target], []);
    expect({ skipped, asked }).toEqual({ skipped: [], asked: 0 });
    expect(lines).toEqual([`only-if-changed: ${reason}`]);
  });

  it('are none if it is unknown which files are tracked', async () => {
    const bare = join(workspace, 'bare');
    mkdirSync(bare);
    writeFileSync(join(bare, 'hr.csv'), '');
    const { skipped, lines, asked } = await decide(
      [targetFor(bare, 'hr.csv')],
      [],
      PUSH,
      new AbortController().signal,
      bare,
    );
    expect({ skipped, asked }).toEqual({ skipped: [], asked: 0 });
    expect(lines).toEqual([
      'only-if-changed: cannot tell whether the commits touch it. The workspace has no Git index: nothing was checked out there with Git. So it runs.',
    ]);
  });

  it('are none of a glob of which one file is touched', async () => {
    const glob = (target: Target): Target => ({
      ...target,
      csv: target.csv && { ...target.csv, glob: '*.csv' },
    });
    const { skipped, lines } = await decide([glob(hr), glob(payroll)], files('payroll.csv'));
    expect(skipped).toEqual([]);
    expect(lines[0]).toBe('only-if-changed: hr.csv runs with the touched files of "*.csv".');
    expect((await decide([glob(hr), glob(payroll)], files('x'))).skipped).toHaveLength(2);
  });

  it('are distinguished from those without a file in the repository', async () => {
    expect((await decide([direct, hr, elsewhere], files('x'))).skipped).toEqual([hr]);
  });

  it('are none where GitHub shows too few files, which the log says', async () => {
    const { skipped, lines } = await decide([hr], others(300));
    expect(skipped).toEqual([]);
    expect(lines).toEqual([
      'only-if-changed: cannot tell whether the commits of this event touch hr.csv. The comparison has 300 files, and GitHub shows no more. So it runs.',
    ]);
  });

  it('are none where GitHub refuses, which is a warning', async () => {
    const { skipped, lines } = await decide([hr, payroll], new Error('GitHub answered 403: no.'));
    expect(skipped).toEqual([]);
    expect(lines).toEqual([
      'warning: only-if-changed: cannot tell whether the commits of this event touch 2 files. GitHub answered 403: no. So it runs.',
    ]);
  });

  it('are none if the step has ended meanwhile, and nothing is logged', async () => {
    const signal = AbortSignal.abort(new Error('The workflow was cancelled.'));
    const { skipped, lines } = await decide([hr], new Error('The workflow was cancelled.'), PUSH, signal);
    expect(skipped).toEqual([]);
    expect(lines).toEqual([]);
  });
});
