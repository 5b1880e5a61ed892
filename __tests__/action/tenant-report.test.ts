import { describe, expect, it } from '@jest/globals';
import type { Fault, ScriptedFault } from '../../sandbox/tenant/faults.js';
import type { SourceSeed } from '../../sandbox/tenant/source-seed.js';
import { DEFAULT_CLIENT } from '../../sandbox/tenant/sandbox.js';
import { STEP_OPERATIONS } from '../faults/expectations.js';
import { csvOf, people } from '../support/people.js';
import { playAll, SOURCE_ID, type NamedScenario, type Scenario } from '../support/play.js';

/** The group "How this tenant answered": when it is printed, what it says, and that nothing of the tenant's own is in it. */

/** Told from any other text, wherever people enter something: in names, ids, addresses, values and words of a server. */
const MARK = 'zebra';
const mark = (what: string): string => `${MARK} ${what}`;

/** A source in which all that people can name is marked: the source, its attributes, rules and columns, its accounts. */
const MARKED: Partial<SourceSeed> = {
  name: mark('source'),
  identityAttribute: 'id',
  attributes: [
    'id',
    mark('name'),
    { name: mark('groups'), isMulti: true, isEntitlement: true },
    { name: mark('active'), type: 'BOOLEAN' },
  ],
  accounts: people(20).map(({ id, email }) => ({
    id: `${MARK}-${id}`,
    [mark('name')]: `${MARK}.${email}`,
    [mark('groups')]: [mark('north'), mark('south')],
    [mark('active')]: 'true',
  })),
  connectorAttributes: { indexColumn: 'id', [mark('setting')]: mark('value'), mergeRows: 'true' },
  identityProfiles: [{ name: mark('profile'), sourceAttributes: [mark('name')] }],
  overrides: { owner: { type: 'IDENTITY', name: mark('owner') }, [mark('property')]: mark('value') },
};
const MARKED_FILE = csvOf(
  people(20).map(({ id }) => ({
    id: `${MARK}-${id}`,
    [mark('name')]: mark('person'),
    [mark('groups')]: mark('east'),
    [mark('active')]: 'no',
  })),
);

/** What a server may give instead of what its operation promises: marked names of properties, and marked values. */
const HOSTILE: Readonly<Record<string, Fault>> = {
  'an object': { kind: 'replace-body', body: hostile() },
  'a list': { kind: 'replace-body', body: [hostile(), [mark('list')], mark('text'), null] },
  'a refusal': {
    kind: 'reply',
    status: 400,
    headers: { [MARK]: MARK, 'X-Total-Count': MARK },
    body: { ...hostile(), detailCode: mark('code'), trackingId: MARK, messages: [{ text: mark('words') }] },
  },
  'a page of a gateway': {
    kind: 'reply',
    status: 502,
    body: `<html><title>${MARK}</title><h1>${MARK}</h1></html>`,
  },
};

function hostile(): Record<string, unknown> {
  const inner = { [mark('key')]: mark('value'), id: MARK, name: MARK, type: MARK, __proto__: null };
  return {
    ...inner,
    success: MARK,
    task: inner,
    status: MARK,
    completionStatus: MARK,
    completed: MARK,
    nativeIdentity: [MARK],
    identityAttribute: MARK,
    attributes: { [MARK]: MARK, list: [MARK], object: inner },
    entitlementAttributes: { [MARK]: MARK },
    connectorAttributes: { delimiter: MARK, buildMapRule: inner, [MARK]: MARK },
    cluster: inner,
    target: inner,
    messages: [inner],
  };
}

/** Operations of a step that is given the id of its source. */
const OPERATIONS = STEP_OPERATIONS.filter((operation) => operation !== 'listSources');

const marked: Scenario = {
  source: MARKED,
  files: { [`${MARK}.csv`]: MARKED_FILE },
  // Names of columns may be shown, and those are marked here.
  mayShow: MARKED_FILE.split(/[\n,]/),
  env: { RUNNER_DEBUG: '1' },
  inputs: {
    'csv-path': `${MARK}.csv`,
    'max-deletions': '100%',
    'max-changes': '100%',
    'csv-checks': 'warn',
    'show-ids': 'true',
    'show-values': mark('active'),
    'timeout-minutes': '0.3',
  },
};

/** Each operation with one of the hostile replies, in turn. */
const HOSTILE_RUNS = OPERATIONS.map((operation, index) => {
  const replies = Object.entries(HOSTILE);
  const [reply, fault] = replies[index % replies.length] as (typeof replies)[number];
  const faults: readonly ScriptedFault[] = [{ operation, fault, times: Infinity }];
  // Its progress is asked for only of a task that takes its time.
  const settings = operation === 'getAggregationStatus' ? { taskMs: 3_000 } : {};
  return { ...marked, name: `${reply} for ${operation}`, operation, faults, settings };
});

const dryRun = (name: string, scenario: Scenario = {}): NamedScenario => ({
  ...scenario,
  name,
  inputs: { 'dry-run': 'true', ...scenario.inputs },
});

