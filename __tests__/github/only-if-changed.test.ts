import { afterAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GitHubEvent } from '../../src/github/event.js';
import { untouchedTargets, type OnlyIfChangedParts } from '../../src/github/only-if-changed.js';
import type { Target } from '../../src/model/settings.js';
import { BASE, HEAD, memoryObjects, recordingLog, targetFor } from './memory.js';

const PUSH: GitHubEvent = { kind: 'push', before: BASE, after: HEAD };
const PULL: GitHubEvent = { kind: 'pull-request', number: 1, head: undefined, base: BASE, into: 'main' };
const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'checkout-')));
for (const name of ['hr.csv', 'payroll.csv', 'made.csv']) writeFileSync(join(workspace, name), name);
symlinkSync('hr.csv', join(workspace, 'link.csv'));
afterAll(() => {
  rmSync(workspace, { recursive: true });
});
const hr = targetFor(workspace, 'hr.csv');
const payroll = targetFor(workspace, 'payroll.csv');
const direct: Target = { ...hr, sourceName: 'Corporate Directory', csv: undefined };

/** The object of a file of the workspace: each holds its own name. */
const oid = (content: string): string =>
  createHash('sha1').update(`blob ${content.length}\0${content}`).digest('hex');
const OLD = '1'.repeat(40);

/** Both commits, with the files of the workspace in both but for these changes of the objects. */
function objects(changes: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const both = [BASE, HEAD].flatMap((commit) => [
    [commit, commit],
    ...['hr.csv', 'payroll.csv'].map((name) => [`${commit}:${name}`, oid(name)]),
  ]);
  const all = { ...(Object.fromEntries(both) as Record<string, string>), ...changes };
  return Object.fromEntries(Object.entries(all).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])));
}

async function decide(
  targets: readonly Target[],
  known: Record<string, string> | Error = objects(),
  changes: Partial<OnlyIfChangedParts> = {},
): Promise<{ skipped: readonly Target[]; lines: readonly string[]; asked: readonly number[] }> {
  const { log, lines } = recordingLog();
  const { open, asked } = memoryObjects(known instanceof Error ? {} : known);
  const skipped = await untouchedTargets(
    {
      ...{ event: PUSH, env: {}, workspace, log, signal: new AbortController().signal },
      open: known instanceof Error ? () => Promise.reject(known) : open,
      ...changes,
    },
    targets,
  );
  return { skipped: [...skipped], lines, asked };
}

