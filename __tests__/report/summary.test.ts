import { describe, expect, it } from '@jest/globals';
import type { Rule } from '../../src/model/finding.js';
import { NO_COUNTS } from '../../src/model/task.js';
import { summaryOf } from '../../src/report/summary.js';
import {
  CONTEXT,
  failed,
  finding,
  findings,
  many,
  manyChanges,
  outcome,
  PLAN,
  SHA,
  SOURCE,
  step,
  TARGET,
} from './fixtures.js';

const MEBIBYTE = 1024 * 1024;
const one = (...changes: Parameters<typeof outcome>): string =>
  summaryOf(step([outcome(...changes)]), CONTEXT);
const ids = (howMany: number): string[] => Array.from({ length: howMany }, (_, n) => `id-${n}`);

describe('the summary of one source', () => {
  it('reads as one section, verdict first', () => {
    expect(one()).toMatchInlineSnapshot(`
      "## ✅ HR Contractors: aggregated

      ISC has finished the aggregation and reports success.

      | Accounts | Planned | ISC |
      | :-- | --: | --: |
      | Created | 12 | 12 |
      | Deleted | 2 | 2 |
      | Kept | 1,986 | 30 updated, 1,956 unchanged |
      | In the file | 1,998 | 1,998 |

      **Limits**

      - 2 of 1,988 accounts on the source are deleted (0.1 %); \`max-deletions\` is 10 %, the default.
      - Values are not compared; \`max-changes\` is 100 %.

      <details><summary>Source, file and task</summary>

      - Source: [HR Contractors](https://acme.identitynow.com/ui/a/admin/connections/sources/2c9180835d2e5168015d32f890ca1581) \`2c9180835d2e5168015d32f890ca1581\`
      - File: [\`data/hr.csv\`](https://github.com/acme/identity/blob/0123456789abcdef0123456789abcdef01234567/data/hr.csv): 2,000 rows, 1,998 accounts
      - Task: \`ef38f94347e94562b5bb8424a56397d8\`
      - Duration: 1 min 12 s

      </details>
      "
    `);
  });

  it.each([
    [{ host: 'acme.api.identitynow.com', isSimulated: false }, '`acme.api.identitynow.com`'],
    [{ host: '127.0.0.1:8080', isSimulated: true }, '`127.0.0.1:8080` (simulated)'],
  ])('names the tenant below the verdict: %j', (tenant, words) => {
    const page = summaryOf(step([outcome()], { tenant }), CONTEXT);
    expect(page.split('\n').slice(0, 3)).toEqual([expect.any(String), '', `Tenant: ${words}`]);
  });

  it('says at the top what failed and what to do next', () => {
    const page = summaryOf(step([failed('HR', 'ISC refused:\n<b>no</b> @octocat')]), CONTEXT);
    expect(page).toMatch(/^## ❌ HR: failed\n/);
    expect(page).toContain('ISC refused:<br>&#60;b&#62;no&#60;/b&#62; @&#8203;octocat');
    expect(page).toContain('**Next:** Try again.');
    expect(page).not.toContain('| Accounts');
  });

  it('shows a plan without counts, and counts without a plan', () => {
    const planned = one({ status: 'PLANNED', counts: NO_COUNTS, fate: { kind: 'none' } });
    expect(planned).toContain('| Accounts | Planned |');
    expect(planned).toContain('| Deleted | 2 |');
    expect(planned).toContain('**Next:** To upload the file, run the step without `dry-run`.');
    const direct = one({ plan: undefined, csv: undefined, target: { ...TARGET, csv: undefined } });
    expect(direct).toContain('| Accounts | ISC |');
    expect(direct).not.toContain('File:');
  });

  it('has the two numbers of a dry run in its first line', () => {
    expect(one({ status: 'PLANNED', counts: NO_COUNTS })).toMatch(
      /^## 📋 HR Contractors: would create 12 and delete 2 accounts\n/,
    );
    expect(one({ status: 'PLANNED', counts: NO_COUNTS, plan: undefined })).toMatch(
      /^## 📋 HR Contractors: dry run\n/,
    );
  });

  it('says a failure once', () => {
    const failure = { message: 'hr.csv has 4 errors.', next: 'Fix it.', cause: undefined };
    expect(one({ status: 'REJECTED', failure })).not.toContain('Nothing was uploaded to ISC.');
    const late = { ...failure, message: 'Too late. ISC continues with task t.' };
    expect(one({ status: 'TIMED_OUT', failure: late }).split('continues')).toHaveLength(2);
  });

  it('shows a dash for what ISC does not give', () => {
    const page = one({ counts: { ...NO_COUNTS, created: 12 } });
    expect(page).toContain('| Created | 12 | 12 |');
    expect(page).toContain('| Deleted | 2 | – |');
    expect(page).toContain('| Kept | 1,986 | – |');
  });

  it('says if ISC deleted more or fewer accounts than planned', () => {
    expect(one({ counts: { ...NO_COUNTS, deleted: 5 } })).toContain(
      'ISC reports 5 deleted accounts; 2 were planned.',
    );
    expect(one()).not.toContain('were planned');
  });

  it('groups findings by rule, linked to the rule and to the line at this commit', () => {
    const page = one({
      findings: findings(
        finding('field-count', 12, { column: 3, message: 'Too many fields: <a|b>' }),
        finding('empty-file', undefined, { message: 'Nothing in it.' }),
        finding('identity-blanks', 4, { severity: 'warning' }),
      ),
    });
    expect(page).toContain('**File checks: 2 errors and 1 warning**');
    expect(page).toContain(
      '❌ **[`field-count`](https://github.com/vendor/action/blob/v1/docs/checks.md#field-count)**: 1 error',
    );
    expect(page).toContain(
      `- [Line 12, column 3](https://github.com/acme/identity/blob/${SHA}/data/hr.csv?plain=1#L12): Too many fields: &#60;a&#124;b&#62;`,
    );
    expect(page).toContain('- Nothing in it.');
    expect(page).toMatch(
      /^⚠️ \*\*.*\*\*: 1 warning · \[what to set in the export\]\(.*\/exports\.md#[a-z-]+\)$/m,
    );
  });

  it('shows ten of a rule and folds the others', () => {
    const page = one({ findings: findings(...many('field-count', 25)) });
    expect(page.indexOf('Wrong in line 11.')).toBeLessThan(page.indexOf('15 more entries'));
    expect(page.indexOf('Wrong in line 12.')).toBeGreaterThan(page.indexOf('15 more entries'));
  });

  it('reports the same finding on many lines once, with their ranges', () => {
    const lines = [12, 13, 14, 71, 80, 81];
    const found = findings(
      ...lines.map((line) => finding('blank-identity', line, { message: 'The native identity is blank.' })),
      finding('blank-identity', 90, { message: 'Something else.' }),
    );
    const file = `https://github.com/acme/identity/blob/${SHA}/data/hr.csv?plain=1`;
    const page = one({ findings: found });
    expect(page).toContain(
      `- 6 lines ([12–14](${file}#L12-L14), [71](${file}#L71), [80–81](${file}#L80-L81)): The native identity is blank.\n`,
    );
    expect(page).toContain(`- [Line 90](${file}#L90): Something else.`);
  });

  it('folds the ranges of a rule that is broken all over the file', () => {
    const found = findings(
      ...Array.from({ length: 300 }, (_, n) => finding('field-count', 2 * n + 2, { message: 'Wrong.' })),
    );
    const page = one({ findings: found });
    expect(page).toMatch(
      /- 300 lines \(.*\[40\]\(.*\), …\): Wrong\. <details><summary>More lines<\/summary>2, 4, /,
    );
    expect(page).toContain(', 598, 600</details>');
    expect(page.match(/plain=1#L/g)).toHaveLength(20);
    const more = Array.from({ length: 301 }, (_, n) =>
      finding('field-count', 2 * n + 2, { message: 'Wrong.' }),
    );
    expect(one({ findings: findings(...more) })).toContain(', 598, 600, …</details>');
  });

  it('counts findings that were not kept', () => {
    const found = {
      ...findings(...many('field-count', 2)),
      counts: new Map<Rule, number>([['field-count', 900]]),
    };
    expect(one({ findings: { ...found, errors: 900 } })).toContain('And 898 more findings of this rule.');
    const gone = { ...found, kept: [], errors: 900 };
    expect(one({ findings: gone })).toContain('**: 900 findings');
  });

  it("shows ISC's messages and the plan's notes", () => {
    const page = one({
      status: 'WARNING',
      messages: [
        { type: 'ERROR', text: 'broken' },
        { type: 'WARN', text: '# odd' },
        { type: 'INFO', text: 'fine' },
      ],
      plan: { ...PLAN, notes: ['Deletion is switched off.'] },
    });
    expect(page).toContain('- ❌ broken\n- ⚠️ &#35; odd\n- ℹ️ fine');
    expect(page).toContain('ℹ️ Deletion is switched off.');
    expect(page).toContain("**Next:** Read ISC's messages");
  });

  it('marks a warning that fails the step as failed', () => {
    const failure = { message: 'WARNING', next: 'Look.', cause: undefined };
    expect(one({ status: 'WARNING', failure })).toMatch(/^## ❌ HR Contractors: aggregated with warnings/);
  });

  it('names the first 50 ids, if there are any, exactly as they are', () => {
    const plan = { ...PLAN, deleted: 80, deletedIds: ids(50), created: 1, createdIds: ['a@b.example'] };
    const page = one({ plan });
    expect(page).toContain('Accounts to be deleted: 80 ids');
    expect(page).toContain('- `id-49`');
    expect(page).toContain('And 30 more.');
    expect(page).toContain('- `a@b.example`');
    expect(one()).not.toContain('Accounts to be deleted');
  });

  it('works if hardly anything is known', () => {
    const bare = failed('', 'No.', {
      source: undefined,
      target: { ...TARGET, sourceId: undefined, csv: undefined },
    });
    const page = summaryOf(step([bare]), { ...CONTEXT, repositoryUrl: undefined, sha: undefined });
    expect(page).toMatch(/^## ❌ source: failed/);
    expect(page).toContain('- Source: source\n- Duration');
  });
});

describe('the summary of a step that ended early', () => {
  it('says why', () => {
    const failure = {
      status: 'FAILED' as const,
      message: 'tenant: empty',
      next: 'Set it.',
      cause: undefined,
    };
    expect(summaryOf(step([], { failure }), CONTEXT)).toBe(
      '## ❌ Source aggregation: failed\n\ntenant: empty\n\n**Next:** Set it.\n',
    );
    expect(summaryOf(step([], { failure: { ...failure, next: '' } }), CONTEXT)).not.toContain('Next');
  });

  it('lists warnings of the run', () => {
    const warnings = Array.from({ length: 130 }, (_, n) => `Warning ${n} <x>`);
    const page = summaryOf(step([outcome()], { warnings }), CONTEXT);
    expect(page).toContain('- ⚠️ Warning 0 &#60;x&#62;');
    expect(page).toContain('And 30 more warnings: see the log.');
  });
});

describe('the summary of several sources', () => {
  const page = summaryOf(
    step([
      outcome(),
      failed('IT | <b>', 'No.', { status: 'REJECTED', findings: findings(finding('field-count', 2)) }),
      outcome({ status: 'SKIPPED', plan: undefined, counts: NO_COUNTS }),
    ]),
    CONTEXT,
  );

  it('has the verdict, a row a source with the failed ones first, and folded sections', () => {
    expect(page).toMatch(/^## ⛔ 2 of 3 sources passed, 1 failed: REJECTED\n/);
    expect(page).toContain(
      `| [HR Contractors](${String(SOURCE.page)}) | ✅&nbsp;SUCCESS | 12 | 30 | 2 | 1,956 | +12&nbsp;−2 | – | 1&nbsp;min&nbsp;12&nbsp;s |`,
    );
    expect(page).toContain(
      `| [IT &#124; &#60;b&#62;](${String(SOURCE.page)}) | ⛔&nbsp;REJECTED | – | – | – | – | – | 1 error | 1&nbsp;min&nbsp;12&nbsp;s |`,
    );
    expect(page).toContain('<details open><summary>⛔ IT &#124; &#60;b&#62;: REJECTED</summary>\n\n');
    const places = ['⛔&nbsp;REJECTED', '⏭️&nbsp;SKIPPED', '✅&nbsp;SUCCESS'].map((cell) =>
      page.indexOf(cell),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(page.indexOf('<summary>⛔')).toBeLessThan(page.indexOf('<summary>⏭️'));
  });

  it('opens the sections of failed sources only where they are few', () => {
    const failures = (count: number): string =>
      summaryOf(step(Array.from({ length: count }, () => failed('HR', 'No.'))), CONTEXT);
    expect(failures(3).match(/<details open>/g)).toHaveLength(3);
    expect(failures(4)).not.toContain('<details open>');
    expect(summaryOf(step([outcome(), outcome()]), CONTEXT)).not.toContain('<details open>');
  });

  it('says so if all sources succeeded', () => {
    expect(summaryOf(step([outcome(), outcome()]), CONTEXT)).toMatch(
      /^## ✅ 2 of 2 sources passed: SUCCESS\n/,
    );
  });
});

describe('the size of a summary', () => {
  const hostile = '|@`<\u{1F642}'.repeat(200_000);
  const rules: Rule[] = ['field-count', 'stray-quote', 'blank-identity', 'scattered-identity'];

  it('lists 5,000 findings of one file', () => {
    const page = one({ findings: findings(...rules.flatMap((rule) => many(rule, 1_250))) });
    expect(Buffer.byteLength(page)).toBeLessThan(MEBIBYTE);
    expect(page.match(/Wrong in line/g)).toHaveLength(5_000);
  });

  it('shortens 5,000 findings with long texts, and says how many are left out', () => {
    const long = Array.from({ length: 5_000 }, (_, n) =>
      finding('field-count', n + 2, { message: `${n} ${hostile.slice(0, 5_000)}` }),
    );
    const page = one({ findings: findings(...long) });
    expect(Buffer.byteLength(page)).toBeLessThan(MEBIBYTE);
    expect(page).toMatch(/And [\d,]+ more findings of this rule\./);
  });

  it.each([100, 1_500])(
    'keeps a row for each as far as possible with %d sources and hostile text everywhere',
    (howMany) => {
      const bad = failed(hostile, hostile, {
        target: {
          ...TARGET,
          csv: { path: '/x', name: 'x', shown: hostile, inWorkspace: true, sourceId: undefined },
        },
        plan: { ...PLAN, notes: [hostile, hostile], deletedIds: Array<string>(50).fill(hostile) },
        messages: Array.from({ length: 30 }, () => ({ type: 'ERROR' as const, text: hostile })),
        findings: findings(...many('field-count', 50, { message: hostile })),
      });
      const page = summaryOf(step(Array<typeof bad>(howMany).fill(bad), { warnings: [hostile] }), CONTEXT);
      expect(Buffer.byteLength(page)).toBeLessThan(MEBIBYTE);
      expect(page.match(/❌&nbsp;FAILED \|/g)?.length).toBeGreaterThanOrEqual(100);
    },
  );

  it('shows the changes of as many columns in show-values as it has room for', () => {
    const values = { kind: 'compared', changes: manyChanges(1_000, hostile.slice(0, 600)) } as const;
    const page = one({ plan: { ...PLAN, values } });
    expect(Buffer.byteLength(page)).toBeLessThan(MEBIBYTE);
    expect(page).toContain('And the values of 900 more columns.');
  });

  it('holds 100 sources with 5,000 findings each', () => {
    const full = outcome({ findings: findings(...rules.flatMap((rule) => many(rule, 1_250))) });
    const page = summaryOf(step(Array<typeof full>(100).fill(full)), CONTEXT);
    expect(Buffer.byteLength(page)).toBeLessThan(MEBIBYTE);
    expect(page.match(/<details><summary>✅/g)).toHaveLength(100);
  });
});
