import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { byHand, pullRequestOf, pushOf } from '../runner/occasion.js';
import { useStage } from './stage.js';
import { textOf } from './workflows.js';

/** Workflows that start a simulated tenant themselves, with no secret. Nothing may go to the real one. */

const stage = useStage(import.meta.url, []);

/** A repository that has no secret yet. */
function withoutSecrets(): ReturnType<typeof stage> {
  stage().secrets = {};
  stage().environmentSecrets = {};
  return stage();
}

describe('the quick start, with one step more and without its tenant', () => {
  const QUICK_START = 'README.md#quick-start';
  const path = /csv-path: (.+)/.exec(textOf(QUICK_START))?.[1] ?? '';
  const demo = 'demo/data/hr-employees.csv';
  const tried = (text: string): string =>
    text
      .replaceAll(
        /( +)persist-credentials: false\n/g,
        '$&      - uses: OWNER/sailpoint-source-aggregation/sandbox@v1\n',
      )
      .replaceAll(/ +tenant: .*\n/g, '');

  it('shows the plan on a pull request and uploads after the merge', async () => {
    const { commit, github, play, tenant } = withoutSecrets();
    const base = commit(undefined, {});
    const pull = github.repository.open(base, commit(base, { [path]: readFileSync(demo, 'utf8') }));
    const planned = await play(QUICK_START, pullRequestOf(pull), tried);
    const merged = await play(QUICK_START, pushOf(base, pull.head), tried);

    expect(planned.jobs['preview']?.steps[2]?.outputs).toMatchObject({ status: 'PLANNED' });
    expect(pull.comments).toHaveLength(1);
    expect(merged.jobs['aggregate']?.steps[2]?.outputs).toMatchObject({ status: 'SUCCESS' });
    expect(tenant.requests).toEqual([]);
  });
});

describe('examples/try-it.yml', () => {
  it('works with the file of its comment', async () => {
    const lines = textOf('examples/try-it.yml').matchAll(/^# {3}(.*)$/gm);
    const file = [...lines].map(([, line = '']) => `${line}\n`).join('');
    const { commit, play } = withoutSecrets();
    const { jobs } = await play('examples/try-it.yml', byHand(commit(undefined, { 'data/hr.csv': file })));
    const [, , plan, aggregate] = jobs['try']?.steps ?? [];

    expect(plan?.outputs).toMatchObject({ 'planned-changed': '2', 'planned-deleted': '0' });
    expect(aggregate?.outputs).toMatchObject({ status: 'SUCCESS', 'accounts-updated': '2' });
  });

  it('shows the plan, aggregates, and says at the end what the tenant has received', async () => {
    const file = [
      'id,name,email,department,groups',
      '1001,Ada Almeida,ada.almeida@example.org,Finance,staff',
      '1002,Bruno Brandt,bruno.brandt@example.org,Support,staff',
      '1003,Chiara Costa,chiara.costa@example.org,Sales,staff',
      '',
    ].join('\n');
    const { commit, play, tenant } = withoutSecrets();
    const { jobs } = await play('examples/try-it.yml', byHand(commit(undefined, { 'data/hr.csv': file })));
    const [, , plan, aggregate, post] = jobs['try']?.steps ?? [];

    expect(jobs['try']?.result).toBe('success');
    expect([plan?.outputs['status'], aggregate?.outputs['status']]).toEqual(['PLANNED', 'SUCCESS']);
    expect(post?.summary).toContain('| HR Employees | a CSV file | 3 |');
    expect(post?.summary).toContain('| HR Employees | SUCCESS | 1 | 1 | 0 | 1 |');
    expect(tenant.requests).toEqual([]);
  });
});

describe('sandbox/README.md#as-a-step-of-a-workflow', () => {
  it('aggregates a file into a source of the list beside it', async () => {
    const { commit, fileText, play, tenant } = withoutSecrets();
    const files = {
      'hr/sources.yml': fileText('sandbox/README.md#as-a-step-of-a-workflow 2'),
      'hr/employees.csv': [
        'id,name,email,groups',
        '0017,Ada Almeida,ada@example.org,staff',
        '0018,Bruno Brandt,bruno@example.org,staff',
        '',
      ].join('\n'),
    };
    const occasion = byHand(commit(undefined, files));
    const { jobs } = await play('sandbox/README.md#as-a-step-of-a-workflow', occasion);

    expect(jobs['try']?.steps[2]?.outputs).toMatchObject({
      ...{ status: 'SUCCESS', 'planned-kept': '2', 'planned-deleted': '0', 'accounts-updated': '1' },
    });
    expect(tenant.requests).toEqual([]);
  });
});
