import { describe, expect, it } from '@jest/globals';
import type { ScriptedFault } from '../../sandbox/tenant/faults.js';
import type { Operation } from '../../sandbox/tenant/routes.js';
import { csvOf, people } from '../support/people.js';
import { playAll, type Ending, type NamedScenario, type Scenario } from '../support/play.js';

/** What the step does with each refusal of ISC, or of something in front of it. */

const BY_NAME = { inputs: { 'source-id': '', 'source-name': 'HR Employees' } };

/** The operations whose refusal ends the step, and a step that comes to each. */
const OPERATIONS: readonly { operation: Operation; scenario: Scenario }[] = [
  { operation: 'getSource', scenario: {} },
  { operation: 'listSources', scenario: BY_NAME },
  { operation: 'getSchemas', scenario: {} },
  { operation: 'listTasks', scenario: {} },
  { operation: 'listAccounts', scenario: {} },
  { operation: 'loadAccounts', scenario: {} },
  { operation: 'getTask', scenario: {} },
];

describe('403 names the scope that is missing', () => {
  const SCOPES = [
    'idn:sources:read',
    'idn:sources:manage',
    'idn:task-management:read',
    'idn:accounts:read',
    'idn:source-schema:read',
  ];
  const without = (...scopes: string[]): Scenario => ({
    scopes: SCOPES.filter((scope) => !scopes.includes(scope)),
  });
  const CASES = [
    {
      name: 'finding the source by its name',
      ...without('idn:sources:read', 'idn:sources:manage'),
      ...BY_NAME,
      says: /find the source[^]*idn:sources:manage/,
      sent: 0,
    },
    {
      name: 'reading the account schema without a personal access token',
      userContext: false,
      says: /The plan is unknown[^]*idn:source-schema:read[^]*API clients cannot read schemas/,
      sent: 0,
    },
    {
      name: 'uploading',
      ...without('idn:sources:manage'),
      says: /start the aggregation[^]*idn:sources:manage/,
      sent: 1,
    },
  ];
  const played = playAll(
    [
      ...CASES,
      {
        name: 'no tasks, but wait: false',
        ...without('idn:task-management:read'),
        inputs: { wait: 'false' },
      },
      {
        name: 'no progress',
        userContext: false,
        inputs: { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' },
        settings: { taskMs: 3_500 },
      },
    ],
    ['uploading'],
  );

  it.each(CASES)('$name', ({ name, says, sent }) => {
    const { asked, exitCode, failures, outputs } = played(name);
    expect({ exitCode, status: outputs['status'] }).toEqual({ exitCode: 1, status: 'FAILED' });
    expect(failures[0]).toMatch(/403 Forbidden/);
    expect(failures[0]).toMatch(says);
    expect(failures[0]).toMatch(/trackingId \w+/);
    expect(failures[0]).not.toMatch(/csv-checks|max-(?:deletions|changes)|100%/);
    expect(asked('loadAccounts')).toHaveLength(sent);
  });

  it('goes on without queueing, with a warning, where the tasks of the source cannot be listed', () => {
    const { annotations, exitCode, outputs } = played('no tasks, but wait: false');
    expect({ exitCode, status: outputs['status'] }).toEqual({ exitCode: 0, status: 'STARTED' });
    expect(annotations.map(({ kind }) => kind)).toEqual(['warning']);
    expect(annotations[0]?.message).toContain('idn:task-management:read');
  });

  it('continues without the progress if it is not shown, and requests it only once', () => {
    const { annotations, asked, exitCode } = played('no progress');
    expect(exitCode).toBe(0);
    expect(asked('getAggregationStatus').map(({ status }) => status)).toEqual([403]);
    expect(annotations).toEqual([]);
  });
});

describe('401', () => {
  const always401 = (operation: Operation): ScriptedFault => ({
    operation,
    times: Number.POSITIVE_INFINITY,
    fault: { kind: 'reply', status: 401, body: { error: 'JWT validation failed: JWT is not valid' } },
  });
  const refused: NamedScenario = {
    name: '401 to the upload again and again',
    // After the first one, its task is searched for during half a minute.
    inputs: { 'timeout-minutes': '5' },
    faults: [always401('loadAccounts')],
  };
  const expireAfter = (operation: Operation): NamedScenario => ({
    name: `the token expires after ${operation}`,
    meanwhile: async (_, sandbox) => {
      await sandbox.waitFor((requests) =>
        requests.some((one) => one.operation === operation && one.status !== undefined),
      );
      sandbox.tokens.expireAll();
    },
  });
  const EXPIRING = (['getSource', 'getSchemas', 'listTasks', 'listAccounts', 'loadAccounts'] as const).map(
    expireAfter,
  );
  const played = playAll(
    [refused, ...EXPIRING, { name: 'short life', settings: { tokenSeconds: 12, taskMs: 11_000 } }],
    ['the token expires after listAccounts'],
  );

  it.each(EXPIRING)('$name: it is renewed once, and the step succeeds', ({ name }) => {
    const { asked, exitCode, requests, tasks } = played(name);
    expect(exitCode).toBe(0);
    expect(asked('token')).toHaveLength(2);
    expect(requests.filter(({ status }) => status === 401)).toHaveLength(1);
    expect(tasks).toHaveLength(1);
  });

  it('of an upload again and again: one renewal, a look for its task after each, then a failure', () => {
    const { asked, exitCode, failures } = played(refused.name);
    expect(exitCode).toBe(1);
    expect(failures[0]).toMatch(/401 Unauthorized\): JWT validation failed[^]*although it was renewed/);
    expect(asked('loadAccounts')).toHaveLength(2);
    expect(asked('token')).toHaveLength(3);
  });

  it('never comes where a token is renewed before it expires', () => {
    const { asked, exitCode, masks, requests } = played('short life');
    expect(exitCode).toBe(0);
    expect(requests.filter(({ status }) => status === 401)).toEqual([]);
    expect(asked('token').length).toBeGreaterThan(1);
    // The secret and each token.
    expect(masks).toHaveLength(1 + asked('token').length);
  });
});

