import { describe, expect, it } from '@jest/globals';
import type { Operation } from '../../sandbox/tenant/routes.js';
import { DEFAULT_CLIENT } from '../../sandbox/tenant/sandbox.js';
import { commandOf } from '../runner/commands.js';
import { csvOf, people } from '../support/people.js';
import { playAll, type NamedScenario, type Played } from '../support/play.js';

/**
 * Text from outside that would like to be more than text. That no command but ours is run, and that no secret, token
 * or cell is shown, is asserted for every run of every test in this folder (support/invariants.ts).
 */

/** What each of these texts would do if it were printed as it is. */
const ATTACKS = [
  'harmless\n::error::forged failure',
  'harmless\r\n::set-output name=status::SUCCESS',
  'harmless\r::add-mask::e',
  '::stop-commands::forged',
  '  ::warning::forged',
  '##[error]forged',
  'x##[add-path]/tmp',
  'harmless\u2028::error::forged\u0085::error::forged',
  '\u001b[2K::error::forged',
  '%0A::error::forged',
];
const ATTACK = ATTACKS.join('\n');
const MARKUP =
  '</details><img src=x onerror=alert(1)> [click](https://evil.example) | @everyone | `x` <!-- end';

/** Commands of a run without those that the step itself means to give. */
function forged({ annotations, commands }: Played): readonly unknown[] {
  const known = ['add-mask', 'error', 'warning', 'group', 'endgroup'];
  return [
    ...commands.filter(({ name }) => !known.includes(name)),
    ...annotations.filter(({ message }) => message.startsWith('forged')),
  ];
}

