import { describe, expect, it } from '@jest/globals';
import { DEFAULT_CLIENT } from '../../sandbox/tenant/sandbox.js';
import { csvOf, people } from '../support/people.js';
import { playAll, SOURCE_ID, type NamedScenario } from '../support/play.js';

/** Invalid inputs: one run reports all of them, and nothing is sent. */

const OTHER_ID = '9'.repeat(32);

describe('a wrong input', () => {
  const CASES: readonly (NamedScenario & { readonly says: RegExp })[] = [
    { name: 'no tenant at all', inputs: { 'base-url': '' }, says: /tenant: missing/ },
    {
      name: 'tenant and base-url',
      inputs: { tenant: 'acme' },
      says: /tenant: give tenant or base-url, not both/,
    },
    {
      name: 'a tenant that is a host',
      inputs: { 'base-url': '', tenant: 'acme.identitynow.com' },
      says: /tenant: "acme\.identitynow\.com"/,
    },
    {
      name: 'http elsewhere',
      inputs: { 'base-url': 'http://acme.api.identitynow.com' },
      says: /base-url: .*https:/,
    },
    {
      name: 'a path',
      inputs: { 'base-url': 'https://127.0.0.1/v2025' },
      says: /base-url: .*Did you mean https:\/\/127\.0\.0\.1/,
    },
    {
      name: 'a password in the address',
      inputs: { 'base-url': 'https://me:hunter2hunter2@127.0.0.1' },
      says: /base-url: must not contain a user name or password/,
    },
    {
      name: 'SAIL_BASE_URL',
      inputs: { 'base-url': '' },
      env: { SAIL_BASE_URL: 'ftp://127.0.0.1' },
      says: /SAIL_BASE_URL: "ftp:/,
    },
    {
      name: 'a proxy without a scheme',
      env: { https_proxy: 'proxy.corp:3128' },
      says: /https_proxy: .*no http:\/\/ in front/,
    },
    { name: 'no client-id', inputs: { 'client-id': '' }, says: /client-id: missing.*SAIL_CLIENT_ID/ },
    {
      name: 'no client-secret',
      inputs: { 'client-secret': '' },
      says: /client-secret: missing.*SAIL_CLIENT_SECRET/,
    },
    {
      name: 'a line break in the secret',
      inputs: { 'client-secret': 'first-half-of-it\nsecond-half-of-it' },
      says: /client-secret: contains a line break/,
    },
    {
      name: 'an unknown api-version',
      inputs: { 'api-version': 'v3' },
      says: /api-version: "v3" is not one of v1, v2026, v2025, v2024, beta/,
    },
    {
      name: 'no source',
      inputs: { 'source-id': '' },
      says: /source-id: missing\. Give source-id or source-name/,
    },
    {
      name: 'a source-id that is a path',
      inputs: { 'source-id': '../../accounts' },
      says: /source-id: "\.\.\/\.\.\/accounts" is not an id/,
    },
    {
      name: 'a file that is not there',
      inputs: { 'csv-path': 'none.csv' },
      says: /csv-path: "none\.csv" does not exist/,
    },
    { name: 'a folder', inputs: { 'csv-path': '.' }, says: /csv-path: "\." is not a file/ },
    {
      name: 'a path out of the workspace',
      inputs: { 'csv-path': '../output' },
      says: /csv-path: "\.\.\/output" lies outside the workspace/,
    },
    {
      name: "a file that is named after another source's id",
      files: { [`${OTHER_ID}-hr.csv`]: csvOf(people(20)) },
      inputs: { 'csv-path': `${OTHER_ID}-hr.csv` },
      says: /csv-path: the file name .* begins with the id of another source/,
    },
    {
      name: 'csv-checks',
      inputs: { 'csv-checks': 'warning' },
      says: /csv-checks: "warning" is not one of error, warn, off/,
    },
    {
      name: 'if-running',
      inputs: { 'if-running': 'queue' },
      says: /if-running: "queue" is not one of wait, fail/,
    },
    { name: 'a boolean', inputs: { 'dry-run': 'yes' }, says: /dry-run: "yes" is neither true nor false/ },
    {
      name: 'timeout-minutes of 0',
      inputs: { 'timeout-minutes': '0' },
      says: /timeout-minutes: "0".*over 0 and at most 7200/,
    },
    {
      name: 'timeout-minutes over 7200',
      inputs: { 'timeout-minutes': '7201' },
      says: /timeout-minutes: "7201"/,
    },
    { name: 'timeout-minutes in words', inputs: { 'timeout-minutes': '1h' }, says: /timeout-minutes: "1h"/ },
    { name: 'max-deletions over 100 %', inputs: { 'max-deletions': '101%' }, says: /max-deletions: "101%"/ },
    { name: 'max-deletions below 0', inputs: { 'max-deletions': '-1' }, says: /max-deletions: "-1"/ },
  ];
  const played = playAll(CASES, [
    'a password in the address',
    'a proxy without a scheme',
    'a path out of the workspace',
  ]);

  it.each(CASES)('$name', ({ name, says }) => {
    const { annotations, exitCode, failures, outputs, requests, summary } = played(name);
    expect({ exitCode, status: outputs['status'] }).toEqual({ exitCode: 1, status: 'FAILED' });
    expect(failures).toHaveLength(1);
    expect(annotations).toHaveLength(1);
    expect(failures[0]).toMatch(says);
    expect(failures[0]).toMatch(/Nothing was sent/);
    expect(outputs['results']).toBe('[]');
    expect(summary).toContain('Nothing was sent');
    expect(requests).toEqual([]);
  });

  it('does not show a password that was written into the address', () => {
    expect(played('a password in the address').stdout).not.toContain('hunter2hunter2');
  });

  it('does not show any part of a secret', () => {
    const { stdout } = played('a line break in the secret');
    // The command that masks it has to hold it; the runner shows no such line.
    expect(stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toMatch(/half-of-it/);
  });
});

describe('several wrong inputs', () => {
  const played = playAll([
    {
      name: 'at once',
      inputs: {
        'base-url': 'http://elsewhere.example',
        'client-secret': '',
        'api-version': 'v9',
        'csv-path': 'none.csv',
        'timeout-minutes': '-1',
        'max-deletions': 'many',
        wait: 'perhaps',
      },
    },
  ]);

  it('are all reported in one run', () => {
    const { failures } = played('at once');
    expect(failures).toHaveLength(1);
    const named = failures[0]?.match(/^- [\w-]+(?=:)/gm)?.map((line) => line.slice(2));
    expect(named?.toSorted()).toEqual([
      'api-version',
      'base-url',
      'client-secret',
      'csv-path',
      'max-deletions',
      'timeout-minutes',
      'wait',
    ]);
    expect(failures[0]).toMatch(/^7 inputs are wrong/);
  });
});

describe('inputs in other spellings', () => {
  const named = `${SOURCE_ID}-export of May.csv`;
  const CASES: readonly NamedScenario[] = [
    {
      name: 'spaces around the values',
      inputs: { 'source-id': ` ${SOURCE_ID}\n`, 'csv-path': '  hr.csv ', wait: ' true ' },
    },
    { name: 'True as YAML has it', inputs: { wait: 'True', 'dry-run': 'FALSE' } },
    {
      name: 'the credentials by the variables of the CLI',
      inputs: { 'client-id': '', 'client-secret': '' },
      env: { SAIL_CLIENT_ID: DEFAULT_CLIENT.id, SAIL_CLIENT_SECRET: DEFAULT_CLIENT.secret },
    },
    {
      name: 'empty inputs',
      inputs: { 'api-version': '', 'timeout-minutes': '', 'max-deletions': '', 'csv-checks': '' },
    },
    {
      name: 'a file that names its own source',
      files: { [named]: csvOf(people(20)) },
      inputs: { 'source-id': '', 'csv-path': named },
    },
    {
      name: 'a file in a folder, by a path with a dot',
      files: { 'exports/hr/today.csv': csvOf(people(20)) },
      inputs: { 'csv-path': './exports/hr/today.csv' },
    },
  ];
  const played = playAll(CASES, ['the credentials by the variables of the CLI']);

  it.each(CASES)('are taken: $name', ({ name }) => {
    const { exitCode, outputs } = played(name);
    expect({ exitCode, status: outputs['status'] }).toEqual({ exitCode: 0, status: 'SUCCESS' });
  });
});
