import { describe, expect, it } from '@jest/globals';
import type { Commit } from '../../sandbox/tenant/github/history.js';
import { byHand, pullRequestOf, pushOf, scheduled, type Occasion } from '../runner/occasion.js';
import type { WorkflowRecord } from '../runner/world.js';
import { withChat } from './chat.js';
import { PREVIEW } from './credentials.js';
import { CONTRACTORS, fileFor, HR, hrFile } from './sources.js';
import { useStage } from './stage.js';

/** One workflow for many repositories, called by one of them. */

const CALLER = 'examples/reusable-caller.yml';
const stage = useStage(import.meta.url, [HR, CONTRACTORS]);

const main = (files: Readonly<Record<string, string>> = {}): Commit =>
  stage().commit(undefined, { 'data/hr.csv': 'old', 'data/contractors.csv': 'old', ...files });
const play = (occasion: Occasion, change?: (text: string) => string): Promise<WorkflowRecord> =>
  stage().play(CALLER, occasion, change);

/** A push to main that deletes so many accounts of HR; one of fifty is what the shared workflow allows. */
function push(deleted = 0): Occasion {
  const before = main();
  const files = { 'data/hr.csv': hrFile(deleted), 'data/contractors.csv': fileFor(CONTRACTORS) };
  return pushOf(before, stage().commit(before, files));
}

/** What a job of the caller sees of the call, printed by a job that is put behind it. */
function withLaterJob(text: string): string {
  return `${text}
  later:
    needs: hr
    if: always()
    runs-on: ubuntu-latest
    steps:
      - env:
          STATUS: \${{ needs.hr.outputs.status }}
          REASON: \${{ needs.hr.outputs.reason }}
          NAMES: \${{ join(fromJSON(needs.hr.outputs.results || '[]').*.source-name, ', ') }}
        run: echo "$STATUS|$NAMES|$REASON"
`;
}

describe('on a pull request', () => {
  const pullRequest = (changes: Readonly<Record<string, string>>, from?: string): Occasion => {
    const base = main();
    return pullRequestOf(stage().github.repository.open(base, stage().commit(base, changes)), from);
  };

  it('plans the files that are touched, with the credential that can only read', async () => {
    const { jobs } = await play(pullRequest({ 'data/hr.csv': hrFile() }), withLaterJob);
    const named = stage().tenant.requests.filter(({ operation }) => operation !== 'token');

    expect(jobs['hr / preview']?.result).toBe('success');
    expect(jobs['later']?.steps[0]?.log).toBe('PLANNED|HR Employees, Contractors|\n');
    expect([...new Set(named.map(({ clientId }) => clientId))]).toEqual([PREVIEW.id]);
    expect(stage().started()).toEqual([]);
  });

  it('is, for a fork, green where no file is touched, and red elsewhere', async () => {
    const [other, touched] = [{ 'README.md': 'Hello' }, { 'data/hr.csv': hrFile() }];
    const results = [
      (await play(pullRequest(other, 'stranger/identity'))).jobs['hr / preview']?.result,
      (await play(pullRequest(touched, 'stranger/identity'))).jobs['hr / preview']?.result,
    ];

    expect(results).toEqual(['success', 'failure']);
    expect(stage().tenant.requests).toEqual([]);
  });
});

describe('on main', () => {
  it('uploads the files, and hands the results to later jobs', async () => {
    const { jobs } = await play(push(), withLaterJob);

    expect(jobs['hr / preview']?.result).toBe('skipped');
    expect(jobs['hr / another-event']?.result).toBe('skipped');
    expect(jobs['later']?.steps[0]?.log).toBe('SUCCESS|HR Employees, Contractors|\n');
    expect([...stage().started()].sort()).toEqual(['Contractors', 'HR Employees']);
  });

  it.each<[string, () => Occasion]>([
    ['every night', () => scheduled('47 2 * * *', push().commit)],
    ['by hand', () => byHand(push().commit)],
  ])('uploads them %s', async (_, occasion) => {
    const { jobs } = await play(occasion());

    expect(jobs['hr / aggregate']?.result).toBe('success');
    expect(stage().started()).toHaveLength(2);
  });

  it('says in the chat why a file did not pass, and aggregates the other', async () => {
    await withChat(stage(), async (posted) => {
      const { jobs } = await play(push(2), withLaterJob);

      expect(jobs['hr / aggregate']?.result).toBe('failure');
      expect(jobs['later']?.steps[0]?.log).toMatch(
        /^REJECTED\|HR Employees, Contractors\|.*would delete 2 of the/,
      );
      expect(posted).toEqual([
        { text: expect.stringMatching(/^acme\/identity: REJECTED\. .*would delete 2 of the/) },
      ]);
      expect(stage().started()).toEqual(['Contractors']);
    });
  });

  it('says in the chat where to look if the list is none, before anything is asked', async () => {
    await withChat(stage(), async (posted) => {
      const { jobs } = await play(push(), (text) => text.replace('"HR Employees",', '"HR Employees"'));

      expect(jobs['hr / aggregate']?.result).toBe('failure');
      const words = 'did not start. The action did not start. See the log of the run.';
      expect(posted).toEqual([{ text: expect.stringContaining(`acme/identity: ${words}\n`) }]);
      expect(stage().tenant.requests).toEqual([]);
    });
  });

  it.each<[string, string, string]>([
    ['a number that is lower', 'max-deletions: 25', 'max-deletions: 0'],
    ['a number that is higher', 'max-deletions: 25', 'max-deletions: 50'],
    [
      'a limit in the list',
      '"csv-path": "data/hr.csv"',
      '"csv-path": "data/hr.csv", "max-deletions": "100%"',
    ],
    [
      'checks in the list',
      '"csv-path": "data/hr.csv"',
      '"csv-path": "data/hr.csv", "warn-only": "not-an-account"',
    ],
  ])('a caller cannot raise the limit by %s', async (_, written, instead) => {
    const occasion = push(instead.endsWith(' 0') ? 1 : 2);
    const { jobs } = await play(occasion, (text) => text.replace(written, instead));
    const [first] = JSON.parse(jobs['hr / aggregate']?.outputs['results'] ?? '[]') as { status: string }[];

    expect(first?.status).toBe('REJECTED');
    expect(stage().started()).toEqual(['Contractors']);
  });
});

describe('on another event', () => {
  it('is red, since nothing would run', async () => {
    const occasion = { ...byHand(main()), event: 'repository_dispatch' };
    const { jobs } = await play(occasion, (text) =>
      text.replace('workflow_dispatch:', 'repository_dispatch:'),
    );

    expect(Object.entries(jobs).map(([name, { result }]) => [name, result])).toEqual([
      ['hr / preview', 'skipped'],
      ['hr / aggregate', 'skipped'],
      ['hr / another-event', 'failure'],
    ]);
    expect(jobs['hr / another-event']?.steps[0]?.annotations[0]?.message).toBe(
      'This workflow does not serve the event repository_dispatch. Nothing was aggregated.',
    );
  });

  it('is not started by a push to another branch', async () => {
    const before = main();
    const pushed = pushOf(before, stage().commit(before, { 'data/hr.csv': hrFile() }), 'mine');

    expect(await play(pushed)).toMatchObject({ started: false });
  });
});
