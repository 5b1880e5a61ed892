import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StepResult } from '../../src/model/outcome.js';
import { publish, type PublishParts } from '../../src/report/publish.js';
import { AnnotationBudget } from '../../src/runtime/annotation-budget.js';
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
} from './fixtures.js';

const folder = mkdtempSync(join(tmpdir(), 'publish-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Published {
  readonly passed: boolean;
  readonly said: Said[];
  readonly summary: string;
}

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
  const passed = await publish(result, {
    toolkit,
    secrets,
    budget,
    log: createLog(toolkit, secrets, budget),
    context: CONTEXT,
    summaryPath,
    comment: undefined,
    ...changes,
  });
  return { passed, said, summary: readFileSync(summaryPath, 'utf8') };
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
  const parts = { toolkit: full, secrets, budget, log, context: CONTEXT, summaryPath, comment: undefined };
  await expect(publish(step([outcome()]), parts)).rejects.toThrow('No space left');
  expect(readFileSync(summaryPath, 'utf8')).toContain('## ✅ HR Contractors');
  expect(of(said, 'info')).toEqual([expect.stringContaining('HR Contractors: SUCCESS')]);
});

describe('a step that passed', () => {
  it('sets its outputs, writes its summary, and fails nothing', async () => {
    const { passed, said, summary } = await published(step([outcome()]));
    expect(passed).toBe(true);
    expect(of(said, 'setOutput')).toContain('status=SUCCESS');
    expect(of(said, 'setFailed')).toEqual([]);
    expect(summary).toContain('HR Contractors');
  });
});

describe('a step that failed', () => {
  it('says so exactly once, after everything else', async () => {
    const { passed, said, summary } = await published(
      step([failed('HR', 'It broke.'), failed('Payroll', 'It broke, too.')]),
    );
    expect(passed).toBe(false);
    expect(of(said, 'setFailed')).toHaveLength(1);
    expect(said.at(-1)?.kind).toBe('setFailed');
    expect(of(said, 'setOutput')).toContain('status=FAILED');
    expect(summary).toContain('It broke.');
  });

  it('shows findings where they are in the file', async () => {
    const rejected = outcome({
      status: 'REJECTED',
      findings: findings(finding('field-count', 7)),
      failure: { message: 'data/hr.csv has 1 error.', next: 'Mend it.', cause: undefined },
    });
    const { said } = await published(step([rejected]));
    expect(said).toContainEqual(
      expect.objectContaining({ kind: 'error', properties: expect.objectContaining({ startLine: 7 }) }),
    );
  });

  it('gives the stack of a cause to those who look for a defect', async () => {
    const cause = new Error('deep down');
    const broken = outcome({ status: 'FAILED', failure: { message: 'It broke.', next: '', cause } });
    expect(of((await published(step([broken]))).said, 'debug')).toEqual([]);
    expect(of((await published(step([broken]), { debugging: true })).said, 'debug').join()).toContain(
      'deep down',
    );
    const wrong = {
      outcomes: [],
      failure: { status: 'FAILED' as const, message: 'Wrong inputs.', next: '', cause },
      warnings: [],
    };
    expect(of((await published(wrong, { debugging: true })).said, 'debug').join()).toContain('deep down');
    delete cause.stack;
    expect(of((await published(wrong, { debugging: true })).said, 'debug')).toEqual(['deep down']);
  });
});

describe('what cannot be written', () => {
  it('a comment: a warning, in the summary, too', async () => {
    const { passed, said, summary } = await published(step([outcome()]), {
      comment: async () => Promise.resolve('The comment could not be written.'),
    });
    expect(passed).toBe(true);
    expect(of(said, 'warning')).toEqual(['The comment could not be written.']);
    expect(summary).toContain('The comment could not be written.');
  });

  it('a summary: a line in the log', async () => {
    const { passed, said } = await published(step([outcome()]), { summaryPath: join(folder, 'no', 'where') });
    expect(passed).toBe(true);
    expect(of(said, 'info').join()).toMatch(/summary/i);
  });
});

it('a secret is nowhere', async () => {
  const secret = 'wrong-secret-4711';
  const told: StepResult[] = [];
  const cause = new Error(`deep down ${secret}`);
  const broken = failed(`HR ${secret}`, `ISC said ${secret}`, {
    messages: [{ type: 'ERROR', text: secret }],
    failure: { message: `ISC said ${secret}`, next: secret, cause },
  });
  const { said, summary } = await published(step([broken]), {
    secret,
    debugging: true,
    comment: async (result) => {
      told.push(result);
      return Promise.resolve(`No comment: ${secret}`);
    },
  });
  const shown = told.flatMap(({ outcomes }) =>
    outcomes.map(({ failure, source }) => [failure?.message, source?.name]),
  );
  expect(JSON.stringify([said, summary, shown])).not.toContain(secret);
});

describe('deletions that merging approves', () => {
  const planned = (): StepResult =>
    step([
      outcome({ status: 'PLANNED', review: { kind: 'to-approve', deletions: 8, hidden: '<!-- x -->' } }),
    ]);

  it('are none where the comment could not be written: a warning and the summary say so', async () => {
    const { passed, said, summary } = await published(planned(), {
      comment: () => Promise.resolve('The comment on the pull request could not be written.'),
    });
    expect(passed).toBe(true);
    expect(of(said, 'warning')).toEqual([
      'The comment on the pull request could not be written.',
      expect.stringMatching(/^HR Contractors: merging this pull request approves none of the deletions/),
    ]);
    expect(summary).toContain('merging approves none of these 8 deletions');
  });

  it('stand in the summary where it was written', async () => {
    const { summary } = await published(planned(), { comment: () => Promise.resolve(undefined) });
    expect(summary).toContain('merging approves exactly these 8 deletions');
  });
});
