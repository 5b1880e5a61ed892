import { describe, expect, it } from '@jest/globals';
import { people } from '../support/people.js';
import { playAll, type Ending, type NamedScenario } from '../support/play.js';

/** Which source is meant, and whether it takes a file: settled before anything is sent. */

const byName = (name: string): Record<string, string> => ({ 'source-id': '', 'source-name': name });

describe('a source that the step must not touch', () => {
  const CASES: readonly Ending[] = [
    {
      name: 'a name that differs in letter case from that of the id',
      inputs: { 'source-name': 'hr employees' },
      status: 'FAILED',
      exitCode: 1,
      says: /is named "HR Employees", not "hr employees"/,
    },
    {
      name: 'a file for a source whose file a virtual appliance fetches',
      source: { kind: 'va-file' },
      status: 'FAILED',
      exitCode: 1,
      says: /csv-path: "HR Employees" is a file source whose file the virtual appliance ".+" fetches and takes no file/,
    },
  ];
  const played = playAll(CASES, ['a name that differs in letter case from that of the id']);

  it.each(CASES)('$name', ({ name, exitCode, says, status }) => {
    const run = played(name);
    expect({ exitCode: run.exitCode, status: run.outputs['status'] }).toEqual({ exitCode, status });
    expect(run.failures[0]).toMatch(says ?? '');
    // The token, and one look at the source.
    expect(run.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
    expect(run.outputs['task-id']).toBe('');
  });
});

describe('a source that is found', () => {
  const NAMES = [
    'HR Employees',
    'A "quoted" name',
    'Back\\slash',
    'Ünïcode & more = 100 %',
    'O’Hara’s #1, (old)',
  ];
  const CASES: readonly NamedScenario[] = [
    ...NAMES.map((name) => ({ name, source: { name }, inputs: byName(name) })),
    { name: 'by id and name together', inputs: { 'source-name': 'HR Employees' } },
    { name: 'by id in capitals', source: { id: 'ABCDEF'.repeat(5) + '12' } },
  ];
  const played = playAll(CASES, ['Ünïcode & more = 100 %']);

  it.each(CASES)('$name', ({ name, source }) => {
    const { exitCode, outputs, tasks } = played(name);
    expect(exitCode).toBe(0);
    expect(outputs).toMatchObject({
      'source-id': tasks[0]?.sourceId,
      'source-name': source?.name ?? 'HR Employees',
    });
  });

  it('by its name costs one request, not two', () => {
    const { asked } = played('HR Employees');
    expect(asked('listSources')).toHaveLength(1);
    expect(asked('getSource')).toHaveLength(0);
  });
});

describe('a source that takes no file', () => {
  const noFile = { inputs: { 'csv-path': '' } };
  const CASES: readonly NamedScenario[] = [
    { name: 'a direct connection', ...noFile, source: { kind: 'direct', remoteAccounts: people(25) } },
    { name: 'a file that a virtual appliance fetches', ...noFile, source: { kind: 'va-file' } },
    {
      name: 'a dry run of a direct connection',
      inputs: { 'csv-path': '', 'dry-run': 'true' },
      source: { kind: 'direct' },
    },
  ];
  const played = playAll(CASES, ['a direct connection']);

  it.each(CASES.slice(0, 2))('is aggregated without one: $name', ({ name }) => {
    const { asked, exitCode, log, outputs } = played(name);
    expect(exitCode).toBe(0);
    expect(log).toMatch(/takes no file/);
    expect(outputs).toMatchObject({
      status: 'SUCCESS',
      'planned-created': '',
      'planned-deleted': '',
      'csv-rows': '',
    });
    expect(asked('getSchemas')).toEqual([]);
    expect(asked('listAccounts')).toEqual([]);
  });

  it('has no plan in a dry run, and says so', () => {
    const { asked, exitCode, log, outputs } = played('a dry run of a direct connection');
    expect(exitCode).toBe(0);
    expect(log).toMatch(/nothing to check or compare/);
    expect(outputs).toMatchObject({ status: 'PLANNED', 'planned-created': '', 'task-id': '' });
    expect(asked('loadAccounts')).toEqual([]);
  });
});
