import { describe, expect, it } from '@jest/globals';
import { findTouched, reasonToRunAll } from '../../src/github/touched.js';
import { BASE, files, HEAD, memoryGitHub, others, type MemoryGitHub } from './memory.js';

const PUSH = { kind: 'push', before: BASE, after: HEAD } as const;
const PULL = { kind: 'pull-request', number: 7, head: HEAD, changedFiles: undefined } as const;
const FORWARD = `${BASE}...${HEAD}`;
const BACKWARD = `${HEAD}...${BASE}`;

const straight = (...names: readonly string[]): MemoryGitHub => ({
  comparisons: { [FORWARD]: [{ isStraight: true, files: files(...names) }] },
});

describe('a push', () => {
  it.each([
    ['the file itself', ['README.md', 'data/hr.csv'], true],
    ['another file', ['README.md'], false],
    ['a file of the same name elsewhere', ['hr.csv', 'old/data/hr.csv', 'data/hr.csv.bak'], false],
    ['nothing at all', [], false],
    ['the file in other letters, which macOS and Windows open as well', ['Data/HR.csv'], true],
  ])('that changes %s', async (_, names, touched) => {
    const { api } = memoryGitHub(straight(...names));
    const found = await findTouched(api, PUSH, ['data/hr.csv']);
    expect([...found.paths]).toEqual(touched ? ['data/hr.csv'] : []);
    expect(found.doubt).toBeUndefined();
  });

  it('does not touch a file whose name differs in letter case only', async () => {
    const { api } = memoryGitHub(straight('data/straße.csv'));
    expect((await findTouched(api, PUSH, ['data/strasse.csv'])).paths.size).toBe(0);
  });

  it('that only adds commits is compared in one direction', async () => {
    const back = { [BACKWARD]: [{ isStraight: true, files: files('hr.csv') }] };
    const { api, read } = memoryGitHub({ comparisons: { ...straight('README.md').comparisons, ...back } });
    expect(await findTouched(api, PUSH, ['hr.csv'])).toEqual({ paths: new Set(), doubt: undefined });
    expect(read).toEqual([FORWARD]);
  });

  it('touches a name with an accent in either composition', async () => {
    const { api } = memoryGitHub(straight('data/cafe\u0301.csv'));
    const found = await findTouched(api, PUSH, ['data/caf\u00e9.csv']);
    expect(found.paths.size).toBe(1);
  });

  it.each(['new.csv', 'old.csv'])('touches both names of a renamed file: %s', async (path) => {
    const renamed = { name: 'new.csv', previousName: 'old.csv' };
    const { api } = memoryGitHub({ comparisons: { [FORWARD]: [{ isStraight: true, files: [renamed] }] } });
    expect((await findTouched(api, PUSH, [path])).paths).toEqual(new Set([path]));
  });

  it('distinguishes one file from another', async () => {
    const { api } = memoryGitHub(straight('b.csv'));
    expect((await findTouched(api, PUSH, ['a.csv', 'b.csv', 'c.csv'])).paths).toEqual(new Set(['b.csv']));
  });

  it('is certain below 300 files and in doubt at 300, which is all that GitHub shows', async () => {
    const shown = (count: number): MemoryGitHub => ({
      comparisons: { [FORWARD]: [{ isStraight: true, files: others(count) }] },
    });
    expect((await findTouched(memoryGitHub(shown(299)).api, PUSH, ['hr.csv'])).doubt).toBeUndefined();
    expect((await findTouched(memoryGitHub(shown(300)).api, PUSH, ['hr.csv'])).doubt).toContain('300 files');
    const pages = [others(300), files('hr.csv')].map((one) => ({ isStraight: true, files: one }));
    const { api, read } = memoryGitHub({ comparisons: { [FORWARD]: pages } });
    expect((await findTouched(api, PUSH, ['hr.csv'])).doubt).toContain('300 files');
    expect(read).toHaveLength(1);
  });

  it('is read to the end, and no further than needed', async () => {
    const pages = [others(100), [...others(99), ...files('hr.csv')], others(50)];
    const page = pages.map((one) => ({ isStraight: true, files: one }));
    const { api, read } = memoryGitHub({ comparisons: { [FORWARD]: page } });
    expect((await findTouched(api, PUSH, ['hr.csv'])).paths.size).toBe(1);
    expect(read).toHaveLength(2);
    expect(await findTouched(api, PUSH, ['absent.csv'])).toEqual({ paths: new Set(), doubt: undefined });
    expect(read).toHaveLength(5);
  });

  it('is certain of a file that is among the 300, and in doubt about the others', async () => {
    const page = { isStraight: true, files: [...others(299), ...files('hr.csv')] };
    const github = memoryGitHub({ comparisons: { [FORWARD]: [page] } });
    await expect(findTouched(github.api, PUSH, ['hr.csv'])).resolves.toEqual({
      paths: new Set(['hr.csv']),
      doubt: undefined,
    });
    const both = await findTouched(github.api, PUSH, ['hr.csv', 'payroll.csv']);
    expect([...both.paths]).toEqual(['hr.csv']);
    expect(both.doubt).toContain('300');
  });
});

