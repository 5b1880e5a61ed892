/** The runs that docs/images shows: real ones, of the bundle against the simulated tenant and a simulated GitHub. */
import { onStage, pullRequest, push } from '../action/github.js';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { steady } from '../support/steady.js';

/** A run, and what is pictured of it. */
export interface PicturedRun {
  /** Of the picture, without the ending. */
  readonly name: string;
  readonly shows: 'comment' | 'summary';
  readonly status: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  readonly mayShow?: readonly string[];
}

interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly department: string;
  readonly location: string;
  readonly status: string;
}

const COLUMNS = ['id', 'name', 'email', 'department', 'location', 'status'] as const;
const DEPARTMENTS = ['Sales', 'Engineering', 'Finance', 'Legal', 'Operations'];
const LOCATIONS = ['Austin', 'Berlin', 'Pune', 'London', 'Toronto', 'Lyon', 'Oslo'];

const person = (n: number): Person => ({
  id: String(10_000 + n),
  name: `Person ${n}`,
  email: `person.${n}@acme.example`,
  department: DEPARTMENTS[n % DEPARTMENTS.length] ?? '',
  location: LOCATIONS[n % LOCATIONS.length] ?? '',
  status: 'active',
});

/** Those that are on the source now: 1,204 accounts. */
const NOW = Array.from({ length: 1_204 }, (_, n) => person(n));
/** Eight leave and 31 come. */
const NEXT = [...NOW.slice(8), ...Array.from({ length: 31 }, (_, n) => person(2_000 + n))];

const HR_ID = '2c9180867a11e5a9017a1b2c3d4e0001';
const BADGES_ID = '2c9180867a11e5a9017a1b2c3d4e0002';
const PAYROLL_ID = '2c9180867a11e5a9017a1b2c3d4e0003';
const BADGES_NOT_STORED_ID = '2c9180867a11e5a9017a1b2c3d4e0004';
const APP_ID = '2c9180867a11e5a9017a1b2c3d4e0005';

/** The groups of an application: 120. */
const GROUPS = Array.from({ length: 120 }, (_, n) => ({
  name: `group-${n + 1}`,
  displayName: `Group ${n + 1}`,
  description: '',
}));
/** Sixteen groups are gone, two are new, and nine have another name. */
const NEXT_GROUPS = [
  ...GROUPS.slice(16).map((one, n) => (n < 9 ? { ...one, displayName: `${one.displayName} (old)` } : one)),
  { name: 'group-121', displayName: 'Group 121', description: '' },
  { name: 'group-122', displayName: 'Group 122', description: '' },
];

/** Of the eight who leave, six are inactive, one is active, and one account belongs to nobody. */
const OWNERS: SourceSeed['people'] = Object.fromEntries(
  NOW.map(({ id }, n) => [
    id,
    n === 7
      ? { uncorrelated: true }
      : n < 6
        ? { lifecycleState: 'inactive', identityState: 'INACTIVE_SHORT_TERM' }
        : { lifecycleState: 'active', identityState: 'ACTIVE', hasEntitlements: true },
  ]),
);

const SOURCES: readonly SourceSeed[] = [
  {
    id: HR_ID,
    name: 'HR Employees',
    deleteThreshold: 10,
    attributes: [...COLUMNS],
    identityProfiles: [{ name: 'Employees', sourceAttributes: ['department', 'status'] }],
    accounts: NOW.map((one) => ({ ...one })),
    people: OWNERS,
  },
  {
    id: BADGES_ID,
    name: 'Badges',
    deleteThreshold: 10,
    accounts: NOW.slice(0, 40).map(({ id, name, email }) => ({ id, name, email })),
  },
  {
    id: PAYROLL_ID,
    name: 'Legacy Payroll',
    deleteThreshold: 10,
    accounts: NOW.slice(0, 40).map(({ id, name, email }) => ({ id, name, email })),
    run: {
      completionStatus: 'ERROR',
      messages: [{ type: 'ERROR', text: 'The account file could not be read.' }],
    },
  },
  {
    id: BADGES_NOT_STORED_ID,
    name: 'Badges of contractors',
    deleteThreshold: 10,
    accounts: NOW.slice(0, 40).map(({ id, name, email }) => ({ id, name, email })),
    run: { changesAccounts: false, counts: { total: 41, created: 2, deleted: 1, updated: 0 } },
  },
  {
    id: APP_ID,
    name: 'Legacy App',
    attributes: ['id', 'name', { name: 'groups', isMulti: true, isEntitlement: true }],
    accounts: [{ id: '1', name: 'Ada', groups: ['group-1'] }],
    entitlements: { group: { values: GROUPS } },
  },
];

function csv<Row extends object>(rows: readonly Row[], columns: readonly (keyof Row & string)[]): string {
  const lines = rows.map((row) => columns.map((name) => String(row[name])).join(','));
  return [columns.join(','), ...lines, ''].join('\n');
}

/** The next file, with 31 people gone inactive and 14 in another department. */
const changed = NEXT.map((one, n) => ({
  ...one,
  ...(n < 31 ? { status: 'inactive' } : {}),
  ...(n >= 100 && n < 114 ? { department: 'Research' } : {}),
}));
/** The export has lost a column, and its heading has not. */
const shifted = NEXT.map((one) => ({ ...one, department: one.location, location: one.status, status: '' }));

/** The new export writes departments in capitals. */
const inCapitals = changed.map((one) => ({ ...one, department: one.department.toUpperCase() }));

