import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommentsApi } from '../../src/github/comments.js';
import type { StepResult } from '../../src/model/outcome.js';
import { publish, type PublishParts } from '../../src/report/publish.js';
import { AnnotationBudget } from '../../src/runtime/annotation-budget.js';
import { systemClock } from '../../src/runtime/clock.js';
import { createLog } from '../../src/runtime/log.js';
import { Secrets } from '../../src/runtime/secrets.js';
import {
  CONTEXT,
  failed,
  finding,
  findings,
  outcome,
  recordingToolkit,
  type Said,
  step,
  TARGET,
} from './fixtures.js';

const folder = mkdtempSync(join(tmpdir(), 'publish-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Published {
  readonly said: Said[];
  readonly summary: string;
}

const QUIET = {
  clock: systemClock,
  cancelling: new AbortController().signal,
  pullRequest: undefined,
  tenant: undefined,
};

let runs = 0;

async function published(
  result: StepResult,
  changes: Partial<PublishParts> & { debugging?: boolean; secret?: string } = {},
): Promise<Published> {
  const { toolkit, said } = recordingToolkit(changes.debugging);
  const secrets = new Secrets();
  if (changes.secret !== undefined) secrets.add(changes.secret);
  const budget = new AnnotationBudget(toolkit, secrets);
  const summaryPath = join(folder, `summary-${(runs += 1)}.md`);
  writeFileSync(summaryPath, '');
  await publish(result, {
    toolkit,
    secrets,
    budget,
    log: createLog(toolkit, secrets, budget),
    context: CONTEXT,
    summaryPath,
    ...QUIET,
    ...changes,
  });
  return { said, summary: readFileSync(summaryPath, 'utf8') };
}

function of(said: readonly Said[], kind: string): string[] {
  return said.filter((one) => one.kind === kind).map(({ message }) => message);
}

it('writes the job summary even where the outputs cannot be written', async () => {
  const { toolkit, said } = recordingToolkit();
  const full = {
    ...toolkit,
    setOutput: () => {
      throw new Error('No space left on device');
    },
  };
  const summaryPath = join(folder, 'summary-of-a-full-disk.md');
  writeFileSync(summaryPath, '');
  const secrets = new Secrets();
  const budget = new AnnotationBudget(full, secrets);
  const log = createLog(full, secrets, budget);
  const parts = { toolkit: full, secrets, budget, log, context: CONTEXT, summaryPath, ...QUIET };
  await publish(step([outcome()]), parts);
  expect(of(said, 'setFailed')).toEqual([
    expect.stringMatching(
      /outputs of this step cannot be written: No space left on device\. .*SUCCESS \(task/,
    ),
  ]);
  expect(readFileSync(summaryPath, 'utf8')).toContain('## ❌ HR Contractors');
  expect(of(said, 'info')).toEqual([expect.stringContaining('HR Contractors: SUCCESS')]);
});

describe('a step that passed', () => {
  it('sets its outputs, writes its summary, and fails nothing', async () => {
    const { said, summary } = await published(step([outcome()]));
    expect(of(said, 'setFailed')).toEqual([]);
    expect(of(said, 'setOutput')).toContain('status=SUCCESS');
    expect(of(said, 'setFailed')).toEqual([]);
    expect(summary).toContain('HR Contractors');
  });
});

describe('a step that failed', () => {
  it('reports the failure exactly once, after everything else', async () => {
    const { said, summary } = await published(
      step([failed('HR', 'It broke.'), failed('Payroll', 'It broke, too.')]),
    );
    expect(of(said, 'setFailed')).toHaveLength(1);
    expect(of(said, 'setFailed')).toHaveLength(1);
    expect(said.at(-1)?.kind).toBe('setFailed');
    expect(of(said, 'setOutput')).toContain('status=FAILED');
    expect(summary).toContain('It broke.');
  });

  it('shows findings where they are in the file', async () => {
    const rejected = outcome({
      status: 'REJECTED',
      findings: findings(finding('field-count', 7)),
      failure: { message: 'data/hr.csv has 1 error.', next: 'Fix it.', cause: undefined },
    });
    const { said } = await published(step([rejected]));
    expect(said).toContainEqual(
      expect.objectContaining({ kind: 'error', properties: expect.objectContaining({ startLine: 7 }) }),
    );
  });

  it('shows the stack of the cause in debug logging', async () => {
    const cause = new Error('deep down');
    const broken = outcome({ status: 'FAILED', failure: { message: 'It broke.', next: '', cause } });
    expect(of((await published(step([broken]))).said, 'debug')).toEqual([]);
    expect(of((await published(step([broken]), { debugging: true })).said, 'debug').join()).toContain(
      'deep down',
    );
    const wrong = {
      outcomes: [],
      failure: { status: 'FAILED' as const, message: 'Wrong inputs.', next: '', cause },
    };
    expect(of((await published(wrong, { debugging: true })).said, 'debug').join()).toContain('deep down');
    delete cause.stack;
    expect(of((await published(wrong, { debugging: true })).said, 'debug')).toEqual(['deep down']);
  });
});

describe('what cannot be written', () => {
  it('a comment: a warning, also in the summary', async () => {
    const { said, summary } = await published(step([outcome()]), {
      pullRequest: { tenant: '', targets: [TARGET], open: () => Promise.reject(new Error('no')) },
    });
    expect(of(said, 'setFailed')).toEqual([]);
    expect(of(said, 'warning')).toEqual([
      expect.stringContaining('The comment on the pull request could not be written: no.'),
    ]);
    expect(summary).toContain('The comment on the pull request could not be written');
  });

  it('a summary: a line in the log', async () => {
    const { said } = await published(step([outcome()]), { summaryPath: join(folder, 'no', 'where') });
    expect(of(said, 'setFailed')).toEqual([]);
    expect(of(said, 'info').join()).toMatch(/summary/i);
  });
});

/** A pull request without comments; `create` says how writing one ends. */
function emptyPullRequest(
  written: string[],
  create: () => Promise<void> = () => Promise.resolve(),
): CommentsApi {
  return {
    list: async function* () {
      yield* await Promise.resolve([]);
    },
    create: (body) => {
      written.push(body);
      return create();
    },
    update: () => Promise.resolve(),
  };
}

it('a secret is nowhere', async () => {
  const secret = 'wrong-secret-4711';
  const written: string[] = [];
  const cause = new Error(`deep down ${secret}`);
  const broken = failed(`HR ${secret}`, `ISC said ${secret}`, {
    messages: [{ type: 'ERROR', text: secret }],
    failure: { message: `ISC said ${secret}`, next: secret, cause },
  });
  const { said, summary } = await published(step([broken]), {
    secret,
    debugging: true,
    pullRequest: {
      tenant: '',
      targets: [TARGET],
      open: () =>
        Promise.resolve(emptyPullRequest(written, () => Promise.reject(new Error(`No comment: ${secret}`)))),
    },
  });
  expect(written).toHaveLength(1);
  expect(JSON.stringify([said, summary, written])).not.toContain(secret);
});

it('results that are too large for a variable are a line in the log', async () => {
  const { said } = await published(step(Array.from({ length: 300 }, () => outcome())));
  expect(of(said, 'info').join('\n')).toMatch(/^The output results has 1\d\d,\d{3} bytes\./m);
});

describe('a plan that merging approves', () => {
  const planned = (): StepResult =>
    step([
      outcome({
        status: 'PLANNED',
        review: { kind: 'to-approve', over: ['max-changes'], hidden: '<!-- x -->' },
      }),
    ]);

  it('is nothing if the comment could not be written, which a warning and the summary say', async () => {
    const { said, summary } = await published(planned(), {
      pullRequest: { tenant: '', targets: [TARGET], open: () => Promise.reject(new Error('no')) },
    });
    expect(of(said, 'setFailed')).toEqual([]);
    expect(of(said, 'warning')).toEqual([
      expect.stringContaining('The comment on the pull request could not be written: no.'),
      expect.stringMatching(
        /^HR Contractors: merging this pull request approves nothing over max-changes but what an earlier comment on this commit shows/,
      ),
    ]);
    expect(summary).toContain('merging approves nothing');
  });

  it('is in the summary if it was written', async () => {
    const written: string[] = [];
    const { summary } = await published(planned(), {
      pullRequest: { tenant: '', targets: [TARGET], open: () => Promise.resolve(emptyPullRequest(written)) },
    });
    expect(written).toEqual([expect.stringContaining('<!-- x -->')]);
    expect(summary).toContain('merging approves exactly these 2 deletions and 12 creations');
  });
});
