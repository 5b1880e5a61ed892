import { afterAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GitHubEvent } from '../../src/github/event.js';
import type { OnlyIfChangedParts } from '../../src/github/only-if-changed.js';
import { staleTargets } from '../../src/github/stale-run.js';
import { BASE, HEAD, memoryObjects, recordingLog, targetFor } from './memory.js';

const PUSH: GitHubEvent = { kind: 'push', before: BASE, after: HEAD };
const AGAIN = { GITHUB_REF: 'refs/heads/main', GITHUB_RUN_ATTEMPT: '2' };
const NEWER = 'e'.repeat(40);
const [OLD, NEW] = ['1'.repeat(40), '2'.repeat(40)];
const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'rerun-')));
writeFileSync(join(workspace, 'hr.csv'), 'rows');
afterAll(() => {
  rmSync(workspace, { recursive: true });
});
const hr = targetFor(workspace, 'hr.csv');
const IN_WORKSPACE = createHash('sha1').update('blob 4\0rows').digest('hex');

async function stale(
  known: Readonly<Record<string, string>>,
  changes: Partial<OnlyIfChangedParts> = {},
): Promise<{ commits: readonly string[]; lines: readonly string[]; asked: number }> {
  const { log, lines } = recordingLog();
  const { open, asked } = memoryObjects(known);
  const signal = new AbortController().signal;
  const found = await staleTargets({ event: PUSH, env: AGAIN, workspace, log, open, signal, ...changes }, [
    hr,
  ]);
  return { commits: [...found.values()], lines, asked: asked.length };
}

const CHANGED = { 'refs/heads/main': NEWER, [`${HEAD}:hr.csv`]: OLD, 'refs/heads/main:hr.csv': NEW };

describe('a file of a push that runs again', () => {
  it('is stale if the head of the branch has another object for it, and the log names that commit', async () => {
    const { commits, lines, asked } = await stale(CHANGED);
    expect({ commits, asked }).toEqual({ commits: [NEWER], asked: 1 });
    expect(lines).toEqual([
      expect.stringMatching(/^warning: hr\.csv is not sent: .* commit eeeeeee on main /),
    ]);
  });

  it('is stale if the head of the branch no longer has it', async () => {
    const known = { 'refs/heads/main': NEWER, [`${HEAD}:hr.csv`]: OLD };
    expect((await stale(known)).commits).toEqual([NEWER]);
  });

  it.each([
    ['the branch has not moved', { ...CHANGED, 'refs/heads/main': HEAD }],
    ['newer commits leave it alone', { ...CHANGED, 'refs/heads/main:hr.csv': OLD }],
    ['it is not in the commit', { 'refs/heads/main': NEWER }],
    ['the branch is gone', { [`${HEAD}:hr.csv`]: OLD }],
    ['the workspace has that of the head', { ...CHANGED, 'refs/heads/main:hr.csv': IN_WORKSPACE }],
  ])('is not stale where %s', async (_, known) => {
    await expect(stale(known)).resolves.toMatchObject({ commits: [], lines: [], asked: 1 });
  });

  it.each([
    ['a first run', { env: { ...AGAIN, GITHUB_RUN_ATTEMPT: '1' } }],
    ['a tag', { env: { ...AGAIN, GITHUB_REF: 'refs/tags/v1' } }],
    ['another event', { event: { kind: 'other', name: 'schedule' } }],
  ] satisfies [string, Partial<OnlyIfChangedParts>][])('is not asked about for %s', async (_, changes) => {
    await expect(stale(CHANGED, changes)).resolves.toEqual({ commits: [], lines: [], asked: 0 });
  });

  it('is not asked about where it lies in no repository', async () => {
    const { log, lines } = recordingLog();
    const { open, asked } = memoryObjects(CHANGED);
    const signal = new AbortController().signal;
    const outside = targetFor(tmpdir(), 'hr.csv');
    const parts = { event: PUSH, env: AGAIN, workspace, log, open, signal };
    expect(await staleTargets(parts, [outside, { ...hr, csv: undefined }])).toEqual(new Map());
    expect({ lines, asked }).toEqual({ lines: [], asked: [] });
  });

  it('is not said to be unknown where the step is over', async () => {
    const over = { signal: AbortSignal.abort(), open: () => Promise.reject(new Error('over')) };
    expect(await stale(CHANGED, over)).toMatchObject({ commits: [], lines: [] });
  });

  it('is sent where GitHub cannot be asked, which the log says', async () => {
    const open = () => Promise.reject(new Error('GitHub answered 403: no.'));
    const { commits, lines } = await stale(CHANGED, { open });
    expect(commits).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/is not known: GitHub answered 403: no\.$/)]);
  });
});