describe('a force push', () => {
  const forced = (ahead: readonly string[], behind: readonly string[]): MemoryGitHub => ({
    comparisons: {
      [FORWARD]: [{ isStraight: false, files: files(...ahead) }],
      [BACKWARD]: [{ isStraight: false, files: files(...behind) }],
    },
  });

  it.each([
    ['the new commits change the file', ['hr.csv'], ['x'], true],
    ['the commits that are gone had changed it', ['x'], ['hr.csv'], true],
    ['neither has', ['x'], ['y'], false],
  ])('where %s', async (_, ahead, behind, touched) => {
    const { api } = memoryGitHub(forced(ahead, behind));
    const found = await findTouched(api, PUSH, ['hr.csv']);
    expect(found).toEqual({ paths: new Set(touched ? ['hr.csv'] : []), doubt: undefined });
  });

  it('is compared in one direction if that is enough', async () => {
    const { api, read } = memoryGitHub(forced(['hr.csv'], []));
    await findTouched(api, PUSH, ['hr.csv']);
    expect(read).toEqual([FORWARD]);
  });

  it('does not add up the files of both directions', async () => {
    const { api } = memoryGitHub({
      comparisons: {
        [FORWARD]: [{ isStraight: false, files: others(200) }],
        [BACKWARD]: [{ isStraight: false, files: others(200) }],
      },
    });
    expect((await findTouched(api, PUSH, ['hr.csv'])).doubt).toBeUndefined();
  });
});

describe('a merge group', () => {
  it('is compared with what it is to be merged into', async () => {
    const { api, read } = memoryGitHub(straight('hr.csv'));
    const group = { kind: 'merge-group', base: BASE, head: HEAD } as const;
    expect((await findTouched(api, group, ['hr.csv'])).paths.size).toBe(1);
    expect(read).toEqual([FORWARD]);
  });
});

describe('a pull request', () => {
  it('is read to the end, and no further than needed', async () => {
    const pages = [others(100), [...others(99), ...files('hr.csv')], others(50)];
    const { api, read } = memoryGitHub({ pullRequest: pages });
    expect((await findTouched(api, PULL, ['hr.csv'])).paths.size).toBe(1);
    expect(read).toEqual(['pull 7', 'pull 7']);
    expect(await findTouched(api, PULL, ['absent.csv'])).toEqual({ paths: new Set(), doubt: undefined });
    expect(read).toHaveLength(5);
  });

  it('is in doubt at 3,000 files, which is all that GitHub lists', async () => {
    const pages = Array.from({ length: 30 }, () => others(100));
    const { api, read } = memoryGitHub({ pullRequest: [...pages, files('hr.csv')] });
    expect((await findTouched(api, PULL, ['hr.csv'])).doubt).toContain('3000 files or more');
    expect(read).toHaveLength(30);
    const { api: fewer } = memoryGitHub({ pullRequest: [...pages.slice(1), others(99)] });
    expect((await findTouched(fewer, PULL, ['hr.csv'])).doubt).toBeUndefined();
  });

  it('is in doubt where GitHub lists fewer files than it counts', async () => {
    const { api } = memoryGitHub({ pullRequest: [others(2)] });
    const found = await findTouched(api, { ...PULL, changedFiles: 3 }, ['hr.csv']);
    expect(found.doubt).toBe('GitHub counts 3 files in the pull request, but lists 2.');
  });

  it('is in doubt where GitHub counts a file and lists none', async () => {
    const { api } = memoryGitHub({ pullRequest: [] });
    const found = await findTouched(api, { ...PULL, changedFiles: 1 }, ['hr.csv']);
    expect(found.doubt).toBe('GitHub counts 1 files in the pull request, but lists 0.');
  });

  it('is certain where GitHub lists as many files as it counts', async () => {
    const { api } = memoryGitHub({ pullRequest: [others(2)] });
    const found = await findTouched(api, { ...PULL, changedFiles: 2 }, ['hr.csv']);
    expect(found).toEqual({ paths: new Set(), doubt: undefined });
  });
});

describe('reasonToRunAll', () => {
  it.each([
    [{ kind: 'other', name: 'schedule' }, 'The event schedule has no commits of its own.'],
    [{ kind: 'other', name: '' }, 'The event of this run has no commits of its own.'],
    [
      { kind: 'unreadable', name: 'push', reason: 'its payload is broken' },
      'The commits of the event push are not known: its payload is broken.',
    ],
    [{ ...PUSH, before: undefined }, 'The branch is new, so there is no commit to compare with.'],
  ] as const)('%j', async (event, reason) => {
    expect(reasonToRunAll(event)).toBe(reason);
    const { api, read } = memoryGitHub({});
    if (event.kind !== 'push') expect((await findTouched(api, event, ['hr.csv'])).doubt).toBe(reason);
    expect(read).toEqual([]);
  });

  it('has none where there are commits to compare', () => {
    expect([PUSH, PULL].map(reasonToRunAll)).toEqual([undefined, undefined]);
  });
});
