import { describe, expect, it } from '@jest/globals';
import { markerLine, type CommentMarker } from '../../src/github/comments.js';
import type { Target } from '../../src/model/settings.js';
import type { Outcome } from '../../src/model/outcome.js';
import { commentOf, markerOf } from '../../src/report/comment.js';
import {
  CONTEXT,
  failed,
  findings,
  many,
  manyChanges,
  outcome,
  PLAN,
  SHA,
  step,
  TARGET,
} from './fixtures.js';

const NOW = '2026-11-22T08:30:12.345Z';
const TENANT_URL = 'https://acme.api.identitynow.com';
const MARKER = markerOf(CONTEXT, TENANT_URL, [TARGET]);
const LINE = markerLine(MARKER);

describe('markerOf', () => {
  it('is two hashes, and shows no name', () => {
    expect(LINE).toMatch(/^<!-- sailpoint-source-aggregation [0-9a-f]{32} [0-9a-f]{32} -->$/);
  });

  const named = (sourceName: string): Target => ({ ...TARGET, sourceId: undefined, sourceName });

  it.each<[string, CommentMarker]>([
    ['workflow', markerOf({ ...CONTEXT, workflow: 'other' }, TENANT_URL, [TARGET])],
    ['job', markerOf({ ...CONTEXT, job: 'other' }, TENANT_URL, [TARGET])],
    ['tenant', markerOf(CONTEXT, 'https://other.api.identitynow.com', [TARGET])],
    ['source', markerOf(CONTEXT, TENANT_URL, [named('other')])],
    ['type', markerOf(CONTEXT, TENANT_URL, [{ ...TARGET, objectType: 'group' }])],
    ['number of sources', markerOf(CONTEXT, TENANT_URL, [TARGET, named('other')])],
  ])('is another one for another %s', (_, other) => {
    expect(markerLine(other)).not.toBe(LINE);
  });

  it('depends neither on the order of the sources nor on file, limits, or a name beside the id', () => {
    const [a, b] = [named('a'), named('b')];
    expect(markerOf(CONTEXT, TENANT_URL, [a, b])).toEqual(markerOf(CONTEXT, TENANT_URL, [b, a]));
    const same = { ...TARGET, sourceName: 'HR', csv: undefined, showValues: ['x'] };
    expect(markerOf(CONTEXT, TENANT_URL, [same])).toEqual(MARKER);
  });

  it.each<[string, CommentMarker]>([
    ['sources', markerOf(CONTEXT, TENANT_URL, [])],
    ['tenant', markerOf(CONTEXT, '', [TARGET])],
  ])('says so if the %s cannot be told', (_, marker) => {
    expect(markerLine(marker)).toBe(`<!-- sailpoint-source-aggregation ${MARKER.place} unknown -->`);
  });
});

describe('commentOf', () => {
  it('begins with the marker and ends with commit, time and run', () => {
    const body = commentOf(step([outcome()]), CONTEXT, MARKER, NOW);
    expect(body.startsWith(`${LINE}\n## ✅ HR Contractors: aggregated\n`)).toBe(true);
    expect(body.trimEnd().split('\n').at(-1)).toBe(
      `<sub>Commit [\`0123456\`](https://github.com/acme/identity/commit/${SHA}) · 2026-11-22 08:30:12 UTC · ` +
        '[run with all details](https://github.com/acme/identity/actions/runs/7/attempts/1)</sub>',
    );
  });

  it('leaves out what is not known', () => {
    const bare = { ...CONTEXT, sha: undefined, runUrl: undefined };
    expect(commentOf(step([outcome()]), bare, MARKER, NOW)).toMatch(
      /\n\n<sub>2026-11-22 08:30:12 UTC<\/sub>\n$/,
    );
  });

  const hostile = '|@`<\u{1F642}'.repeat(100_000);
  const changing = (columns: number, text: string): Outcome =>
    outcome({ plan: { ...PLAN, values: { kind: 'compared', changes: manyChanges(columns, text) } } });
  it.each([
    [
      '1,000 columns in show-values',
      [changing(1_000, 'a value of sixty characters, which is the longest one shown')],
    ],
    ['60 hostile columns in show-values', [changing(60, hostile)]],
    ['5,000 findings', [outcome({ findings: findings(...many('field-count', 5_000)) })]],
    [
      '100 sources',
      Array.from({ length: 100 }, () => outcome({ findings: findings(...many('stray-quote', 30)) })),
    ],
    ['1,000 hostile failures', Array.from({ length: 1_000 }, () => failed(hostile, hostile))],
    ['one hostile failure', [failed(hostile, hostile, { messages: [{ type: 'WARN', text: hostile }] })]],
  ])('stays under 65,536 characters with %s', (_, outcomes) => {
    const body = commentOf(step(outcomes), CONTEXT, MARKER, NOW);
    expect(body.length).toBeLessThan(65_536);
    expect(body.startsWith(LINE)).toBe(true);
    expect(body).toContain('run with all details');
  });
});

describe('with a plan that merging approves', () => {
  const hidden = `<!-- sailpoint-source-aggregation-plan v2 ${'A'.repeat(40_000)} -->`;
  const toApprove = outcome({
    status: 'PLANNED',
    review: { kind: 'to-approve', over: ['max-deletions'], hidden },
    findings: findings(...many('stray-quote', 500, { message: 'x'.repeat(400) })),
  });

  it('the comment holds the hidden plan below its marker, in full, however long the rest is', () => {
    const body = commentOf(step([toApprove]), CONTEXT, MARKER, NOW);
    expect(body.split('\n').slice(0, 3)).toEqual([
      LINE,
      hidden,
      '## ⚠️ HR Contractors: over max-deletions: merging approves exactly these 2 deletions and 12 creations',
    ]);
    expect(body.length).toBeLessThan(65_000);
    expect(body).toContain('Have this plan reviewed, then merge');
  });

  it('a table of sources marks and counts them', () => {
    const body = commentOf(step([toApprove, outcome({ status: 'PLANNED' })]), CONTEXT, MARKER, NOW);
    expect(body).toContain('## ⚠️ 2 of 2 sources passed: PLANNED, 1 over a limit');
    expect(body.match(/⚠️&nbsp;PLANNED/g)).toHaveLength(1);
  });

  it('the summary says what was approved after the merge', () => {
    const approved = outcome({ review: { kind: 'approved', over: ['max-changes'], pullRequest: 12 } });
    expect(commentOf(step([approved]), CONTEXT, MARKER, NOW)).toContain(
      'The plan was over `max-changes`: it is no more than what pull request #12 showed.',
    );
  });
});