describe('429', () => {
  const limited = (operation: Operation): ScriptedFault => ({
    operation,
    fault: {
      kind: 'reply',
      status: 429,
      headers: { 'Retry-After': '2' },
      body: { message: 'Rate limit exceeded' },
    },
  });
  const CASES = OPERATIONS.map(({ operation, scenario }) => ({
    ...scenario,
    name: `429 to ${operation}`,
    faults: [limited(operation)],
    operation,
  }));
  const played = playAll(
    [...CASES, { name: '429 to the token', faults: [limited('token')] }],
    ['429 to listAccounts'],
  );

  it.each([...CASES, { name: '429 to the token', operation: 'token' as const }])(
    '$name: waits as long as ISC asks, then goes on',
    ({ name, operation }) => {
      const { asked, exitCode, log, requests, tasks } = played(name);
      expect(exitCode).toBe(0);
      expect(tasks).toHaveLength(1);
      const [refused, ...others] = asked(operation);
      expect(refused?.status).toBe(429);
      expect(others.length).toBeGreaterThan(0);
      const next = requests[requests.findIndex(({ number }) => number === refused?.number) + 1];
      expect((next?.time ?? 0) - (refused?.time ?? 0)).toBeGreaterThanOrEqual(1_950);
      expect(log).toContain('Rate limit exceeded. ');
    },
  );
});

describe('other answers', () => {
  const page =
    '<html><head><title>Blocked</title><style>b{}</style></head><body><h1>Request blocked</h1> by the firewall.</body></html>';
  const mixedUp = csvOf(people(20).map(({ id, name }) => ({ id, name, team: 'blue' })));
  const CASES: readonly (Ending & { readonly sent: number })[] = [
    {
      name: 'a header mismatch that csv-checks: warn lets through',
      files: { 'hr.csv': mixedUp },
      inputs: { 'csv-checks': 'warn' },
      status: 'FAILED',
      exitCode: 1,
      says: /400 Bad Request\): Column: "\[team\]" is unknown and\/or column: "\[email\]" is missing\. \[detailCode 400\.1\.3 Illegal value, trackingId \w+\] ISC has started nothing\.\n.*exactly the attributes/,
      sent: 1,
    },
    {
      name: 'a page of a firewall',
      faults: [{ operation: 'loadAccounts', fault: { kind: 'reply', status: 403, body: page } }],
      status: 'FAILED',
      exitCode: 1,
      says: /^Something between this runner and ISC refused the request to start the aggregation \(403 Forbidden\): Blocked Request blocked by the firewall\. ISC has started nothing\.\n.*not about the scopes/,
      sent: 1,
    },
    {
      name: 'an empty answer',
      faults: [{ operation: 'loadAccounts', fault: { kind: 'reply', status: 400 } }],
      status: 'FAILED',
      exitCode: 1,
      says: /400 Bad Request\): the reply says nothing more/,
      sent: 1,
    },
    {
      name: '202 with a final TEMP_ERROR',
      faults: [
        {
          operation: 'loadAccounts',
          fault: {
            kind: 'reply',
            status: 202,
            body: {
              success: true,
              task: {
                id: '7'.repeat(32),
                completionStatus: 'TEMP_ERROR',
                completed: 1713522033823,
                messages: [],
              },
            },
          },
        },
      ],
      status: 'TEMPERROR',
      exitCode: 1,
      says: /answered 202, but its reply says that the aggregation failed/,
      sent: 1,
    },
  ];
  const played = playAll(
    [
      ...CASES,
      {
        name: 'a heading, only uploaded',
        inputs: { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' },
        faults: [
          {
            operation: 'loadAccounts',
            fault: { kind: 'reply', status: 400, body: { message: 'The source is locked for maintenance.' } },
          },
        ],
      },
      {
        name: 'no heading, only uploaded',
        files: { 'hr.csv': csvOf(people(20)).split('\n').slice(1).join('\n') },
        inputs: { 'csv-checks': 'off', 'max-deletions': '100%', 'max-changes': '100%' },
      },
    ],
    ['a page of a firewall', 'a heading, only uploaded', 'no heading, only uploaded'],
  );

  it.each(CASES)('$name', ({ name, status, exitCode, says, sent }) => {
    const run = played(name);
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({ exitCode, status });
    expect(run.failures[0]).toMatch(says ?? '');
    expect(run.asked('loadAccounts')).toHaveLength(sent);
    expect(run.asked('getTask')).toEqual([]);
  });

  it('shows what ISC says of a file that is only uploaded where it quotes nothing of a good heading', () => {
    const { failures, outputs } = played('a heading, only uploaded');
    expect(outputs['status']).toBe('FAILED');
    expect(failures[0]).toContain('(400 Bad Request): The source is locked for maintenance. ISC has started');
  });

  it("does not show a person's row that ISC takes for the heading", () => {
    const { exitCode, failures, log, summary } = played('no heading, only uploaded');
    expect(exitCode).toBe(1);
    expect(failures[0]).toMatch(/400 Bad Request/);
    expect(failures[0]).toMatch(/heading/);
    for (const cell of ['acct-00001', 'Person 00001', 'mail-00001']) {
      expect(log).not.toContain(cell);
      expect(summary).not.toContain(cell);
    }
  });
});