const PRINTED: readonly NamedScenario[] = [
  dryRun('a dry run'),
  dryRun('a dry run that finds errors', { files: { 'hr.csv': 'id,name\n1,Ada\n' } }),
  dryRun('a dry run that is refused', { scopes: ['idn:sources:manage'] }),
  dryRun('a dry run that runs out of time', {
    inputs: { 'timeout-minutes': '0.1' },
    faults: [{ operation: 'listAccounts', times: Infinity, fault: { kind: 'no-reply' } }],
  }),
  dryRun('a dry run that is cancelled', {
    faults: [{ operation: 'listAccounts', times: Infinity, fault: { kind: 'no-reply' } }],
    meanwhile: async ({ process }, sandbox) => {
      await sandbox.waitFor((requests) => requests.some(({ operation }) => operation === 'listAccounts'));
      process.kill('SIGTERM');
    },
  }),
  { name: 'debug logging', env: { RUNNER_DEBUG: '1' } },
  {
    name: 'debug logging of a run that fails',
    env: { RUNNER_DEBUG: '1' },
    source: { run: { completionStatus: 'ERROR' } },
  },
];
const NOT_PRINTED: readonly NamedScenario[] = [
  { name: 'a run' },
  { name: 'a run that fails', source: { run: { completionStatus: 'ERROR' } } },
  dryRun('a dry run with wrong inputs, which asks for nothing', { inputs: { 'max-deletions': 'many' } }),
];

const UNEXPECTED: NamedScenario = {
  name: 'an unexpected reply',
  faults: [{ operation: 'getSource', fault: { kind: 'replace-body', body: { id: MARK, name: MARK } } }],
};

const played = playAll(
  [
    ...PRINTED,
    ...NOT_PRINTED,
    ...HOSTILE_RUNS,
    UNEXPECTED,
    dryRun('marked', {
      ...marked,
      env: {},
      settings: {
        accounts: { sourceField: 'source.id', slimAttributes: 'present', pageSize: 15, totalCount: 'absent' },
        values: { extraKeys: true, entitlements: 'apart', booleans: 'json' },
      },
      inputs: { ...marked.inputs, 'dry-run': 'true' },
    }),
  ],
  ['a dry run', 'a dry run that is cancelled', 'debug logging', 'a run that fails', 'marked'],
);

/** The lines of the group; '' where there is none. */
function reportOf(name: string): string {
  return (
    /^::group::How this tenant answered\n([\s\S]*?)^::endgroup::/m.exec(
      played(name).stdout.replaceAll('\r', ''),
    )?.[1] ?? ''
  );
}

/** Parts of texts that must not appear in a report. */
const HIDDEN = [
  MARK,
  'acct-',
  '@',
  'example',
  '127.0.0.1',
  'http',
  SOURCE_ID.slice(0, 8),
  DEFAULT_CLIENT.id.slice(0, 8),
  DEFAULT_CLIENT.secret.slice(0, 8),
  'Bearer',
  '.csv',
];

describe('the report of a tenant is printed', () => {
  it.each(PRINTED.map(({ name }) => [name]))('by %s', (name) => {
    expect(reportOf(name)).toMatch(/^action \d+\.\d+\.\d+, api-version v1, Node\.js \d/);
    expect(reportOf(name)).toMatch(/^token: \d+ request/m);
  });

  it.each(NOT_PRINTED.map(({ name }) => [name]))('not by %s', (name) => {
    expect(reportOf(name)).toBe('');
  });

  it('by any run with an unexpected reply, whose failure names the property and points to it', () => {
    const { failures } = played('an unexpected reply');
    expect(failures).toEqual([expect.stringContaining('`id` is not the one asked for')]);
    expect(failures.join()).toContain('the group "How this tenant answered" of the log');
    expect(reportOf('an unexpected reply')).toContain('source: 1 request, 200');
  });
});

describe('the report of a tenant says', () => {
  it('how each operation was answered, what is different about it, and what values look like', () => {
    const lines = reportOf('marked')
      .replaceAll(/\d+ ms/g, 'n ms')
      .split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'token: 1 request, 200; n ms on average, n ms at most',
        expect.stringMatching(/^ {2}id: text, type: text, connectionType: text, cluster: null/),
        expect.stringMatching(/^accounts: \d requests, 400, 200 x \d; .*; lists of up to 15$/),
        expect.stringMatching(/nativeIdentity: text, created: text, attributes: object/),
        'habit: accounts are filtered by source.id, after the other field was refused',
        'habit: pages of 15 accounts where 250 were asked for',
        'habit: X-Total-Count is absent',
        'schema: 3 STRING, 1 BOOLEAN; 1 multi-valued',
        expect.stringMatching(/^values of type STRING: .*list of text/),
        'values of type BOOLEAN: boolean',
        expect.stringMatching(/^values of attributes that are in no schema: /),
      ]),
    );
  });

  it('also how the upload and its task were answered, with debug logging', () => {
    expect(reportOf('debug logging')).toContain('load-accounts: 1 request, 202');
    expect(reportOf('debug logging')).toMatch(/^task: \d+ requests?, 200/m);
  });
});

describe('the report of a tenant holds nothing of the tenant’s own', () => {
  it.each([...HOSTILE_RUNS, { name: 'marked' }].map(({ name }) => [name]))('%s', (name) => {
    const report = reportOf(name);
    expect(report).toMatch(/^action /);
    for (const hidden of HIDDEN) expect(report.toLowerCase()).not.toContain(hidden.toLowerCase());
  });

  it.each(HOSTILE_RUNS)('(the step has asked for what is answered so: $name)', ({ name, operation }) => {
    expect(played(name).asked(operation)).not.toEqual([]);
  });
});
