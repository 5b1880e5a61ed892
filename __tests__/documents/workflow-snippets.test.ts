import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { check } from '../support/github-checker.js';
import {
  asWorkflow,
  faultsOfRuns,
  MANIFEST,
  SANDBOX_MANIFEST,
  unpinned,
  type Workflow,
} from '../support/workflow.js';
import { codeBlocks, codeSpans, PAGES } from './documents.js';

const snippets = PAGES.flatMap(codeBlocks)
  .filter(({ language, text }) => ['yaml', 'yml'].includes(language) && text.includes('uses:'))
  .map(({ path, text }, index) => [`${path}, ${index + 1}`, text] as const);

describe.each(snippets)('the workflow in %s', (_, text) => {
  const whole = asWorkflow(text);
  const workflow = parse(whole) as Workflow;

  it('has no fault that GitHub would see', async () => {
    expect(await check('snippet.yml', `${whole}\n`)).toEqual([]);
    expect(faultsOfRuns(workflow)).toEqual([]);
  });

  it('pins the actions of others, and says what it may do', () => {
    expect(unpinned(text)).toEqual([]);
    expect(workflow.permissions).toBeDefined();
  });
});

it('there are workflows to check', () => {
  expect(snippets.length).toBeGreaterThan(4);
});

describe('inputs named in the text of pages', () => {
  /** What else is written like `dry-run: true`: keys of workflow files, permissions, inputs of actions/checkout. */
  const OTHERS = [
    ...[
      'if',
      'needs',
      'uses',
      'environment',
      'secrets',
      'queue',
      'group',
      'cancel-in-progress',
      'background',
      'fail-fast',
      'max-parallel',
      'continue-on-error',
    ],
    ...['contents', 'actions', 'pull-requests', 'id-token'],
    ...['persist-credentials', 'lfs', 'fetch-depth', 'raw'],
  ];
  const named = PAGES.filter(({ path }) => path !== 'CHANGELOG.md').flatMap((page) =>
    codeSpans(page).flatMap((text) => {
      const name = /^([a-z][a-z-]+): [\w%.$]+/.exec(text)?.[1];
      return name === undefined ? [] : [[page.path, text, name] as const];
    }),
  );

  it('exist', () => {
    expect(named.length).toBeGreaterThan(10);
  });

  it.each(named)('%s: %s', (_path, _text, name) => {
    expect([...OTHERS, ...Object.keys(MANIFEST.inputs), ...Object.keys(SANDBOX_MANIFEST.inputs)]).toContain(
      name,
    );
  });
});
