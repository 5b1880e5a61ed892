// What render-report.mjs shows: made-up results of typical steps, as the action itself would hand them to its report.

const SHA = '9f3c1e7a2b5d4860a1c2e3f4b5d6a7c8e9f01234';

export const CONTEXT = {
  repositoryUrl: 'https://github.com/acme/identity',
  sha: SHA,
  workflow: 'Aggregate HR',
  job: 'hr',
  runUrl: 'https://github.com/acme/identity/actions/runs/19734520018/attempts/1',
  checksUrl: 'https://github.com/acme/sailpoint-source-aggregation/blob/v1/docs/checks.md',
};

export const NOW = '2026-11-22T08:30:12Z';

const NO_COUNTS = {
  total: undefined,
  created: undefined,
  updated: undefined,
  deleted: undefined,
  unchanged: undefined,
};

const NO_FINDINGS = { kept: [], counts: new Map(), errors: 0, warnings: 0 };

const source = (name, id) => ({
  id,
  name,
  takes: 'file',
  kind: 'a delimited file',
  deleteThreshold: 10,
  page: `https://acme.identitynow.com/ui/a/admin/connections/sources/${id}`,
});

const target = (shown, sourceName) => ({
  sourceId: undefined,
  sourceName,
  csv: shown && { path: `/work/${shown}`, name: shown.split('/').at(-1), shown },
  disableOptimization: false,
  maxDeletions: { kind: 'percent', percent: 2, written: '2%' },
});

const plan = (created, deleted, kept, more = {}) => ({
  created,
  deleted,
  kept,
  accountsNow: deleted + kept,
  createdIds: [],
  deletedIds: [],
  notes: [],
  ...more,
});

function findings(...kept) {
  const counts = new Map();
  for (const { rule } of kept) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const errors = kept.filter(({ severity }) => severity === 'error').length;
  return { kept, counts, errors, warnings: kept.length - errors };
}

const error = (rule, line, column, message) => ({ severity: 'error', rule, line, column, message });
const warning = (rule, line, message) => ({ severity: 'warning', rule, line, column: undefined, message });

const outcome = (changes) => ({
  target: target('data/hr.csv', 'HR Employees'),
  status: 'SUCCESS',
  source: source('HR Employees', '2c9180867a11e5a9017a1b2c3d4e0001'),
  taskId: undefined,
  counts: NO_COUNTS,
  csv: { rows: 12_431, accounts: 12_404 },
  findings: NO_FINDINGS,
  plan: plan(31, 8, 12_373),
  messages: [],
  failure: undefined,
  durationMs: 6_400,
  ...changes,
});

const step = (...outcomes) => ({ outcomes, failure: undefined, warnings: [] });

const contractors = {
  target: target('data/contractors.csv', 'Contractors'),
  source: source('Contractors', '2c9180867a11e5a9017a1b2c3d4e0004'),
};

const aggregated = outcome({
  taskId: 'ef38f94347e94562b5bb8424a56397d8',
  counts: { total: 12_404, created: 31, updated: 214, deleted: 8, unchanged: 12_151 },
  durationMs: 252_000,
});

const broken = outcome({
  status: 'REJECTED',
  plan: undefined,
  findings: findings(
    error('field-count', 118, undefined, 'The record has 6 fields, but the heading has 7.'),
    error('field-count', 2_076, undefined, 'The record has 9 fields, but the heading has 7.'),
    error('stray-quote', 4_410, 23, 'A quotation mark stands inside a field that does not begin with one.'),
    error(
      'duplicate-identity',
      12_432,
      1,
      'The native identity of line 17 comes again, and nothing merges the two.',
    ),
    warning('identity-blanks', 931, 'The native identity begins or ends with a blank.'),
  ),
  failure: {
    message: 'data/hr.csv has 4 errors, so it was not sent.',
    next: 'Fix the file; the annotations and the job summary name the lines.',
    cause: undefined,
  },
  durationMs: 1_900,
});

