import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { EXAMPLE_SOURCES } from '../../src/sandbox/example-sources.js';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { runStep, type StepRun } from '../support/run-action.js';
import { MANIFEST, manifestOf, stepsOf, type Strings, type Workflow } from '../support/workflow.js';
import { codeBlocks, readPage } from './documents.js';

/** The steps of the README, run as they are against the simulated tenant: only where the tenant is differs. */

const blocks = codeBlocks(readPage('README.md')).filter(({ language }) => language === 'yaml');
const [quickStart = '', , manySources = ''] = blocks.map(({ text }) => text);
const EMPLOYEES = readFileSync('demo/data/hr-employees.csv', 'utf8');

/** The scopes that the README gives to each of the two credentials. */
const scopesOf = (name: string): readonly string[] => {
  const row = new RegExp(`^\\| ${name} *\\| (.*?) *\\|$`, 'm').exec(readPage('README.md').text)?.[1] ?? '';
  return [...row.matchAll(/`([\w:-]+)`/g)].map(([, scope = '']) => scope);
};
const PREVIEW = {
  id: 'preview',
  secret: 'secret-of-the-preview',
  scopes: scopesOf('Preview'),
  userContext: true,
};
const UPLOAD = {
  id: 'upload',
  secret: 'secret-of-the-upload',
  scopes: scopesOf('Upload'),
  userContext: true,
};
const SECRETS: Strings = {
  SAIL_PREVIEW_CLIENT_ID: PREVIEW.id,
  SAIL_PREVIEW_CLIENT_SECRET: PREVIEW.secret,
  SAIL_CLIENT_ID: UPLOAD.id,
  SAIL_CLIENT_SECRET: UPLOAD.secret,
};

/** The inputs of each step that uses this action, with the secrets filled in and without the tenant. */
function inputsIn(yaml: string): readonly Strings[] {
  const text = yaml.includes('jobs:') ? yaml : `jobs:\n  job:\n    steps:\n${yaml.replace(/^/gm, '      ')}`;
  const steps = stepsOf(parse(text) as Workflow).filter(({ step }) => manifestOf(step) === MANIFEST);
  return steps.map(({ step }) => {
    const { tenant, ...given } = step.with ?? {};
    expect(tenant).toBe('acme');
    const filled = Object.entries(given).map(([name, value]) => [
      name,
      String(value).replace(/\$\{\{ secrets\.(\w+) \}\}/g, (_, secret: string) => SECRETS[secret] ?? ''),
    ]);
    return Object.fromEntries(filled) as Strings;
  });
}

describe('the README', () => {
  let runs: readonly StepRun[] = [];
  let uploads: readonly (string | undefined)[] = [];

  beforeAll(async () => {
    const sandbox = await startSandbox({
      clients: [PREVIEW, UPLOAD],
      sources: EXAMPLE_SOURCES,
      settings: { taskMs: 200 },
    });
    try {
      const [preview = {}, aggregate = {}] = inputsIn(quickStart);
      const [many = {}] = inputsIn(manySources);
      const files = { 'hr/employees.csv': EMPLOYEES, 'exports/employees.csv': EMPLOYEES };
      const done: StepRun[] = [];
      // A preview that would upload, as somebody who changes the workflow in a branch would have it.
      const changed = { ...preview, 'dry-run': 'false', comment: 'false' };
      for (const inputs of [preview, changed, aggregate, many]) {
        done.push(await runStep({ inputs: { 'base-url': sandbox.url, ...inputs }, files }));
      }
      runs = done;
      uploads = sandbox.requests
        .filter(({ operation, status }) => operation === 'loadAccounts' && status === 202)
        .map(({ operation }) => operation);
    } finally {
      await sandbox.close();
    }
  }, 120_000);

  it('names the scopes of both credentials', () => {
    expect(PREVIEW.scopes).toContain('idn:sources:read');
    expect(PREVIEW.scopes).not.toContain('idn:sources:manage');
    expect(UPLOAD.scopes).toContain('idn:sources:manage');
  });

  it('has a preview that shows the plan with a credential that can only read', () => {
    expect(runs[0]?.outputs).toMatchObject({ status: 'PLANNED', reason: '' });
    expect(runs[0]?.exitCode).toBe(0);
  });

  it('has a preview whose credential cannot upload, whatever a branch makes of the workflow', () => {
    expect(runs[1]?.exitCode).toBe(1);
    expect(runs[1]?.outputs['status']).toBe('FAILED');
  });

  it('has an upload that succeeds after the merge', () => {
    expect(runs[2]?.outputs).toMatchObject({ status: 'SUCCESS' });
  });

  it('has a list of sources that works in the example tenant', () => {
    const results = JSON.parse(runs[3]?.outputs['results'] ?? '[]') as readonly Strings[];
    expect(results.map(({ status }) => status)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
    // One upload by the quick start; of the list, each source is started once.
    expect(uploads).toHaveLength(4);
  });
});