const GOOD = csv(changed, COLUMNS);
const lines = GOOD.split('\n');
/** Four kinds of mistake that exports make. */
const FAULTY = lines
  .map((line, n) => {
    if (n === 118 || n === 207) return line.split(',').slice(0, 5).join(',');
    if (n === 441) return line.replace('Person', 'Per"son');
    if (n === 931) return line.replace(/^(\d+),/, ' $1,');
    return n === 1_204 ? (lines[17] ?? '') : line;
  })
  .join('\n');

const HR = { 'source-id': HR_ID, 'csv-path': 'data/hr.csv' };
const ON_PULL_REQUEST = { ...HR, 'dry-run': 'true', comment: 'true' };
const STATUSES = ['active', 'inactive'];

export const PICTURED_RUNS: readonly PicturedRun[] = [
  {
    name: 'comment-plan',
    shows: 'comment',
    status: 'PLANNED',
    inputs: { ...ON_PULL_REQUEST, 'max-changes': '20%', 'show-values': 'status' },
    files: { 'data/hr.csv': GOOD },
    mayShow: STATUSES,
  },
  {
    name: 'comment-shifted-column',
    shows: 'comment',
    status: 'REJECTED',
    inputs: ON_PULL_REQUEST,
    files: { 'data/hr.csv': csv(shifted, COLUMNS) },
  },
  {
    name: 'comment-only-in-notation',
    shows: 'comment',
    status: 'REJECTED',
    inputs: ON_PULL_REQUEST,
    files: { 'data/hr.csv': csv(inCapitals, COLUMNS) },
  },
  {
    name: 'comment-reviewed-plan',
    shows: 'comment',
    status: 'PLANNED',
    inputs: { ...ON_PULL_REQUEST, 'reviewed-plan': 'true', 'max-deletions': '5' },
    files: { 'data/hr.csv': GOOD },
  },
  {
    name: 'comment-entitlements',
    shows: 'comment',
    status: 'PLANNED',
    inputs: {
      ...{ 'source-id': APP_ID, 'csv-path': 'data/groups.csv', 'object-type': 'group' },
      ...{ 'dry-run': 'true', comment: 'true', 'reviewed-plan': 'true' },
    },
    files: { 'data/groups.csv': csv(NEXT_GROUPS, ['name', 'displayName', 'description']) },
  },
  {
    name: 'summary-success',
    shows: 'summary',
    status: 'SUCCESS',
    inputs: { ...HR, 'max-changes': '20%' },
    files: { 'data/hr.csv': GOOD },
  },
  {
    name: 'summary-verification',
    shows: 'summary',
    status: 'SUCCESS',
    inputs: { 'source-id': BADGES_NOT_STORED_ID, 'csv-path': 'data/badges.csv', verify: 'true' },
    files: { 'data/badges.csv': csv(NOW.slice(1, 42), ['id', 'name', 'email']) },
  },
  {
    name: 'summary-checks',
    shows: 'summary',
    status: 'REJECTED',
    inputs: HR,
    files: { 'data/hr.csv': FAULTY },
  },
  {
    name: 'summary-several',
    shows: 'summary',
    status: 'ERROR',
    inputs: {
      'source-id': '',
      'csv-path': '',
      sources: [
        `- { source-id: ${HR_ID}, csv-path: data/hr.csv }`,
        `- { source-id: ${BADGES_ID}, csv-path: data/badges.csv }`,
        `- { source-id: ${PAYROLL_ID}, csv-path: data/payroll.csv }`,
      ].join('\n'),
    },
    files: {
      'data/hr.csv': GOOD,
      'data/badges.csv': csv(NOW.slice(0, 22), ['id', 'name', 'email']),
      'data/payroll.csv': csv(NOW.slice(0, 40), ['id', 'name', 'email']),
    },
  },
];

/** What a run shows, as Markdown, and the status with which it ended. */
export async function pictured(run: PicturedRun): Promise<{ markdown: string; status: string | undefined }> {
  let markdown = '';
  let status: string | undefined;
  await onStage(
    {},
    async ({ github, run: start }) => {
      const { repository } = github;
      const before = repository.commit(undefined, { 'data/hr.csv': '1' });
      const after = repository.commit(before, { 'data/hr.csv': '2' });
      const pull = repository.open(before, after);
      const occasion =
        run.shows === 'comment' ? pullRequest(pull.number, before, after, 1) : push(before, after);
      const { files, inputs, mayShow = STATUSES } = run;
      const ended = await start({ ...occasion, inputs, files, mayShow });
      status = ended.outputs['status'];
      markdown = run.shows === 'comment' ? (pull.comments[0]?.body ?? '') : ended.summary;
    },
    { sources: SOURCES, isInside: true },
  );
  return { markdown: inOrder(steady(markdown, '1.4')), status };
}

/** The first tasks of the simulated tenant. */
const TASKS = ['9c70423078253913200a3450779974e8', '07144f0f4bbcc94ac1633cf0adb46cc9'];

/** Names tasks in the order in which they appear: which of several sources is started first is chance. */
function inOrder(markdown: string): string {
  const shown = new Set(markdown.match(/\b[0-9a-f]{32}\b/g)?.filter((id) => TASKS.includes(id)));
  const names = new Map([...shown].map((id, index) => [id, TASKS[index] ?? id]));
  return markdown.replace(/\b[0-9a-f]{32}\b/g, (id) => names.get(id) ?? id);
}