const tooMany = outcome({
  ...contractors,
  status: 'REJECTED',
  csv: { rows: 1_204, accounts: 1_204 },
  plan: plan(12, 903, 1_192),
  failure: {
    message: 'The file would delete 903 of 2,095 accounts (43.1 %). max-deletions allows 2% (41).',
    next: 'Nothing has been sent. If the file is whole and this is meant, raise max-deletions for this one run.',
    cause: undefined,
  },
  durationMs: 2_700,
});

const refused = outcome({
  target: target('data/payroll.csv', 'Legacy Payroll'),
  source: source('Legacy Payroll', '2c9180867a11e5a9017a1b2c3d4e0002'),
  status: 'ERROR',
  taskId: '7d1f0c52a4d64b0e8f0f9a3f6c1d8b7e',
  csv: { rows: 412, accounts: 412 },
  plan: plan(2, 0, 410),
  messages: [
    { type: 'ERROR', text: 'An unexpected error occurred: the account file could not be read.' },
    { type: 'WARN', text: 'Threshold of 10 % not evaluated.' },
  ],
  failure: {
    message:
      'ISC has ended task 7d1f0c52a4d64b0e8f0f9a3f6c1d8b7e with an error: An unexpected error occurred: the account file could not be read.',
    next: 'Look at the task and at the source in ISC. Start again only when the cause is fixed.',
    cause: undefined,
  },
  durationMs: 41_000,
});

const skipped = outcome({
  target: target('data/partners.csv', 'Partners'),
  source: undefined,
  status: 'SKIPPED',
  csv: undefined,
  plan: undefined,
  durationMs: 0,
});

/** `comment` or `summary`; those with `image` are kept in docs/images. */
export const CASES = [
  {
    name: 'comment-plan',
    kind: 'comment',
    image: true,
    result: step(
      outcome({
        status: 'PLANNED',
        findings: findings(
          warning('identity-blanks', 931, 'The native identity begins or ends with a blank.'),
          warning('blank-display-name', 7_764, 'The column "name", the display attribute, is blank.'),
        ),
      }),
    ),
  },
  { name: 'comment-rejected', kind: 'comment', result: step(tooMany) },
  {
    name: 'comment-show-ids',
    kind: 'comment',
    result: step(
      outcome({
        status: 'PLANNED',
        csv: { rows: 11, accounts: 11 },
        plan: plan(2, 1, 9, {
          createdIds: ['1041', '1042'],
          deletedIds: ['1007'],
          notes: ['Deletion detection is switched off on the source: ISC deletes nothing.'],
        }),
      }),
    ),
  },
  {
    name: 'comment-reviewed-deletions',
    kind: 'comment',
    result: step(
      outcome({
        status: 'PLANNED',
        target: target('data/contractors.csv', 'Contractors'),
        source: source('Contractors', '2c9180867a11e5a9017a1b2c3d4e0002'),
        csv: { rows: 7_240, accounts: 7_231 },
        plan: plan(12, 800, 7_219),
        review: {
          kind: 'to-approve',
          deletions: 800,
          hidden: '<!-- the hidden plan, about 9,000 characters -->',
        },
      }),
    ),
  },
  { name: 'comment-skipped', kind: 'comment', result: step(skipped) },
  { name: 'summary-success', kind: 'summary', image: true, result: step(aggregated) },
  { name: 'summary-checks', kind: 'summary', image: true, result: step(broken) },
  {
    name: 'summary-error',
    kind: 'summary',
    result: {
      ...step(refused),
      warnings: [
        'ISC marks the operation to upload the file as deprecated in api-version v2024. Plan to set api-version to v1.',
      ],
    },
  },
  { name: 'summary-several', kind: 'summary', result: step(aggregated, tooMany, refused, skipped) },
  {
    name: 'summary-inputs',
    kind: 'summary',
    result: {
      outcomes: [],
      warnings: [],
      failure: {
        status: 'FAILED',
        message:
          '2 inputs are wrong.\n- tenant: "acme.identitynow.com" is not a tenant name: letters, digits and hyphens, as in "acme" for https://acme.api.identitynow.com.\n- csv-path: "data/hr.cvs" does not exist. Paths are relative to the workspace; is there a checkout step before this one?',
        next: 'Nothing has been sent. Correct the inputs of this step in the workflow file.',
        cause: undefined,
      },
    },
  },
];