describe('untouchedTargets', () => {
  it('are those whose object is the same before and after the event; one request asks for all', async () => {
    const { skipped, lines, asked } = await decide([hr, payroll], objects({ [`${BASE}:payroll.csv`]: OLD }));
    expect(skipped).toEqual([hr]);
    expect(lines).toEqual([
      'only-if-changed: hr.csv is not touched by the commits of this event. Skipped.',
      'only-if-changed: payroll.csv is touched by the commits of this event.',
    ]);
    expect(asked).toHaveLength(1);
  });

  it('are all sources of an untouched file, and none of a touched one', async () => {
    const twin = { ...hr, sourceName: 'A second source' };
    expect((await decide([hr, twin])).skipped).toEqual([hr, twin]);
    expect((await decide([hr, twin], objects({ [`${BASE}:hr.csv`]: OLD }))).skipped).toEqual([]);
  });

  it.each([
    ['was not there before', { [`${BASE}:hr.csv`]: undefined }, 'is touched by the commits of this event.'],
    ['is not in the commit', { [`${HEAD}:hr.csv`]: undefined }, 'is not a file of the commit. So it runs.'],
    [
      'has another content in the workspace',
      { [`${BASE}:hr.csv`]: OLD, [`${HEAD}:hr.csv`]: OLD },
      'has another content in the workspace than in the commit. So it runs.',
    ],
  ])('are not a file that %s', async (_, changes, says) => {
    const { skipped, lines } = await decide([hr], objects(changes));
    expect(skipped).toEqual([]);
    expect(lines).toEqual([`only-if-changed: hr.csv ${says}`]);
  });

  it('are, on a pull request, those that are the same at its base and at GITHUB_SHA', async () => {
    const event = { event: PULL, env: { GITHUB_SHA: HEAD } };
    expect((await decide([hr], objects(), event)).skipped).toEqual([hr]);
    expect((await decide([hr], objects({ [`${BASE}:hr.csv`]: OLD }), event)).skipped).toEqual([]);
  });

  it.each([
    ['a schedule', { kind: 'other', name: 'schedule' }, 'The event schedule has no commits'],
    ['a new branch', { ...PUSH, before: undefined }, 'The branch is new'],
    ['a broken payload', { kind: 'unreadable', name: 'push', reason: 'it is broken' }, 'it is broken'],
    ['a pull request without GITHUB_SHA', PULL, 'The commits of the pull request are not known.'],
  ] as const satisfies (readonly [string, GitHubEvent, string])[])(
    'are none for %s, of which GitHub is not asked',
    async (_, event, reason) => {
      const { skipped, lines, asked } = await decide([hr], objects(), { event });
      expect({ skipped, asked }).toEqual({ skipped: [], asked: [] });
      expect(lines).toEqual([expect.stringContaining(reason)]);
    },
  );

  it.each([
    ['without a file', direct, 'Corporate Directory has no csv-path, so it runs.'],
    [
      'outside of the workspace',
      targetFor(tmpdir(), 'elsewhere.csv'),
      'cannot tell whether the commits touch it. elsewhere.csv is outside the workspace or behind a link. So it runs.',
    ],
    [
      'behind a link',
      { ...hr, csv: hr.csv && { ...hr.csv, shown: 'link.csv' } },
      'cannot tell whether the commits touch it. link.csv is outside the workspace or behind a link. So it runs.',
    ],
    [
      'under another spelling, which a system without letter case finds',
      { ...hr, csv: hr.csv && { ...hr.csv, shown: 'HR.csv' } },
      'cannot tell whether the commits touch it. HR.csv is outside the workspace or behind a link. So it runs.',
    ],
  ])('are none %s', async (_, target, reason) => {
    const { skipped, lines, asked } = await decide([target]);
    expect({ skipped, asked }).toEqual({ skipped: [], asked: [] });
    expect(lines).toEqual([`only-if-changed: ${reason}`]);
  });

  it.each([
    ['before', BASE],
    ['after', HEAD],
  ])('are none where GitHub does not know the commit %s', async (_, commit) => {
    const { skipped, lines } = await decide([hr], objects({ [commit]: undefined }));
    expect(skipped).toEqual([]);
    expect(lines).toEqual([
      `only-if-changed: GitHub does not know the commit ${commit.slice(0, 7)}. So it runs.`,
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
    const { skipped, lines } = await decide([hr], new Error('The workflow was cancelled.'), { signal });
    expect({ skipped, lines }).toEqual({ skipped: [], lines: [] });
  });
});

describe('the files of a glob', () => {
  const of = (target: Target, glob: string): Target => ({
    ...target,
    csv: target.csv && { ...target.csv, glob },
  });
  const made = targetFor(workspace, 'made.csv');

  it.each([
    ['neither is touched', '*.csv', [hr, payroll], {}, 2],
    ['one is touched', '*.csv', [hr, payroll], { [`${BASE}:payroll.csv`]: OLD }, 0],
    ['one is not a file of the commit', '*.csv', [hr, made], {}, 0],
    ['one was deleted', 'h*.csv', [hr], { [`${BASE}:`]: `${OLD} hr.csv h2.csv` }, 0],
    ['a file that does not match was deleted', 'h?.csv', [hr], { [`${BASE}:`]: `${OLD} hr.csv p2.csv` }, 1],
    ['a file that may match was deleted', 'h[a-z].csv', [hr], { [`${BASE}:`]: `${OLD} hr.csv h2.csv` }, 0],
    ['a folder was changed below which any file may match', '**/*.csv', [hr], { [`${BASE}:`]: OLD }, 0],
    ['the folder is as it was', '**/*.csv', [hr], {}, 1],
  ])('run all or none: %s', async (_, glob, targets, changes, skipped) => {
    const tree = '7'.repeat(40);
    const known = objects({ [`${BASE}:`]: tree, [`${HEAD}:`]: `${tree} hr.csv payroll.csv`, ...changes });
    const globbed = targets.map((target) => of(target, glob));
    expect((await decide(globbed, known)).skipped).toHaveLength(skipped);
  });

  it('say why they run', async () => {
    const known = objects({ [`${BASE}:payroll.csv`]: OLD });
    const { lines } = await decide([of(hr, '*.csv'), of(payroll, '*.csv')], known);
    expect(lines[0]).toBe('only-if-changed: hr.csv runs with the touched files of "*.csv".');
  });
});