describe('workflow commands', () => {
  const message = { type: 'ERROR', text: ATTACK } as const;
  const CASES: readonly NamedScenario[] = [
    { name: 'in the name of the source', source: { name: ATTACK } },
    {
      name: 'in the name of the requested source',
      inputs: { 'source-id': '', 'source-name': ATTACK },
    },
    { name: "in ISC's messages", source: { run: { completionStatus: 'ERROR', messages: [message] } } },
    { name: 'in a completion status', source: { run: { completionStatus: ATTACK } } },
    {
      name: 'in the text of a refusal',
      faults: [
        {
          operation: 'loadAccounts',
          fault: {
            kind: 'reply',
            status: 400,
            body: { detailCode: ATTACK, trackingId: ATTACK, messages: [{ locale: 'en', text: ATTACK }] },
          },
        },
      ],
    },
    {
      name: 'in a page of a gateway',
      faults: [{ operation: 'getSource', fault: { kind: 'reply', status: 403, body: ATTACK } }],
    },
    {
      name: 'in the progress of a task',
      faults: [
        {
          operation: 'getTask',
          fault: {
            kind: 'replace-body',
            body: {
              id: '7'.repeat(32),
              type: ATTACK,
              completed: null,
              completionStatus: null,
              progress: ATTACK,
              percentComplete: 3,
            },
          },
        },
      ],
    },
    {
      name: 'in the id of a task',
      faults: [
        {
          operation: 'loadAccounts',
          fault: { kind: 'replace-body', body: { success: true, task: { id: ATTACK } } },
        },
      ],
      inputs: { wait: 'false' },
    },
    {
      name: 'in the name of a file',
      files: { '::error::forged %0A##[error].csv': csvOf(people(20)).replace('email', 'mail') },
      inputs: { 'csv-path': '::error::forged %0A##[error].csv' },
    },
    {
      name: 'in the headings of a file',
      files: { 'hr.csv': csvOf(people(20)).replace('email', `"${ATTACK}"`) },
      mayShow: ATTACK.split(/\r?\n/),
    },
    {
      name: 'in the headings of a file that ISC quotes',
      files: { 'hr.csv': csvOf(people(20)).replace('email', `"${ATTACK}"`) },
      mayShow: ATTACK.split(/\r?\n/),
      inputs: { 'csv-checks': 'warn' },
    },
    { name: 'in an input', inputs: { 'api-version': ATTACK, 'csv-path': ATTACK, 'max-deletions': ATTACK } },
    {
      name: 'in the ids of accounts',
      source: { accounts: people(20).map((one) => ({ ...one, id: `${one.id}${ATTACK}` })) },
      inputs: { 'show-ids': 'true', 'dry-run': 'true', 'max-deletions': '100%' },
      mayShow: people(20).map(({ id }) => id),
    },
    {
      name: 'with debug output switched on',
      env: { RUNNER_DEBUG: '1' },
      source: { name: ATTACK, run: { completionStatus: 'ERROR', messages: [message] } },
    },
  ];
  const played = playAll(CASES, ['in the name of a file', 'with debug output switched on']);

  it.each(CASES)('are only text: $name', ({ name }) => {
    const run = played(name);
    expect(forged(run).filter((one) => !isDebug(one))).toEqual([]);
    expect(run.outputs['status']).not.toBe('');
    expect(run.failures).toHaveLength(run.exitCode ?? 0);
  });

  it('the text itself can still be read', () => {
    expect(played("in ISC's messages").failures[0]).toContain('forged failure');
    expect(played('in the text of a refusal').failures[0]).toContain('forged failure');
  });

  it('outputs keep the name, whatever lines it has, and no line is a command if a later step prints it', () => {
    const { outputs } = played('in the name of the source');
    const [first] = JSON.parse(outputs['results'] ?? '') as Record<string, string>[];
    expect(first?.['source-name']).toBe(ATTACK);
    expect(outputs['results']).not.toContain('##[');
    expect(outputs['source-name']?.replaceAll(/: (?=:)|## (?=\[)/g, (sign) => sign.trim())).toBe(ATTACK);
    const commands = [outputs['source-name'], outputs['results']].map((text = '') => text.split(/[\r\n]+/));
    expect(commands.flat().flatMap((line) => commandOf(line) ?? [])).toEqual([]);
  });
});

function isDebug(one: unknown): boolean {
  return (one as { name?: string }).name === 'debug';
}

describe('Markdown and HTML', () => {
  const CASES: readonly NamedScenario[] = [
    { name: 'in the name of the source', source: { name: MARKUP } },
    {
      name: "in ISC's messages",
      source: { run: { completionStatus: 'ERROR', messages: [{ type: 'ERROR', text: MARKUP }] } },
    },
    {
      name: 'in the name of a file',
      files: { '<b>`@all`.csv': csvOf(people(20)) },
      inputs: { 'csv-path': '<b>`@all`.csv' },
    },
    {
      name: 'in the headings of a file',
      files: { 'hr.csv': csvOf(people(20)).replace('email', `"${MARKUP}"`) },
    },
  ];
  const played = playAll(CASES, ["in ISC's messages"]);

  it.each(CASES)('are only text in the summary: $name', ({ name }) => {
    const withoutCode = played(name).summary.replace(/(`+)[^`][^]*?\1/g, '');
    expect(withoutCode).not.toMatch(/<img|<b>|<!--|\]\(https:\/\/evil|(?<!&#8203;)@(?!&#8203;)/);
  });
});

describe('secrets that come back from the server', () => {
  const { secret } = DEFAULT_CLIENT;
  const echo = (operation: Operation, status = 400): NamedScenario => ({
    name: `the client secret in the answer to ${operation}`,
    faults: [
      {
        operation,
        fault: {
          kind: 'reply',
          status,
          body: {
            detailCode: `400 ${secret}`,
            trackingId: secret,
            messages: [{ locale: 'en', text: `Bad value ${secret}` }],
          },
        },
      },
    ],
  });
  const OPERATIONS = [
    'token',
    'getSource',
    'getSchemas',
    'listTasks',
    'listAccounts',
    'loadAccounts',
    'getTask',
  ] as const;
  const CASES: readonly NamedScenario[] = [
    ...OPERATIONS.map((operation) => echo(operation)),
    {
      name: 'in a message of ISC',
      source: { run: { completionStatus: 'ERROR', messages: [{ type: 'ERROR', text: `Wrong: ${secret}` }] } },
    },
    { name: 'in the name of the source', source: { name: `HR ${secret}` } },
    {
      name: 'in the progress',
      faults: [
        { operation: 'getTask', fault: { kind: 'replace-body', body: { id: 'a', progress: secret } } },
      ],
    },
    { name: 'as an input of another kind', inputs: { 'api-version': secret } },
    { name: 'as a file', inputs: { 'csv-path': `${secret}.csv` } },
    { name: 'with debug output', env: { RUNNER_DEBUG: '1' } },
    {
      name: 'as part of the requested source name',
      inputs: { 'source-id': '', 'source-name': secret },
    },
  ];
  const played = playAll(CASES, [
    'the client secret in the answer to loadAccounts',
    'as an input of another kind',
  ]);

  // A run in which the secret can be seen anywhere has already been refused by the harness.
  it.each(CASES)('are shown nowhere: $name', ({ name }) => {
    const run = played(name);
    expect(run.log).not.toContain(secret);
    expect(run.summary).not.toContain(secret);
    expect(Object.values(run.outputs).join()).not.toContain(secret);
  });
});
