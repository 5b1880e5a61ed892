import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Operation } from '../../sandbox/tenant/routes.js';
import { API_VERSIONS } from '../../src/model/settings.js';
import { HR, playAll, SOURCE_ID, type Scenario } from '../support/play.js';

/** The addresses of ISC's operations in each form, and the headers of every request. */

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** Two steps that together use every operation: one finds its source by id, one by name and long enough to ask for progress. */
function scenarios(apiVersion: string): (Scenario & { name: string })[] {
  const inputs = { 'api-version': apiVersion };
  return [
    { name: `${apiVersion} by id`, inputs },
    {
      name: `${apiVersion} by name`,
      inputs: { ...inputs, 'source-id': '', 'source-name': 'HR Employees' },
      settings: { taskMs: 3_500 },
    },
  ];
}

function addresses(apiVersion: string, task: string): Partial<Record<Operation, string>> {
  const at = (service: string, rest = ''): string =>
    apiVersion === 'v1' ? `/${service}/v1${rest}` : `/${apiVersion}/${service}${rest}`;
  return {
    token: '/oauth/token',
    getSource: at('sources', `/${SOURCE_ID}`),
    listSources: at('sources'),
    getSchemas: at('sources', `/${SOURCE_ID}/schemas`),
    listAccounts: at('accounts'),
    listTasks: at('task-status'),
    loadAccounts: at('sources', `/${SOURCE_ID}/load-accounts`),
    getTask: at('task-status', `/${task}`),
    getAggregationStatus: at('account-aggregations', `/${task}/status`),
  };
}

describe('api-version', () => {
  const played = playAll(API_VERSIONS.flatMap(scenarios), ['v1 by id', 'v2026 by name']);

  it.each(API_VERSIONS)('%s: every operation at its address', (apiVersion) => {
    const runs = scenarios(apiVersion).map(({ name }) => played(name));
    const found: Record<string, string> = {};
    for (const { exitCode, requests, tasks } of runs) {
      expect(exitCode).toBe(0);
      for (const { operation, path } of requests) {
        found[operation ?? 'unknown'] = path.replace(tasks[0]?.id ?? '', '{task}');
      }
    }
    expect(found).toEqual(addresses(apiVersion, '{task}'));
  });

  it.each(API_VERSIONS)('%s: the same headers on every request', (apiVersion) => {
    for (const { name } of scenarios(apiVersion)) {
      const { requests } = played(name);
      for (const { authorization, headers, operation } of requests) {
        expect(headers['user-agent']).toContain(`sailpoint-source-aggregation/${version}`);
        if (operation === 'token') {
          expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
          expect(headers).not.toHaveProperty('authorization');
        } else {
          expect(authorization).toBe('valid');
          expect(headers['x-sailpoint-experimental']).toBe('true');
        }
        if (operation !== 'loadAccounts') expect(headers['connection']).toBe('keep-alive');
      }
    }
  });

  it.each(API_VERSIONS)('%s: no secret in any address', (apiVersion) => {
    for (const { name } of scenarios(apiVersion)) {
      for (const { url } of played(name).requests) expect(url).not.toMatch(/secret|token=/);
    }
  });
});

describe('a version that is being retired', () => {
  const played = playAll(
    [
      {
        name: 'deprecated',
        inputs: { 'api-version': 'beta' },
        settings: {
          deprecated: ['getSource', 'getSchemas', 'loadAccounts', 'getTask', 'listTasks', 'listAccounts'],
        },
      },
      { name: 'switched off', inputs: { 'api-version': 'beta' }, settings: { versionsOff: ['beta'] } },
    ],
    [],
  );

  it('causes one warning, however many operations mention it', () => {
    const { annotations, exitCode, summary } = played('deprecated');
    expect(exitCode).toBe(0);
    expect(annotations).toHaveLength(1);
    expect(annotations[0]).toMatchObject({ kind: 'warning' });
    expect(annotations[0]?.message).toMatch(/deprecated in api-version beta\. Plan to set api-version to v1/);
    expect(summary).toContain('deprecated');
  });

  it('ends the step with advice when it is switched off', () => {
    const { exitCode, failures } = played('switched off');
    expect(exitCode).toBe(1);
    expect(failures[0]).toMatch(/410 Gone\): Version beta[^]*Set `api-version: v1`\./);
  });
});

describe("the source's page for people", () => {
  const played = playAll([{ name: 'sandbox' }], []);

  it('is not linked where its address is not known', () => {
    expect(played('sandbox').summary).toContain(HR.name);
    expect(played('sandbox').summary).not.toMatch(/\/ui\/a\/admin/);
  });
});
